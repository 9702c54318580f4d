#!/bin/sh
# Prints the path of a uv that runs; where there is none, installs one into the private .boot.
set -eu
cd "$(dirname "$0")/.."

runs() { "$1" --version >/dev/null 2>&1; }
say() { echo "cairn: $*" >&2; }

for uv in "$(command -v uv 2>/dev/null || true)" .boot/bin/uv .boot/target/bin/uv; do
    if [ -n "$uv" ] && runs "$uv"; then echo "$uv"; exit 0; fi
done

python=$(tools/find_python.sh || command -v python3) || {
    say "there is no python3 at all; install one (Debian: apt-get install python3-venv)"
    exit 1
}
lock=requirements/boot.txt
in_venv() {
    rm -rf .boot
    "$python" -m venv .boot >/dev/null 2>&1 &&
        .boot/bin/python -m pip install --quiet --require-hashes -r "$lock" >&2
}
with_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    say "installing python3-venv"
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -qqy python3-venv >&2
}
beside() {
    rm -rf .boot
    "$python" -m pip install --quiet --require-hashes --target .boot/target -r "$lock" >&2
}

say "installing uv into .boot"
in_venv || { with_apt && in_venv; } || beside || {
    say "uv could not be installed with $python; install uv or python3-venv and try again"
    exit 1
}
for uv in .boot/bin/uv .boot/target/bin/uv; do
    if runs "$uv"; then echo "$uv"; exit 0; fi
done
say "uv was installed but does not run"
exit 1
