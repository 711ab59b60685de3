#!/bin/sh
# embed.sh -- make a C source that carries a folder of files in the program.
#
# Each file becomes a row of `embedded_NAME` (app/embedded.h), sorted by path, its bytes taken in by the
# assembler's .incbin: the compiler never sees them. Text gets a gzip twin when that is smaller. A change
# in a file changes its etag in the source, so the object is made again; the dependency file names the
# files and the folders, so that a new file is noticed too. A folder that is not there gives an empty table.
#
# Usage: embed.sh NAME FOLDER OUT.c OUT.d
set -eu
export LC_ALL=C
name=$1 folder=$2 out=$3 deps=$4

# Absolute, since the assembler runs elsewhere.
twins=$(mkdir -p "$out.gz" && cd "$out.gz" && pwd)
list=$out.list

type_of() {
    case $1 in
    *.html) echo 'text/html; charset=utf-8' ;;
    *.js | *.mjs) echo 'text/javascript; charset=utf-8' ;;
    *.css) echo 'text/css; charset=utf-8' ;;
    *.json | *.map) echo 'application/json' ;;
    *.webmanifest) echo 'application/manifest+json' ;;
    *.svg) echo 'image/svg+xml' ;;
    *.txt | *.md) echo 'text/plain; charset=utf-8' ;;
    *.xml) echo 'application/xml' ;;
    *.png) echo 'image/png' ;;
    *.jpg | *.jpeg) echo 'image/jpeg' ;;
    *.webp) echo 'image/webp' ;;
    *.gif) echo 'image/gif' ;;
    *.ico) echo 'image/x-icon' ;;
    *.woff2) echo 'font/woff2' ;;
    *.woff) echo 'font/woff' ;;
    *.pdf) echo 'application/pdf' ;;
    *.wasm) echo 'application/wasm' ;;
    *) echo 'application/octet-stream' ;;
    esac
}

# Names that change with the content, as the bundler writes them: assets/chart-B4x_9fQe.js
hashed() {
    case $1 in
    assets/*-????????.*) echo true ;;
    *) echo false ;;
    esac
}

incbin() { # SYMBOL FILE
    printf '__asm__(".pushsection .rodata\\n%s: .incbin \\"%s\\"\\n.byte 0\\n.popsection\\n");\n' "$1" "$2"
}

rm -rf "${twins:?}"/*
if [ -d "$folder" ]; then
    find "$folder" -type f | sort >"$list"
else
    : >"$list"
fi
if grep -q '[^A-Za-z0-9_./@+,-]' "$list"; then
    echo "embed.sh: a path that cannot be quoted: $(grep -m1 '[^A-Za-z0-9_./@+,-]' "$list")" >&2
    exit 1
fi

{
    printf '/* Made by tools/embed.sh. */\n#include "app/embedded.h"\n\n'
    rows=$out.rows
    : >"$rows"
    n=0
    while read -r file; do
        path=${file#"$folder"/}
        size=$(wc -c <"$file")
        etag=$(sha256sum "$file" | cut -c1-32)
        type=$(type_of "$path")
        gzip='NULL, 0'
        case $type in
        text/* | application/json | application/manifest+json | image/svg+xml | application/xml | application/wasm)
            gzip -9 -n -c "$file" >"$twins/$n"
            gzip_size=$(wc -c <"$twins/$n")
            [ "$gzip_size" -lt "$size" ] && gzip="embedded_${name}_${n}_gz, $gzip_size"
            ;;
        esac
        incbin "embedded_${name}_$n" "$file"
        [ "$gzip" = 'NULL, 0' ] || incbin "embedded_${name}_${n}_gz" "$twins/$n"
        printf 'extern const unsigned char embedded_%s_%d[], embedded_%s_%d_gz[];\n' "$name" $n "$name" $n >>"$rows.extern"
        printf '    {"/%s", "%s", embedded_%s_%d, %d, %s, "\\"%s\\"", %s},\n' \
            "$path" "$type" "$name" $n "$size" "$gzip" "$etag" "$(hashed "$path")" >>"$rows"
        n=$((n + 1))
    done <"$list"
    [ "$n" -eq 0 ] || cat "$rows.extern"
    printf '\nconst size_t embedded_%s_count = %d;\n' "$name" $n
    printf 'const struct asset embedded_%s[] = {\n' "$name"
    cat "$rows"
    printf '    {0},\n};\n'
} >"$out.new"
rm -f "$out.rows" "$out.rows.extern"

# Unchanged content keeps its time, and nothing is compiled again.
if cmp -s "$out.new" "$out"; then rm "$out.new"; else mv "$out.new" "$out"; fi

# What is not there yet is noticed when the nearest folder above it changes.
watch=$folder
while [ ! -d "$watch" ]; do watch=$(dirname "$watch"); done
{
    printf '%s: ' "$out"
    find "$watch" -type d -name node_modules -prune -o -type d -print |
        if [ "$watch" = "$folder" ]; then cat; else head -n 1; fi | tr '\n' ' '
    tr '\n' ' ' <"$list"
    echo
} >"$deps"
rm -f "$list"
