#!/bin/sh
# check.sh -- run every suite there is and add up what they say.
#
# Each runner leaves a log in build-logs/ and a row in the tally; what failed is shown at once, with the
# name of its log. A suite that cannot even be built is one failure. Ends with "N passed, N failed", and
# ", N skipped" where some were. Run by `make check`.
#
# Usage: check.sh [compile | run]     one half of it; `run` compiles nothing and goes by what `compile` left
set -eu
cd "$(dirname "$0")/.."
jobs=${JOBS:-$(nproc)}
half=${1-}
logs=build-logs
mkdir -p $logs
tally=$logs/tally
[ "$half" = run ] || : >$tally

export NO_COLOR=1
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1

note() { # RUNNER PASSED FAILED SKIPPED LOG
    printf '%s %s %s %s\n' "$1" "$2" "$3" "$4" >>$tally
    printf '%-28s %s passed, %s failed' "$1" "$2" "$3"
    [ "$4" -eq 0 ] || printf ', %s skipped' "$4"
    [ "$3" -eq 0 ] || printf '   %s' "$5"
    echo
}

# What a reader needs of a long log.
show() { sed 's/^/    /' | tail -n "${1:-60}"; }

# Where the tests keep their files: in memory where there is room, for a sync costs nothing there. What asks about the disk
# itself has the disk.
scratch=
if [ "$half" != compile ] && [ "$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')" -gt 4000000 ] 2>/dev/null; then
    scratch=$(mktemp -d /dev/shm/praca-check.XXXXXX)
    chmod 1777 "$scratch" # the PostgreSQL server is another user
    trap 'rm -rf "$scratch"' EXIT
    trap 'exit 1' HUP INT TERM
fi
in_memory() { (
    TMPDIR=${scratch:-${TMPDIR:-/tmp}}
    export TMPDIR
    "$@"
); }

# What is built, quiet unless it fails. targets: all of the folder when empty.
compile() { # FOLDER [meson option...]
    [ "$half" != run ] || { [ -e "$1/.compiled" ]; return; }
    rm -f "$1/.compiled"
    # shellcheck disable=SC2086
    if ! { tools/setup.sh "$@" && ASAN_OPTIONS=detect_leaks=0 ninja -C "$1" -j "$jobs" $targets; } >"$logs/$1.log" 2>&1; then
        grep -E -A6 'error:|FAILED:|ERROR' "$logs/$1.log" | show
        note "$1 (compile)" 0 1 0 "$logs/$1.log"
        return 1
    fi
    touch "$1/.compiled"
}

# A cmocka program says how many of its tests passed; one that says nothing counts as one test.
meson_suite() { # RUNNER FOLDER [TEST...]: with a PostgreSQL beside it, so that both engines are tried
    runner=$1 folder=$2
    shift 2
    rm -f "$folder/meson-logs/testlog.json"
    with=
    [ ! -x tests/pg.sh ] || with=tests/pg.sh
    $with meson test -C "$folder" --no-rebuild --num-processes "$jobs" --print-errorlogs "$@" \
        >"$logs/$runner.log" 2>&1 </dev/null || true
    if ! [ -s "$folder/meson-logs/testlog.json" ]; then
        show <"$logs/$runner.log"
        note "$runner" 0 1 0 "$logs/$runner.log"
        return
    fi
    counts=$(jq -rs -f tools/tally.jq "$folder/meson-logs/testlog.json")
    # shellcheck disable=SC2086
    set -- $counts
    if [ "$2" -gt 0 ]; then
        jq -r 'select(.result | IN("OK", "SKIP", "EXPECTEDFAIL") | not)
            | "--- \(.name): \(.result)", (((.stdout // "") + (.stderr // "")) | split("\n")
            | map(select(test("^\\[ +(RUN|OK) +\\]") | not)) | .[-40:][])' \
            "$folder/meson-logs/testlog.json" | show 200
    fi
    note "$runner" "$1" "$2" "$3" "$folder/meson-logs/testlog.txt"
}

node_suite() { # FOLDER CONCURRENCY PROGRAM
    files=$(find "tests/$1" -name node_modules -prune -o -type f \( -name '*.test.js' -o -name '*.test.mjs' -o -name '*.test.ts' \) -print | sort)
    [ -n "$files" ] || return 0
    log=$logs/$1.log
    # shellcheck disable=SC2086
    PRACA=$PWD/$3 node --test --test-concurrency="$2" --test-reporter=spec --test-reporter-destination="$log" \
        --test-reporter=tap --test-reporter-destination="$logs/$1.tap" $files </dev/null >"$logs/$1.out" 2>&1 || true
    counts=$(awk '/^# (pass|fail|cancelled|skipped|todo) [0-9]+$/ { n[$2] = $3; seen = 1 }
        END { if (seen) print n["pass"] + 0, n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' "$logs/$1.tap")
    [ -n "$counts" ] || { show <"$logs/$1.out"; counts='0 1 0'; }
    # shellcheck disable=SC2086
    set -- "$1" $counts
    [ "$3" -eq 0 ] || awk '/failing tests:/ { on = 1 } on' "$log" | show 200
    note "$1" "$2" "$3" "$4" "$log"
}

# --- what is built

# Floors with threads of their own are tried once more under ThreadSanitizer; libraries are not instrumented.
threaded() { find tests/unit/facts tests/unit/work tests/unit/outreach -name '*_test.c' 2>/dev/null | sed 's|^tests/unit/||; s|\.c$||' | sort; }

compile_all() {
    if [ "$half" != run ] && ! make ui >"$logs/ui-make.log" 2>&1 </dev/null; then
        show <"$logs/ui-make.log"
        note 'ui (build)' 0 1 0 "$logs/ui-make.log"
    fi
    targets=
    compile build-asan -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=true && asan=yes || asan=
    targets=$(threaded | sed 's|/|_|; s|^|test_|')
    [ -z "$targets" ] || compile build-tsan -Db_sanitize=thread -Db_lundef=false && tsan=$targets || tsan=
    targets=praca
    compile build-gcc -Dwerror=true && program=yes || program=
}

compile_all
if [ "$half" = compile ]; then
    ! grep -q . $tally
    exit
fi

# --- what is run

[ -z "$asan" ] || in_memory meson_suite unit build-asan
if [ -n "$tsan" ]; then
    export TSAN_OPTIONS=halt_on_error=1:ignore_noninstrumented_modules=1
    # shellcheck disable=SC2046
    in_memory meson_suite threads build-tsan $(threaded)
fi

if [ -f ui/package.json ] && jq -e '.scripts.test' ui/package.json >/dev/null; then
    tools/uitest.sh "$logs/ui.log" >$logs/ui.counts || true
    # shellcheck disable=SC2046
    set -- $(cat $logs/ui.counts)
    [ "${2:-1}" -eq 0 ] || show <$logs/ui.log
    note ui "${1:-0}" "${2:-1}" "${3:-0}" $logs/ui.log
fi

if [ -n "$program" ]; then
    [ ! -d tests/cli ] || in_memory node_suite cli "$jobs" build-gcc/praca
    [ ! -d tests/api ] || [ -z "$asan" ] || in_memory node_suite api "$jobs" build-asan/praca
    [ ! -d tests/faults ] || node_suite faults 1 build-gcc/praca
    [ ! -d tests/browser ] || in_memory node_suite browser 1 build-gcc/praca
fi

awk '{ p += $(NF - 2); f += $(NF - 1); s += $NF }
    END { printf "%d passed, %d failed", p, f; if (s) printf ", %d skipped", s; print ""; exit f > 0 || p == 0 }' $tally
