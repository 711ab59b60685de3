#!/bin/sh
# ban.sh -- words that may not stand in the tree.
#
# C is read without its comments and quoted text. Third-party headers and includes are judged by floors.awk,
# variables by linkfloors.sh. Usage, from the root:  ban.sh FILE...
set -eu
[ $# -gt 0 ] || exit 0
printf '%s\n' "$@" | awk '
BEGIN { unfinished = "(^|[^A-Za-z0-9_])(TO" "DO|FIX" "ME)([^A-Za-z0-9_]|$)" }

function complain(what) { print file ":" line ": " what; bad = 1 }

# The line without comments and the insides of quotes; `inside` says whether a comment is still open.
function bare(s,    out, i, c, two) {
    out = ""
    for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1); two = substr(s, i, 2)
        if (inside) { if (two == "*/") { inside = 0; i++ } continue }
        if (quote) { if (c == "\\") i++; else if (c == quote) { quote = ""; out = out c } continue }
        if (two == "/*") { inside = 1; i++; continue }
        if (two == "//") break
        if (c == "\"" || c == "\047") quote = c
        out = out c
    }
    quote = ""
    return out
}

function called(s, names) { return match(" " s, "[^A-Za-z0-9_](" names ")[ \t]*\\(") }

function judge_c(s,    name) {
    s = bare(s)
    if (called(s, "strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atof|gets|alloca")) {
        name = substr(" " s, RSTART + 1, RLENGTH - 1); sub(/[ \t]*\($/, "", name)
        complain(name " is not used here")
    }
    if (file ~ /\.c$/ && s ~ /(^|[^A-Za-z0-9_])extern([^A-Za-z0-9_]|$)/) complain("extern belongs in a header")
    if (file ~ /^tests\// && called(s, "sleep|usleep|nanosleep|clock_nanosleep"))
        complain("a test does not sleep: move the clock, or wait for what it waits for")
}

{
    file = $0; line = 0; inside = 0; quote = ""
    while ((getline text < file) > 0) {
        line++
        if (text ~ unfinished) complain("finish it, or open an issue")
        if (file ~ /\.[ch]$/) judge_c(text)
        if (file ~ /^tests\/.*\.(m?js|ts)$/ && text ~ /waitForTimeout[ \t]*\(/)
            complain("a test does not sleep: wait for what it waits for")
    }
    close(file)
}
END { exit bad }'
