"""What a page does not need is not loaded for it: an instance that nobody scripts stays small."""

import os
import subprocess
import sys
from pathlib import Path

FACES_FOR_SCRIPTS = {"cairn.api.app", "cairn.open_apis.urls", "ninja", "pydantic"}
DJANGO = "import django; django.setup(); from django.urls import resolve, reverse"


def test_the_faces_for_scripts_are_loaded_by_their_first_request(tmp_path: Path) -> None:
    asked = "reverse('account_login'); resolve('/objectives')"
    pages = _loaded_by(f"{DJANGO}; {asked}", tmp_path)
    assert "cairn.web.urls" in pages
    assert not pages & FACES_FOR_SCRIPTS
    asked += "; resolve('/api/v1/openapi.json'); resolve('/open-apis/okr/v2/categories')"
    assert _loaded_by(f"{DJANGO}; {asked}", tmp_path) >= FACES_FOR_SCRIPTS


def test_a_command_loads_the_coach_and_the_bars_when_it_needs_them(tmp_path: Path) -> None:
    loaded = _loaded_by("import cairn.cli.commands", tmp_path)
    assert not loaded & {"cairn.coach.review", "rich.progress"}


def test_the_server_begins_with_nothing_but_itself(tmp_path: Path) -> None:
    loaded = _loaded_by("import cairn.cli.listening", tmp_path)
    assert not loaded & {"click", "typer", "django", "cairn.settings"}


def _loaded_by(asked: str, folder: Path) -> set[str]:
    """The names of all modules of a process of its own that did this."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cairn.settings",
        "CAIRN_DATA": str(folder),
    }
    said = f"{asked}; import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", said], env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())
