#!/bin/sh
# unasked.sh -- a query that no code names is refused: it would be prepared, tested and migrated for nobody.
#
# Usage, from the root:  unasked.sh FILE.sql... -- FILE.[ch]...
set -eu
queries=$(mktemp)
trap 'rm -f "$queries"' EXIT
while [ "$1" != -- ]; do
    sed -n "s|^-- name: \([a-z0-9_]*\).*|\1 $1|p" "$1" >>"$queries"
    shift
done
shift
awk '
    FILENAME == ARGV[1] { home[$1] = $2; next }
    {
        while (match($0, /SQL_[a-z0-9_]+/)) {
            asked[substr($0, RSTART + 4, RLENGTH - 4)] = 1
            $0 = substr($0, RSTART + RLENGTH)
        }
    }
    END {
        for (q in home)
            if (!(q in asked)) { print home[q] ": nobody asks " q; bad = 1 }
        exit bad
    }' "$queries" "$@" /dev/null
