#!/bin/sh
# pg.sh -- run a command with a throw-away PostgreSQL server; its address is in PRACA_TEST_PG_URL.
#   tests/pg.sh meson test -C build
# The server lives in a temporary directory, listens on 127.0.0.1 and a socket there, and does not sync
# to disk. PRACA_PG_BIN names another folder of server programs. Ends with the command's exit code.
set -eu

bin=${PRACA_PG_BIN:-}
if [ -z "$bin" ]; then
    for d in /usr/lib/postgresql/*/bin; do
        [ -x "$d/postgres" ] && bin=$d
    done
fi
[ -n "$bin" ] || { echo "pg.sh: no PostgreSQL server found (apt-get install postgresql)" >&2; exit 1; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/praca-pg.XXXXXX")
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    as() { runuser -u postgres -- "$@"; }
else
    as() { "$@"; }
fi
stop() {
    as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

cd "$dir"
as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; exit 1; }

# A free port is only known to be free when it was taken: try until one is.
port=$((20000 + $$ % 20000))
tries=0
until as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" start >/dev/null 2>&1 \
    -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100 -c shared_buffers=32MB -c wal_level=minimal -c max_wal_senders=0 -c autovacuum_naptime=10s"; do
    tries=$((tries + 1))
    [ $tries -lt 20 ] || { cat "$dir/server.log" >&2; exit 1; }
    port=$((port + 37))
done
cd "$OLDPWD"

PRACA_TEST_PG_URL="postgres://postgres@127.0.0.1:$port/postgres"
PRACA_TEST_PG_DIR=$dir
export PRACA_TEST_PG_URL PRACA_TEST_PG_DIR
code=0
"$@" || code=$?
exit $code
