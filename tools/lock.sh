#!/bin/sh
# Writes the locks anew from pyproject.toml: hashes, every platform, no index addresses.
# tools/lock.sh keeps what is locked; tools/lock.sh --upgrade takes the newest.
set -eu
cd "$(dirname "$0")/.."
uv=$(tools/find_uv.sh)

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.12 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header "$@"
}

compile "$@" --extra reports --group build --output-file requirements/runtime.txt pyproject.toml
compile "$@" --extra reports --group build --group dev --constraints requirements/runtime.txt \
    --output-file requirements/development.txt pyproject.toml
compile "$@" --group node --output-file requirements/node.txt
compile "$@" --group boot --output-file requirements/boot.txt
