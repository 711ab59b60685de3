#!/bin/sh
# keys.sh -- every message key that the code names must have its sentence, in both languages.
#
# The key is the third argument of fail(), fail_detail(), fail_field() and message(), and the second of
# message_find(); every quoted text in that argument counts, so that `ok ? "a.b" : "a.c"` is seen. What a sentence
# leaves open, such as {max}, must be among the names that fail() and fail_field() give.
#
# Usage, from the root:  keys.sh MESSAGES.json... -- FILE.c...
set -eu
catalogues=
while [ "$1" != -- ]; do catalogues="$catalogues $1"; shift; done
shift
known=$(mktemp)
used=$(mktemp)
trap 'rm -f "$known" "$used"' EXIT

awk '
function emit(arg, file, line, given) {
    while (match(arg, /"[^"]*"/)) {
        key = substr(arg, RSTART + 1, RLENGTH - 2)
        if (key !~ /%/) print key, file ":" line, given # a pattern is many keys: the tests of its tables walk them
        arg = substr(arg, RSTART + RLENGTH)
    }
}
# The names behind the key, between colons; "*" where they cannot be told from the text.
function names_of(rest,    out) {
    if (rest !~ /NULL[ \t]*$/) return "*"
    out = ":"
    while (match(rest, /"[^"]*"/)) {
        out = out substr(rest, RSTART + 1, RLENGTH - 2) ":"
        rest = substr(rest, RSTART + RLENGTH)
    }
    gsub(/[ \t]/, "_", out)
    return out
}
# One argument after another, from just behind the opening bracket.
function walk(s, wanted, file, line, gives,    i, c, depth, n, arg, quote, at, key) {
    depth = 0; n = 1; arg = ""; quote = 0; at = 0
    for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        if (c == "\\") { arg = arg c substr(s, ++i, 1); continue }
        if (c == "\"") quote = !quote
        if (!quote && (c == "(" || c == "{" || c == "[")) depth++
        if (!quote && (c == ")" || c == "}" || c == "]") && depth-- == 0) break
        if (!quote && c == ";") break
        if (!quote && c == "," && depth == 0) {
            if (n == wanted && !gives) break
            if (n == wanted) { key = arg; at = i + 1 }
            n++; arg = ""
        } else
            arg = arg c
    }
    if (at) emit(key, file, line, c == ")" ? names_of(substr(s, at, i - at)) : "*")
    else if (n == wanted) emit(arg, file, line, "*")
}
{
    # A call may go on for some lines: look at each line together with the five behind it.
    last[FILENAME] = FNR
    files[FILENAME] = 1
    whole[FILENAME, FNR] = $0
}
END {
    for (f in files)
        for (k = 1; k <= last[f]; k++) {
            rest = whole[f, k]
            if (rest ~ /^[ \t]*(\/?\*|\/\/)/) continue
            while (match(" " rest, /[^A-Za-z0-9_](fail|fail_detail|fail_field|message|message_find)\(/)) {
                name = substr(" " rest, RSTART + 1, RLENGTH - 2)
                rest = substr(rest, RSTART + RLENGTH - 1)
                s = rest
                for (j = 1; j <= 5 && k + j <= last[f]; j++) s = s " " whole[f, k + j]
                walk(s, name == "message_find" ? 2 : 3, f, k, name == "fail" || name == "fail_field")
            }
        }
}' "$@" /dev/null >"$used"

status=0
for catalogue in $catalogues; do
    jq -r 'paths(strings) as $p | [($p | map(tostring) | join(".")), ([getpath($p) | scan("\\{[a-z_]+\\}") | ltrimstr("{") | rtrimstr("}")] | join(","))] | join(" ")' "$catalogue" >"$known"
    awk -v catalogue="$catalogue" '
        FILENAME == ARGV[1] { known[$1] = 1; open[$1] = $2; next }
        !($1 in known) { print $2 ": " $1 " is not in " catalogue; known[$1] = 1; bad = 1 }
        $3 != "*" {
            n = split(open[$1], names, ",")
            for (i = 1; i <= n; i++)
                if (index($3, ":" names[i] ":") == 0) { print $2 ": " $1 " is not told its {" names[i] "}"; bad = 1 }
        }
        END { exit bad }' "$known" "$used" || status=1
done
exit $status
