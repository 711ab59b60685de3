#!/bin/sh
# setup.sh -- make a build folder, or tell Meson that the tree has another shape.
#
# Meson notices by itself that a meson.build changed, not that a folder got one: the root asks which
# floors and tests are there. Their list is kept in the build folder and compared.
#
# Usage: setup.sh FOLDER [meson option...]     (CC chooses the compiler, DUCKDB the place of libduckdb)
set -eu
folder=$1
shift
set -- "$@" "-Dduckdb=${DUCKDB-}"
shape=$(
    find src tests -name node_modules -prune -o \( -name meson.build -o -name main.c -o -name laws_test.sh \) -print | sort
    ls "${DUCKDB:-.deps/duckdb}/lib/libduckdb.so" 2>/dev/null || true
    echo "$*"
)
[ -f "$folder/build.ninja" ] && [ "$shape" = "$(cat "$folder/.shape" 2>/dev/null)" ] && exit 0
again=
[ ! -f "$folder/build.ninja" ] || again=--reconfigure
mkdir -p build-logs
meson setup $again "$folder" "$@" </dev/null >"build-logs/setup-$folder.log" 2>&1 || {
    grep -A3 ERROR "build-logs/setup-$folder.log" >&2
    echo "meson setup $folder failed: build-logs/setup-$folder.log" >&2
    rm -f "$folder/.shape"
    exit 1
}
printf '%s\n' "$shape" >"$folder/.shape"
