"""Finds a Chromium and a font with Chinese characters; `python -m tools.browser` installs them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT: Final = "fonts-wqy-zenhei"
LAUNCH_ARGUMENTS: Final = (
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> Path | None:
    """The system's Chromium, or None where Playwright's own is to be used."""
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path and answers(path, "--version")), None)


def has_playwright_chromium() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def answers(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def apt_command() -> list[str] | None:
    """How packages are installed here, or None if we may not."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and answers("sudo", "-n", "true"):
        return ["sudo", "-n", "apt-get"]
    return None


def install_with_apt(apt: list[str], packages: list[str]) -> bool:
    say(f"installing {' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["install", "-qqy", "--no-install-recommends"]
    return all(
        subprocess.run([*apt, *words], env=environment, stdout=sys.stderr, check=False).returncode
        == 0
        for words in (["update", "-qq"], [*options, *packages])
    )


def install_with_playwright() -> bool:
    say("installing Playwright's Chromium")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def main() -> int:
    browser = find_chromium() is not None or has_playwright_chromium()
    font = has_chinese_font()
    apt = apt_command()
    if apt and not (browser and font):
        packages = ([] if browser else ["chromium"]) + ([] if font else [FONT, "fontconfig"])
        install_with_apt(apt, packages)
        browser = browser or find_chromium() is not None
    if not browser and not install_with_playwright():
        say("no Chromium: install the package chromium and try again")
        return 1
    if not has_chinese_font():
        say(f"no font with Chinese characters: install the package {FONT} and try again")
        return 1
    return 0


def say(words: str) -> None:
    print(f"cairn: {words}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
