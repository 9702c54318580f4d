#!/bin/sh
# Prints the path of a Python that Cairn can run on (3.12 or newer), or fails.
# Looked at, in this order: $PYTHON, names on PATH that really run (a pyenv shim may be there
# and answer 127), and the versions folder of pyenv.

suits() {
    "$1" - 2>/dev/null <<'CODE'
import ssl, sqlite3, sys, sysconfig, venv
if sys.version_info < (3, 12) or sys.version_info.releaselevel != "final":
    sys.exit(1)
if sysconfig.get_config_var("Py_GIL_DISABLED"):
    sys.exit(1)
print(sys.executable)
CODE
}

[ -n "${PYTHON:-}" ] && suits "$PYTHON" && exit 0
for name in python3.13 python3.14 python3.12 python3; do
    command -v "$name" >/dev/null 2>&1 && suits "$name" && exit 0
done
for root in "${PYENV_ROOT:-}" "${HOME:-/}/.pyenv"; do
    for minor in 3.13 3.14 3.12; do
        for folder in $(ls -d "$root/versions/$minor"* 2>/dev/null | sort -rV); do
            [ -x "$folder/bin/python3" ] && suits "$folder/bin/python3" && exit 0
        done
    done
done
exit 1
