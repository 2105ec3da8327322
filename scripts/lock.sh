#!/bin/sh
# Resolves requirements*.in for every platform and for the oldest Python we serve (Debian 12: 3.11.2), with hashes.
set -eu
cd "$(dirname "$0")/.."
for name in requirements requirements-dev; do
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" "$@" "$name.in" --output-file "$name.txt"
done
