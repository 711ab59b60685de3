#!/bin/sh
# deps.sh -- bring in what the build needs, and with `test` what the tests need besides.
#
# Silent and quick when nothing is missing. Debian packages are installed by root, by sudo when it asks
# for no password, or not at all: then the one line to run is printed. What Debian does not have comes
# from npm, checked against tools/deps.lock, and stays inside .deps/: libduckdb, and a Node where the
# system's is missing or too old for the tools of the interface. DUCKDB=/path skips the former.
set -eu
cd "$(dirname "$0")/.."
deps=$PWD/.deps
PATH=$deps/node/bin:$PATH
trap 'rm -rf "$deps/tmp" "$deps/node.new" "$deps/duckdb.new"' EXIT

build_packages='gcc libc6-dev make meson ninja-build pkg-config gzip ca-certificates tzdata
libmicrohttpd-dev libcurl4-openssl-dev libsqlite3-dev libpq-dev libjansson-dev libsodium-dev
libgmime-3.0-dev libxml2-dev libutf8proc-dev zlib1g-dev libqrencode-dev liboath-dev libmaxminddb-dev libcmocka-dev'
test_packages='clang clang-tidy clang-format libclang-rt-dev chromium fonts-dejavu-core postgresql
valgrind jq sqlite3 wrk'

say() { printf '%s\n' "$*" >&2; }
die() { say "deps: $*"; exit 1; }

case ${1-} in
'') wanted=$build_packages ;;
test) wanted="$build_packages $test_packages" ;;
*) die "usage: deps.sh [test]" ;;
esac

case $(uname -m) in
x86_64) arch=x64 ;;
aarch64) arch=arm64 ;;
*) die "DuckDB and Node are packaged for x86_64 and aarch64, not for $(uname -m)" ;;
esac

# What Vite and ESLint ask for: 20.19, 22.13, or 24 and later.
node_fits() {
    command -v node >/dev/null && command -v npm >/dev/null || return 1
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    major=${version%%.*} minor=${version#*.} minor=${minor%%.*}
    [ "$major" -gt 23 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 13 ]; } ||
        { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; }
}

# The Debian packages of a list that are not installed.
missing_of() {
    # shellcheck disable=SC2086,SC2016
    dpkg-query -W -f='${Package} ${db:Status-Status}\n' $1 2>/dev/null |
        awk -v want="$*" '$2 == "installed" { have[$1] = 1 }
            END { n = split(want, w, /[ \n]+/); for (i = 1; i <= n; i++) if (!have[w[i]]) printf " %s", w[i] }'
}

install_debian() {
    command -v apt-get >/dev/null ||
        die "this is not Debian; the packages by their Debian names: $*"
    line="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        say "Some packages are missing. Run this as root, then try again:"
        say "    apt-get update && $line"
        exit 1
    fi
    say "deps: installing $*"
    options='-o DPkg::Lock::Timeout=600 -o APT::Keep-Downloaded-Packages=false'
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get $options -q update </dev/null >&2 ||
        say "deps: apt-get update failed; going on with the lists there are"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive $line $options -q </dev/null >&2
}

# fetch PACKAGE TARGET MEMBER... : unpack those members (paths inside the package) of the locked version into TARGET.
fetch() {
    name=$1 target=$2
    shift 2
    # shellcheck disable=SC2046
    set -- "$target" $(awk -v p="$name" '$1 == p { print $2, $3 }' tools/deps.lock) "$@"
    [ $# -ge 4 ] || die "$name is not in tools/deps.lock"
    version=$2 integrity=$3
    shift 3
    say "deps: fetching $name $version"
    rm -rf "$deps/tmp"
    mkdir -p "$deps/tmp" "$target"
    (cd "$deps/tmp" && npm pack --silent --ignore-scripts "$name@$version" </dev/null >/dev/null) ||
        die "could not fetch $name $version from the npm registry"
    got=$(cat "$deps"/tmp/*.tgz | sha512sum | cut -d' ' -f1)
    must=$(printf '%s' "${integrity#sha512-}" | base64 -d | od -An -vtx1 | tr -d ' \n')
    [ "$got" = "$must" ] || die "$name $version is not what tools/deps.lock says it is; nothing was kept"
    for member in "$@"; do
        [ "$member" = . ] && member= || member=/$member
        set -- "$@" "package$member"
        shift
    done
    tar -xzf "$deps"/tmp/*.tgz -C "$target" --no-same-owner --strip-components=1 "$@"
    rm -rf "$deps/tmp"
}

get_node() {
    node_fits && return
    rm -rf "$deps/node" "$deps/node.new"
    fetch "node-linux-$arch" "$deps/node.new" bin/node LICENSE
    fetch npm "$deps/node.new/lib/node_modules/npm" .
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$deps/node.new/bin/npm"
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$deps/node.new/bin/npx"
    chmod +x "$deps/node.new/bin/node" "$deps"/node.new/lib/node_modules/npm/bin/*.js
    mv "$deps/node.new" "$deps/node"
    hash -r
    node_fits || die "the Node fetched into .deps does not run here"
}

get_duckdb() {
    [ -z "${DUCKDB-}" ] || return 0
    locked=$(awk -v p="@duckdb/node-bindings-linux-$arch" '$1 == p { print $2 }' tools/deps.lock)
    [ "$(cat "$deps/duckdb/version" 2>/dev/null)" != "$locked" ] || return 0
    rm -rf "$deps/duckdb" "$deps/duckdb.new"
    fetch "@duckdb/node-bindings-linux-$arch" "$deps/duckdb.new" libduckdb.so LICENSE
    fetch duckdb "$deps/duckdb.new/header" src/duckdb/src/include/duckdb.h
    mkdir "$deps/duckdb.new/include" "$deps/duckdb.new/lib"
    mv "$deps/duckdb.new/header/src/duckdb/src/include/duckdb.h" "$deps/duckdb.new/include/"
    mv "$deps/duckdb.new/libduckdb.so" "$deps/duckdb.new/lib/"
    rm -r "$deps/duckdb.new/header"
    echo "$locked" >"$deps/duckdb.new/version"
    mv "$deps/duckdb.new" "$deps/duckdb"
}

# npm ci in a folder with a lock file, when the lock is newer than what is installed.
get_modules() {
    [ -f "$1/package-lock.json" ] || return 0
    [ -f "$1/node_modules/.installed" ] && [ ! "$1/package-lock.json" -nt "$1/node_modules/.installed" ] &&
        return 0
    say "deps: npm ci in $1"
    (cd "$1" && npm ci --silent --no-audit --no-fund </dev/null >&2) || die "npm ci failed in $1"
    touch "$1/node_modules/.installed"
}

missing=$(missing_of "$wanted")
# Any Node and npm can fetch the rest, Debian's too; asked for here, so that one line asks for everything.
command -v node >/dev/null && command -v npm >/dev/null || missing="$missing nodejs npm"
# shellcheck disable=SC2086
[ -z "$missing" ] || install_debian $missing
get_node
get_duckdb
get_modules ui
if [ "${1-}" = test ]; then
    for folder in tests tests/api tests/browser tests/faults; do
        get_modules $folder
    done
fi
