#!/bin/sh
# sqlpack_test.sh -- what sqlpack and migpack make of good files, and why they refuse bad ones.
# Usage: sqlpack_test.sh SQLPACK MIGPACK
set -u
sqlpack=$1 migpack=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf '[  FAILED  ] %s\n' "$1"; }

# CLAIM, the word that must stand in the message; the file comes by stdin.
refused() {
    cat >"$dir/in.sql"
    if "$sqlpack" "$dir/in.sql" >"$dir/out" 2>"$dir/err"; then bad "$1: it was taken"
    elif grep -q -- "$2" "$dir/err"; then good
    else bad "$1: $(cat "$dir/err")"; fi
}

# CLAIM, text that must stand in the header.
packed() {
    cat >"$dir/in.sql"
    if ! "$sqlpack" "$dir/in.sql" >"$dir/out" 2>"$dir/err"; then bad "$1: $(cat "$dir/err")"
    elif grep -qF -- "$2" "$dir/out"; then good
    else bad "$1: $(cat "$dir/out")"; fi
}

refused 'a query for one engine only stops the build' 'a has no text for postgres' <<'E'
-- name: a @sqlite
select 1
E
refused 'an engine nobody knows' 'no engine is called @oracle' <<'E'
-- name: a @oracle
select 1
E
refused 'the same name twice' 'a is there twice' <<'E'
-- name: a
select 1
-- name: a
select 2
E
refused 'two statements in one' 'more than one statement' <<'E'
-- name: a
select 1; select 2
E
refused 'a query without text' 'is empty' <<'E'
-- name: a
-- only a comment
E
refused 'text before the first name' 'before the first' <<'E'
select 1
E
refused 'a file without queries' 'no query here' </dev/null
refused 'a quote that does not end names its line' 'in.sql:2: quoted text' <<'E'
-- name: a
select 'x
E
refused 'a comment that does not end' 'a comment that does not end' <<'E'
-- name: a
select /* x /* */ 1
E
refused 'a parameter by number' 'parameters have names' <<'E'
-- name: a
select $1
E
{ echo '-- name: a'; printf 'select 1'; i=0; while [ $i -lt 65 ]; do printf ' + :p%d' $i; i=$((i + 1)); done; } >"$dir/long"
refused 'a 65th parameter' 'more than 64 parameters' <"$dir/long"
{ echo '-- name: a'; printf 'select 1'; i=0; while [ $i -lt 64 ]; do printf ' + :p%d' $i; i=$((i + 1)); done; } >"$dir/long"
packed '64 parameters are taken' '"p63", NULL' <"$dir/long"
packed 'a part stands where queries name it' 'where b = $1 or c = $1' <<'E'
-- part: low
c = :x
-- part: both
-- Words about it are left out.
b = :x or @{low}
-- name: a
select 1 from t where @{both}
E
refused 'a part that nobody wrote' 'in.sql:2: no part is called low' <<'E'
-- name: a
select @{low}
E
refused 'a part of itself' 'no part is called low' <<'E'
-- part: low
@{low}
-- name: a
select @{low}
E
refused 'a part twice' 'low is there twice' <<'E'
-- part: low
1
-- part: low
2
E
packed 'the same name is the same number, in both texts' 'select $1, $2, $1' <<'E'
-- name: a
select :x, :y, :x
E
packed 'texts for each engine share the numbers' '"y", "x", NULL' <<'E'
-- name: a @sqlite
select :y, :x
-- name: a @postgres
select :x, :y
E
packed 'casts, quotes and comments hold no parameters' '"select $1::text, '"':a '':b'"', \":c\", E'"'\\\\':d'"', $t$ :e $t$, a[1:2]"' <<'E'
-- name: a
select :x::text, ':a '':b', ":c", E'\':d', $t$ :e $t$, a[1:2] -- :f
E
{ echo '-- name: a'; printf "select '"; head -c 20000 /dev/zero | tr '\0' x; echo "'"; } >"$dir/long"
packed 'a line of any length, written as an array' 'SQL_a_text_1[]' <"$dir/long"
packed 'no absolute path is named' '/* Made by tools/sqlpack from in.sql.' <<'E'
-- name: a
select 1
E

# Long text must come out byte for byte: let the compiler read it back.
{ echo '-- name: long'; printf "select 'ação ?? \\\\ \"q\" "; head -c 9000 /dev/zero | tr '\0' x; echo "'"; echo '-- name: short'; echo "select 'ação ??= \\ \"q\"'"; } >"$dir/in.sql"
mkdir -p "$dir/db"
echo 'struct db_query { const char *name; const char *text[2]; const char *const *params; };' >"$dir/db/db.h"
cat >"$dir/main.c" <<'E'
#include <stdio.h>
#include "out.h"
int main(void) { puts(SQL_long.text[1]); puts(SQL_short.text[0]); return 0; }
E
"$sqlpack" "$dir/in.sql" >"$dir/out.h" &&
    ${CC:-cc} -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$dir" -o "$dir/main" "$dir/main.c" 2>"$dir/err" &&
    "$dir/main" >"$dir/said"
grep -v '^-- name' "$dir/in.sql" >"$dir/want"
if cmp -s "$dir/said" "$dir/want"; then good; else bad "long and odd text comes out as it was: $(cat "$dir/err")"; fi

# --- migpack
mig_refused() { # CLAIM WORD
    if "$migpack" "$dir/m" "$dir/m.c" "$dir/m.d" 2>"$dir/err"; then bad "$1: it was taken"
    elif grep -q -- "$2" "$dir/err"; then good
    else bad "$1: $(cat "$dir/err")"; fi
    rm -rf "$dir/m"
    mkdir "$dir/m"
}
mkdir "$dir/m"
echo 'select 1' >"$dir/m/1_x.sql"
mig_refused 'a migration with another sort of name' 'is called NNNN_name.sql'
echo 'select 1' >"$dir/m/0001_x.sql"
echo 'select 1' >"$dir/m/0001_y.sql"
mig_refused 'two migrations of one number' 'have this number'
: >"$dir/m/0001_x.sql"
mig_refused 'an empty migration' 'is empty'
printf 'select 1;\n-- @mysql\nselect 2;\n' >"$dir/m/0001_x.sql"
mig_refused 'a section nobody knows' '0001_x.sql:2: no such section'

printf 'both;\n-- @sqlite\nblob;\n-- @postgres\nbytea;\n-- @both\nagain;\n' >"$dir/m/0002_b.sql"
printf 'first;\n' >"$dir/m/0001_a.sql"
cat >"$dir/db/migrations.h" <<'E'
#include <stddef.h>
struct db_migration { int number; const char *name; const char *text[2]; };
extern const struct db_migration praca_migrations[];
extern const size_t praca_migration_count;
E
cat >"$dir/main.c" <<'E'
#include <stdio.h>
#include "db/migrations.h"
int main(void)
{
    for (const struct db_migration *m = praca_migrations; m->name; m++)
        printf("%d %s\n%s%s", m->number, m->name, m->text[0], m->text[1]);
    return praca_migration_count == 2 ? 0 : 1;
}
E
"$migpack" "$dir/m" "$dir/m.c" "$dir/m.d" &&
    ${CC:-cc} -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$dir" -o "$dir/main" "$dir/main.c" "$dir/m.c" 2>"$dir/err" &&
    "$dir/main" >"$dir/said"
printf '1 a\nfirst;\nfirst;\n2 b\nboth;\nblob;\nagain;\nboth;\nbytea;\nagain;\n' >"$dir/want"
if cmp -s "$dir/said" "$dir/want"; then good; else bad "sections go to their engines: $(cat "$dir/err")"; fi

printf '[  PASSED  ] %d test(s).\n' $passed
[ $failed -eq 0 ] || { printf '[  FAILED  ] %d test(s).\n' $failed; exit 1; }
