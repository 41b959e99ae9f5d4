# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Sourced by the scripts beside it: sees that what they need is there. A need is written
# KIND:NAME=PACKAGE, where KIND says how to look for it and PACKAGE is its name in Debian
# and Ubuntu.
# shellcheck disable=SC2034  # the lists are for who sources this

build_needs=(
    command:cc=gcc
    header:stdio.h=libc6-dev
    command:cmake=cmake
    command:ninja=ninja-build
    command:pkg-config=pkg-config
    module:libpcre2-8=libpcre2-dev
    module:jansson=libjansson-dev
    module:libarchive=libarchive-dev
    module:libcurl=libcurl4-openssl-dev
    module:libmicrohttpd=libmicrohttpd-dev
    module:sqlite3=libsqlite3-dev
    module:libutf8proc=libutf8proc-dev
)

test_needs=(
    module:criterion=libcriterion-dev
    command:python3=python3
    python:jsonschema=python3-jsonschema
    command:groff=groff-base
    command:git=git
    python:pip=python3-pip
    postgres:server=postgresql
)

# The python3 that can check the schema: the first of the path, else the system's own.
python_with() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c "import $1" 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}

is_there() {
    local kind=${1%%:*} name=${1#*:}
    case $kind in
    command) command -v "$name" >/dev/null ;;
    module) pkg-config --exists "$name" 2>/dev/null ;;
    file) compgen -G "$name" >/dev/null ;;
    header) echo "#include <$name>" | cc -E - >/dev/null 2>&1 ;;
    postgres) compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || command -v postgres >/dev/null ;;
    python) python_with "$name" >/dev/null ;;
    esac
}

missing_packages() {
    local need
    for need in "$@"; do
        is_there "${need%=*}" || echo "${need#*=}"
    done
}

# Root and a build server install without a question; everybody else is asked first.
may_install() {
    local answer
    [[ $(id -u) -eq 0 || ${CI:-} == true ]] && return
    [[ -t 0 ]] || return 1
    read -r -p "Install them now with sudo apt-get? [y/N] " answer
    [[ $answer == [yY]* ]]
}

install_packages() {
    local run=(env DEBIAN_FRONTEND=noninteractive)
    [[ $(id -u) -eq 0 ]] || run=(sudo "${run[@]}")
    "${run[@]}" apt-get update -q
    "${run[@]}" apt-get install -q -y --no-install-recommends "$@"
}

# require NEED…: returns when all are there, ends the script with status 2 otherwise.
require() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -eq 0 ]] && return
    echo "Missing: ${missing[*]}" >&2
    if ! command -v apt-get >/dev/null; then
        echo "Install them (these are their names in Debian and Ubuntu) and try again." >&2
        exit 2
    fi
    if ! may_install; then
        echo "To install them: sudo apt-get install ${missing[*]}" >&2
        exit 2
    fi
    install_packages "${missing[@]}" >&2
    mapfile -t missing < <(missing_packages "$@")
    if [[ ${#missing[@]} -gt 0 ]]; then
        echo "Installed, but still not found: ${missing[*]}" >&2
        exit 2
    fi
}

# quietly COMMAND…: shows what a command says only when it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || status=$?
    [[ $status -eq 0 ]] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}
