"""`python -m tools.node SCRIPT …` runs a script with the Node.js that the build uses."""

import subprocess
import sys

from hatch_build import system_npm, wheel_npm


def main() -> int:
    found = system_npm() or wheel_npm()
    if found is None:
        print("cairn: no Node.js; make setup brings one", file=sys.stderr)
        return 1
    return subprocess.run([found[0], *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
