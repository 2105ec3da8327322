#!/bin/sh
# Makes .venv and installs the locked requirements: `venv.sh run` for the application, `venv.sh run dev` for the tools too.
# Quick when nothing has changed: a copy of each installed lock lies in .venv.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

is_suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    without_venv=""
    for candidate in python3.13 python3.12 python3.11 python3; do
        if is_suitable "$candidate"; then
            if can_make_venv "$candidate"; then
                python=$candidate
                return
            fi
            without_venv=$candidate # the last one found is the system's own python3 whenever that is new enough
        fi
    done
    if [ -n "$without_venv" ]; then
        say "Python cannot make virtual environments here. Install what is missing: sudo apt install $without_venv-venv"
    else
        found=$(python3 --version 2>/dev/null) || found="no python3"
        say "Wellread needs Python 3.11 or newer; found: $found."
    fi
    exit 1
}

is_whole() { [ -f .venv/made ] && is_suitable .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }

make_venv() {
    find_python
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    trap 'rm -rf .venv' EXIT
    trap 'exit 130' HUP INT TERM
    "$python" -m venv .venv
    : >.venv/made # written last: an interrupted start is recognised and made anew
    trap - EXIT HUP INT TERM
}

install_lock() {
    cmp -s "$1" ".venv/installed-$1" && return
    say "Installing $1 (the first time takes a minute)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$1"
    cp "$1" ".venv/installed-$1"
}

is_whole || make_venv
for part in "$@"; do
    case $part in
    run) install_lock requirements.txt ;;
    dev) install_lock requirements-dev.txt ;;
    *) say "venv.sh knows run and dev, not $part" && exit 2 ;;
    esac
done
