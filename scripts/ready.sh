# shellcheck shell=bash
# Sourced by the scripts: each asks for what it needs, and only what is missing is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n== %s\n' "$*"; }

# Debian packages by name. Elsewhere the script goes on, and the first missing thing names itself.
need_packages() {
    command -v dpkg-query >/dev/null || return 0
    local package missing=() root=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    say "Installing ${missing[*]}"
    "${root[@]}" apt-get update -q
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
}

# Swift and the libraries that the build links.
need_swift() {
    if ! command -v swift >/dev/null; then
        echo "swift is not on the PATH. Install Swift 6.2 or newer for this system: https://www.swift.org/install/" >&2
        exit 1
    fi
    need_packages libsodium-dev libssl-dev libsqlite3-dev zlib1g-dev libpango1.0-dev libqrencode-dev fonts-noto-cjk pkg-config
}

# The outside checkers: Python packages in .venv, Go with Debian's copy of golang.org/x/mod, the openssl command, a browser.
need_strangers() {
    need_packages golang-go golang-golang-x-mod-dev openssl spin gcc sqlite3 postgresql poppler-utils chromium chromium-driver
    python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3 python3-venv
    cmp -s scripts/strangers.txt .venv/strangers.txt && return 0
    say "Installing the outside checkers into .venv"
    python3 -m venv --clear .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --requirement scripts/strangers.txt
    cp scripts/strangers.txt .venv/strangers.txt
}

# One release build serves the tests, the demo and the benchmarks. DEEDBOX names the program it made.
# Products are named, so that the tools and examples of the packages we use are not built with them.
build() {
    need_swift
    say "Building (the first time takes some minutes)"
    local product
    for product in "$@"; do swift build -c release --product "$product"; done
    DEEDBOX="$(swift build -c release --show-bin-path)/deedbox"
    export DEEDBOX
}
