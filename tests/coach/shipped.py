"""The templates that ship, as plain texts."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cairn

SHIPPED = Path(cairn.__file__).parent / "okr_templates" / "shipped"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Template:
    id: str
    language: str
    type: str
    objective: str
    key_results: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    id: str
    language: str
    kind: str
    bad: str
    good: str
    teaches: str


def _files() -> Iterator[dict[str, Any]]:
    for path in sorted(SHIPPED.glob("*.toml")):
        yield tomllib.loads(path.read_text("utf-8"))


def _filled(key_result: dict[str, Any], language: str) -> str:
    """With the typical values that stand beside the sentence."""
    text: str = key_result[language]
    for hole in ("from", "to", "low", "high"):
        text = text.replace(f"{{{hole}}}", key_result.get(hole, ""))
    return text


def read_templates() -> list[Template]:
    return [
        Template(
            one["id"],
            language,
            one["type"],
            one[language],
            tuple(_filled(key_result, language) for key_result in one["key_result"]),
        )
        for file in _files()
        for one in file["template"]
        for language in LANGUAGES
    ]


def read_pairs() -> list[Pair]:
    return [
        Pair(
            one["id"],
            language,
            one["kind"],
            one[f"bad_{language}"],
            one[f"good_{language}"],
            one["teaches"],
        )
        for file in _files()
        for one in file.get("pair", [])
        for language in LANGUAGES
    ]
