#!/bin/sh
# setup.sh -- make a build folder once; Meson keeps it up to date afterwards.
# Usage: setup.sh FOLDER [meson option...]     (CC chooses the compiler)
set -eu
folder=$1
shift
[ -f "$folder/build.ninja" ] && exit 0
mkdir -p build-logs
[ -z "${DUCKDB-}" ] || set -- "$@" "-Dduckdb=$DUCKDB"
meson setup "$folder" "$@" </dev/null >"build-logs/setup-$folder.log" 2>&1 || {
    grep -A3 ERROR "build-logs/setup-$folder.log" >&2
    echo "meson setup $folder failed: build-logs/setup-$folder.log" >&2
    rm -f "$folder/build.ninja"
    exit 1
}
