#!/bin/sh
# Makes the passwords and keys of compose.yaml, beside it in secrets/, once: what is there stays as it is, since the data
# that compose keeps belongs to it.
#
# Docker mounts such a file as it is, for programs of several users. So nobody else is let into the folder on this machine,
# and in a container, where only the files are, its user can read them.
set -eu
cd "$(dirname "$0")"
umask 022

# Whoever starts Postern for the first time writes admin.json into a folder of whoever runs this; not as root.
mkdir -p first-start
chmod 700 first-start
if [ "$(id -u)" = 0 ]; then
  user=1000:1000
  chown "$user" first-start
else
  user=$(id -u):$(id -g)
fi
[ -e .env ] || echo "POSTERN_USER=$user" > .env

if [ -d secrets ]; then
  echo 'docker/secrets is there already.'
  exit
fi

# Made elsewhere and moved: nobody starts with half of it.
rm -rf secrets.new
mkdir -m 700 secrets.new
cd secrets.new

# 48 hexadecimal digits: no character that a URL or a configuration file would take for something else.
password() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

password > postgres-password
for role in migrations clients tokens; do
  password > "postgres-$role-password"
  echo "postgres://postern_$role:$(cat "postgres-$role-password")@postgres:5432/postern" > "$role-database-url"
done
for service in gateway clients tokens; do
  password > "nats-$service-password"
  echo "nats://postern_$service:$(cat "nats-$service-password")@nats:4222" > "$service-nats-url"
done
password > redis-tokens-password
echo "redis://postern_tokens:$(cat redis-tokens-password)@redis:6379" > tokens-redis-url
for service in clients tokens; do
  head -c 32 /dev/urandom | base64 > "$service-key"
done

cd ..
mv secrets.new secrets
echo 'Made docker/secrets. Keep copies of secrets/clients-key and secrets/tokens-key: without the latter every token ends.'
