"""What a document tells the reader to type, exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from cairn.cli.commands import app
from tests.house.tree import ROOT, documents, name_of

FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def commands(program: str) -> Iterator[tuple[str, list[str]]]:
    """(document, words after the program) for each command line in a document."""
    call = re.compile(rf"^(?:\$ )?(?:\S*/)?{program}((?: [^\s#|&;]+)+)", re.MULTILINE)
    for document in documents():
        text = document.read_text(encoding="utf-8")
        code = [*FENCED.findall(text), *INLINE.findall(FENCED.sub("", text))]
        for piece in code:
            for match in call.finditer(piece):
                yield name_of(document), match[1].split()


def test_every_make_target_of_the_documents_exists() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    asked = [(name, words[0]) for name, words in commands("make") if "=" not in words[0]]
    assert [(name, target) for name, target in asked if target not in targets] == []


def test_every_cairn_command_of_the_documents_exists() -> None:
    root = typer.main.get_command(app)
    assert [line for line in commands("cairn") if not is_command(root, line[1])] == []


def is_command(command: object, words: list[str]) -> bool:
    """Follows the words down the groups; what comes after a command are its arguments."""
    for word in words:
        group: dict[str, object] = getattr(command, "commands", {})
        if not group or word.startswith("-"):
            return True
        if word not in group:
            return False
        command = group[word]
    return True


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
