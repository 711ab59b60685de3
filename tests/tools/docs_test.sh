#!/bin/sh
# docs_test.sh -- what the documents name is there.
#
# Links lead to files, `make X` and `praca X` are targets and commands, paths and tests that are named exist, every
# setting and every option of a map has its line, and the definitions of figures are those that the screens show. Prose cannot be
# checked; the names in it can, and they are what goes stale first. The counts are printed as cmocka prints them.
#
# A path that the reader is to make is written after the word "new": new `src/strategy/partner.h`.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

verdict() { # CLAIM: true when nothing was written to $work/wrong
    if [ -s "$work/wrong" ]; then
        failed=$((failed + 1))
        printf '[  FAILED  ] %s\n' "$1"
        sed 's/^/    /' "$work/wrong"
    else
        passed=$((passed + 1))
    fi
    : >"$work/wrong"
}

find . \( -name node_modules -o -name .git -o -name .deps -o -name 'build*' -type d -path './build*' -o -path ./ui/dist \
    -o -path './praca-data*' \) -prune -o -type f -name '*.md' -print | sed 's,^\./,,' | sort >"$work/documents"
find src tests tools migrations messages docs examples bench ui .ci -name node_modules -prune -o -type f -print 2>/dev/null |
    sort >"$work/tree"
ls -A >>"$work/tree"
: >"$work/wrong"

# Prints file:line and what stands between backticks or, of a fenced block, the whole line.
code_of() {
    awk '
    FNR == 1 { fenced = 0 }
    /^ *```/ { fenced = !fenced; next }
    fenced { print FILENAME ":" FNR "\t" $0; next }
    {
        rest = $0; before = ""
        while (match(rest, /`[^`]+`/)) {
            word = substr(rest, RSTART + 1, RLENGTH - 2)
            before = substr(rest, 1, RSTART - 1)
            rest = substr(rest, RSTART + RLENGTH)
            print FILENAME ":" FNR "\t" word "\t" (before ~ /(^|[^a-z])(new|novo|nova) $/ ? "new" : "")
        }
    }' "$@"
}

# Links.
while read -r document; do
    grep -noE '(\]\(|src=")[^)"#[:space:]]+' "$document" | grep -vE '(https?|mailto):' |
        while IFS=: read -r line link; do
            target=$(printf '%s\n' "$link" | sed 's/^[^("]*[("]//')
            [ -e "$(dirname "$document")/$target" ] || echo "$document:$line leads to $target, which is not there"
        done
done <"$work/documents" >"$work/links"
# Pictures that the browser test makes count once it names them.
while read -r line; do
    picture=$(printf '%s\n' "$line" | sed -n 's,.*leads to \(.*/\)*images/\([^ ]*\)\, which.*,\2,p')
    [ -n "$picture" ] && grep -rqF "$picture" tests/browser 2>/dev/null || echo "$line"
done <"$work/links" >"$work/wrong"
verdict 'every link leads to a file'

# shellcheck disable=SC2046
code_of $(cat "$work/documents") >"$work/code"

awk -F '\t' '
    FILENAME == "Makefile" { if (match($0, /^[a-z][a-z-]*:/)) known[substr($0, 1, RLENGTH - 1)] = 1; next }
    {
        rest = " " $2
        while (match(rest, /[^A-Za-z0-9_.\/-]make [a-z]+/)) {
            target = substr(rest, RSTART + 6, RLENGTH - 6); rest = substr(rest, RSTART + RLENGTH)
            if (!known[target]) print $1 " says make " target
        }
    }' Makefile "$work/code" >"$work/wrong"
verdict 'every make target is one'

awk -F '\t' '
    FILENAME ~ /command\.c$/ { if (match($0, /^ *\{"[a-z]+", command_/)) { split($0, q, "\""); known[q[2]] = 1 } next }
    {
        rest = " " $2
        while (match(rest, /[^A-Za-z0-9_.-]praca [a-z]+/)) {
            name = substr(rest, RSTART + 7, RLENGTH - 7); rest = substr(rest, RSTART + RLENGTH)
            if (name != "help" && !known[name]) print $1 " says praca " name
        }
    }' src/app/command.c "$work/code" >"$work/wrong"
verdict 'every praca command is one'

# A path is a word with a known folder in front, or a file name with an ending of ours; a star stands for anything.
awk -F '\t' '
    function there(word,    pattern, i) {
        if (word in tree || ("src/" word) in tree || word in folder || ("src/" word) in folder) return 1
        if (word !~ /\//) return word in base || star(word)
        return word ~ /\*/ && star(word)
    }
    function star(word,    pattern, k) {
        if (word !~ /\*/) return 0
        pattern = word; gsub(/\./, "\\.", pattern); gsub(/\*/, "[^/]*", pattern)
        for (k in tree) if (k ~ ("(^|/)" pattern "$")) return 1
        return 0
    }
    FILENAME ~ /tree$/ {
        tree[$0] = 1; n = split($0, p, "/"); base[p[n]] = 1
        path = ""
        for (i = 1; i < n; i++) { path = path (i > 1 ? "/" : "") p[i]; folder[path] = 1 }
        next
    }
    $3 == "new" || $2 ~ /[ \t<>{}$=]/ { next }
    {
        word = $2
        if (word ~ /^\// || word ~ /^https?:/ || word ~ /[A-Z][A-Z]+(\/|\.|_)/) next
        if (word ~ /^(microhttpd|curl|duckdb|sqlite3|libpq-fe|jansson|utf8proc|zlib|sodium)\.h$/) next
        sub(/\/$/, "", word)
        if (word ~ /^(src|tests|tools|migrations|messages|docs|examples|bench|\.ci)\// ||
            word ~ /^[a-z0-9_*\/-]+\.(c|h|sql|sh|awk|md)$/)
            if (!there(word)) print $1 " names " word ", which is not there"
    }' "$work/tree" "$work/code" >"$work/wrong"
verdict 'every path is there'

# Tests are named in italics, by their claim.
# shellcheck disable=SC2046
awk '
    {
        rest = $0
        while (match(rest, /[a-z0-9]+(_[a-z0-9]+)(_[a-z0-9]+)(_[a-z0-9]+)+/)) {
            word = substr(rest, RSTART, RLENGTH); before = substr(rest, 1, RSTART - 1); rest = substr(rest, RSTART + RLENGTH)
            if (before ~ /(\*|, |^)$/ && rest ~ /^[*,]/) print FILENAME ":" FNR, word
        }
    }' $(cat "$work/documents") | while read -r where claim; do
    grep -rqw --include='*.c' --include='*.sh' --include='*.js' --include='*.mjs' --include='*.ts' "$claim" tests ||
        echo "$where names the test $claim, which is not there"
done >"$work/wrong"
verdict 'every test that is named is there'

# What is set and what is mapped.
sed -n 's/^    {"\([a-z]*\.[a-z_]*\)", CONFIG_.*/\1/p' src/*/*.c | sort -u | while read -r key; do
    grep -qF "\`$key\`" docs/operations.md || echo "docs/operations.md does not say what $key is"
done >"$work/wrong"
verdict 'every setting has its line'

awk '/known\[\] = \{/ { on = 1 } on { print } /\};/ { on = 0 }' src/people/import_map.c | grep -o '"[a-z_]*"' | tr -d '"' |
    while read -r option; do
        [ "$(grep -cF "\`$option\`" docs/import.md)" -ge 2 ] || echo "docs/import.md lacks $option in one language"
    done >"$work/wrong"
verdict 'every option of a map is told in both languages'

# Figures.
for lang in en pt-BR; do
    jq -r '.metric // {} | to_entries[] | select(.value | type == "object") | [.key, .value.definition, (.value.sample // "")] | .[]' "messages/$lang.json" |
        while read -r key && read -r definition && read -r sample; do
            grep -qF "\`$key\`" docs/figures.md || echo "docs/figures.md lacks $key"
            grep -qF "$definition" docs/figures.md || echo "docs/figures.md defines $key otherwise than messages/$lang.json"
            [ -z "$sample" ] || grep -qF "$sample" docs/figures.md ||
                echo "docs/figures.md has another sample rule for $key than messages/$lang.json"
        done
done >"$work/wrong"
verdict 'figures are defined as on the screens'

# shellcheck disable=SC2016
grep -o '^| `[a-z_0-9]*` |' docs/figures.md | tr -d '|` ' | sort -u | while read -r key; do
    jq -e --arg k "$key" '.metric[$k] | objects' messages/en.json >/dev/null 2>&1 || echo "docs/figures.md has $key, which is no figure"
done >"$work/wrong"
verdict 'no figure is documented that there is not'

# Every floor that is there says what holds.
for floor in src/*/; do
    [ -f "${floor}README.md" ] || echo "$floor has no README.md"
done >"$work/wrong"
verdict 'every floor says what always holds'

printf '[  PASSED  ] %d test(s).\n' $passed
[ $failed -eq 0 ] || printf '[  FAILED  ] %d test(s), listed above.\n' $failed
[ $failed -eq 0 ]
