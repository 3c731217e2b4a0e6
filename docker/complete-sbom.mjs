// Reads npm's CycloneDX bill of materials and writes that of an image: what it is of, the Node that runs it, and the
// packages that the console's page is bundled from, which are not installed.
import { existsSync, readFileSync } from 'node:fs';

const [service] = process.argv.slice(2);
const bom = JSON.parse(readFileSync(0, 'utf8'));
const of = bom.metadata.component;
const known = new Set(bom.components.map((component) => component['bom-ref']));

/** @param {{ name: string, version: string, identifier?: string }} bundled */
function componentOf({ name, version, identifier }) {
  const licenses = identifier === undefined ? {} : { licenses: [{ expression: identifier }] };
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    'bom-ref': `${name}@${version}`,
    type: 'library',
    name,
    version,
    scope: 'required',
    purl,
    ...licenses,
  };
}

const bundledFile = 'apps/console/dist/.vite/license.json';
const bundled = existsSync(bundledFile) ? JSON.parse(readFileSync(bundledFile, 'utf8')).map(componentOf) : [];
const node = {
  'bom-ref': `node@${process.versions.node}`,
  type: 'platform',
  name: 'node',
  version: process.versions.node,
  scope: 'required',
  purl: `pkg:generic/node@${process.versions.node}`,
  cpe: `cpe:2.3:a:nodejs:node.js:${process.versions.node}:*:*:*:*:*:*:*`,
};

const added = [node, ...bundled.filter((component) => !known.has(component['bom-ref']))];
const references = bundled.map((component) => component['bom-ref']);
const dependencies = bom.dependencies.map(({ ref, dependsOn }) => {
  if (ref === of['bom-ref']) return { ref, dependsOn: [...dependsOn, node['bom-ref']] };
  if (!ref.startsWith('@postern/console@')) return { ref, dependsOn };
  return { ref, dependsOn: [...new Set([...dependsOn, ...references])] };
});
const withoutDependencies = added.map((component) => ({ ref: component['bom-ref'], dependsOn: [] }));

const complete = {
  ...bom,
  metadata: { ...bom.metadata, component: { ...of, name: `postern/${service}` } },
  components: [...bom.components, ...added],
  dependencies: [...dependencies, ...withoutDependencies],
};
console.log(JSON.stringify(complete, null, 2));
