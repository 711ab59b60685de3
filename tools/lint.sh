#!/bin/sh
# lint.sh -- every judge of the code, one after another; all speak, then the sum.
#
# clang-tidy is slow: a file is judged again when it, or a header it includes, is newer than its last
# acquittal; in CI (CI=true) all of them. Logs are in build-logs/. Run by `make lint`.
set -eu
cd "$(dirname "$0")/.."
jobs=${JOBS:-$(nproc)}
logs=build-logs
mkdir -p $logs
steps=0 wrong=0

step() { # NAME COMMAND...: quiet when all is well
    name=$1
    shift
    steps=$((steps + 1))
    log=$logs/lint-$(echo "$name" | tr ' ' -).log
    if "$@" >"$log" 2>&1 </dev/null; then
        printf '  ok      %s\n' "$name"
    else
        wrong=$((wrong + 1))
        printf '  WRONG   %s   %s\n' "$name" "$log"
        { grep -E -A4 'error:|warning:|FAILED' "$log" || cat "$log"; } | head -n 60 | sed 's/^/    /'
    fi
}

# Files of the tree that are there, new ones included.
files() { git ls-files -co --exclude-standard "$@" | while read -r f; do [ ! -f "$f" ] || echo "$f"; done; }

# Tests are judged by gcc where they are built to run (check.sh), by clang here.
gcc_builds() { tools/setup.sh build-gcc -Dwerror=true && ninja -C build-gcc -k 0 -j "$jobs" praca bench; }
# What clang builds is looked at, never run; clang-tidy reads the sources as they are when they are optimized.
clang_builds() { CC=clang tools/setup.sh build-clang -Dwerror=true -Doptimization=0 -Ddebug=false && ninja -C build-clang -k 0 -j "$jobs"; }
# shellcheck disable=SC2046
formatted() { clang-format --dry-run -Werror $(files 'src/*.[ch]' 'tests/*.[ch]' 'tools/*.[ch]' 'bench/*.[ch]'); }
# shellcheck disable=SC2046
floors() { awk -f tools/floors.awk FLOORS $(files '*.[ch]'); }
links() { tools/linkfloors.sh FLOORS build-gcc tools/globals.allow; }
# shellcheck disable=SC2046
banned() { tools/ban.sh $(files | grep -E '\.(c|h|sh|awk|jq|py|js|mjs|ts|tsx|css|sql|md|json|html|mustache)$|/meson.build$|^Makefile$' |
    grep -vE '^examples/|package-lock\.json$'); }
# shellcheck disable=SC2046
keys() { tools/keys.sh messages/*.json -- $(files 'src/*.c'); }
# shellcheck disable=SC2046
unasked() { tools/unasked.sh $(files 'src/*.sql' 'tests/*.sql') -- $(files '*.[ch]'); }

tidy() {
    stamps=build-clang/tidy
    mkdir -p $stamps
    # file, then what it includes, as ninja knows it.
    ninja -C build-clang -t deps | awk '
        /^[^ ].*: #deps/ { if (row) print row; row = ""; next }
        /^ +\.\.\/(src|tests|tools|bench)\// { sub(/^ +\.\.\//, ""); row = row == "" ? $0 : row " " $0 }
        END { if (row) print row }' | sort -u | while read -r source includes; do
        case $source in *.c) ;; *) continue ;; esac
        [ -f "$source" ] || continue # made by the build
        stamp=$stamps/$(echo "$source" | tr / _)
        fresh=yes
        for f in "$source" $includes .clang-tidy; do
            [ "$stamp" -nt "$f" ] || fresh=no
        done
        [ "$fresh" = yes ] && [ -z "${CI-}" ] || printf '%s %s\n' "$source" "$stamp"
    done >$logs/tidy.todo
    xargs -r -P "$jobs" -L 1 sh -c 'clang-tidy --quiet -p build-clang --extra-arg=-O2 --extra-arg=-D_FORTIFY_SOURCE=2 "$0" 2>/dev/null && touch "$1"' <$logs/tidy.todo
}

types() { (cd ui && npx --no-install tsc --noEmit && npx --no-install tsc -p ../tracker); }
eslint() { (cd ui && npx --no-install eslint --max-warnings 0 .); }

step 'gcc, warnings as errors' gcc_builds
step 'clang, warnings as errors' clang_builds
step 'floors, includes' floors
step 'floors, symbols and variables' links
step 'banned words' banned
step 'message keys' keys
step 'queries that nobody asks' unasked
step 'format' formatted
step 'clang-tidy' tidy
if [ -f ui/package.json ]; then
    step 'types' types
    step 'eslint' eslint
fi

if [ $wrong -gt 0 ]; then
    echo "lint: $wrong of $steps judges complain"
    exit 1
fi
echo "lint: clean, by $steps judges"
