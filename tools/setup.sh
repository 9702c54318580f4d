#!/bin/sh
# tools/setup.sh runtime|development: makes .venv, installs the locked set and Cairn itself.
set -eu
cd "$(dirname "$0")/.."
set_name=$1

say() { echo "cairn: $*" >&2; }
has_node() {
    command -v npm >/dev/null 2>&1 && npm --version >/dev/null 2>&1 &&
        node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null
}

uv=$(tools/find_uv.sh)
venv_python=.venv/bin/python
if ! $venv_python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
    python=$(tools/find_python.sh) || { python=3.13; say "no Python 3.12 or newer here, asking uv"; }
    say "making .venv with $python"
    "$uv" venv --quiet --clear --python "$python" .venv || {
        say "Cairn needs Python 3.12 or newer; install one, or name it: make demo PYTHON=/path/to/python3"
        exit 1
    }
fi

install() { "$uv" pip install --quiet --compile-bytecode --python $venv_python "$@"; }
say "installing the locked packages ($set_name)"
install --require-hashes -r "requirements/$set_name.txt"
if ! has_node; then
    say "no Node.js 20 with npm here, installing one from PyPI"
    install --require-hashes -r requirements/node.txt
fi
say "building the pages' scripts and styles and the translations"
install --no-deps --no-build-isolation --editable .
