#!/bin/sh
# Makes of a service's folder, which holds what was built of it and of the workspaces that it imports, what goes into its
# image: with their production dependencies alone, and with its bill of materials.
set -eu
service=$1

npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# It unpacks what belongs to workspaces that are not here, where that lies below them.
for workspace in apps/* libs/* tools; do
  [ -e "$workspace/package.json" ] || rm -rf "$workspace"
done

# What Node never loads.
find . -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.tsx' \) -delete
find . -path '*/node_modules/*' -type d \( -name test -o -name tests -o -name __tests__ \) -prune -exec rm -r {} +
find . -type d -empty -delete

# npm counts what is not installed, though nothing needs it here, as missing from the bill.
npm pkg delete devDependencies --workspaces --include-workspace-root
npm sbom --sbom-format=cyclonedx --sbom-type=application --omit=dev > npm-sbom.json
node "$(dirname "$0")/complete-sbom.mjs" "$service" < npm-sbom.json > sbom.cdx.json

# The lockfile names what is not in here; commands of packages are of no use to a service.
rm -r npm-sbom.json package-lock.json node_modules/.package-lock.json
find . -type d -name .bin -prune -exec rm -r {} +

# Whoever runs it only reads, whatever permissions the files had where they were built.
chmod -R a+rX,go-w .
