#!/bin/sh
# Starts Redis with redis.conf and users.conf, which lie beside this file, and the password of the token service's user, which
# Redis itself would not read from the environment. It is handed over as a digest and on no command line, so any text will do.
# Arguments are settings of Redis, as `--maxmemory 1gb`; of the same ones, these win.
#
# In a container of the official image: command `sh /…/start.sh`, user 999, nothing to write. It is up when this finds something:
#   REDISCLI_AUTH="$REDIS_TOKENS_PASSWORD" redis-cli --user postern_tokens info server | grep redis_version
set -eu
: "${REDIS_TOKENS_PASSWORD:?has to be the password of postern_tokens}"
digest=$(printf %s "$REDIS_TOKENS_PASSWORD" | sha256sum | cut -c 1-64)
unset REDIS_TOKENS_PASSWORD
folder=$(dirname "$0")
configuration=$(cat "$folder/redis.conf" "$folder/users.conf" | sed "s/\$REDIS_TOKENS_PASSWORD_SHA256/$digest/")
exec redis-server "$@" - <<END
$configuration
END
