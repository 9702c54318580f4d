"""Which number is meant, as an address says it: what it counts, of which group, since when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from cairn.insights.changes import Change
from cairn.insights.frame import SHOWN
from cairn.insights.hygiene import Finding
from cairn.insights.participation import FLAGS
from cairn.insights.scores import KINDS, STEPS

ALL: Final = "all"
KNOWN: Final = "known"
OBJECTIVES: Final = "objectives"
KEY_RESULTS: Final = "key_results"
PEOPLE: Final = "people"
COVERS: Final = ("all", "aligned", "unaligned")
KEEPINGS: Final = ("due", "kept", "missed")
MEASURES: Final = ("measured", "sure")


@dataclass(frozen=True, slots=True)
class Number:
    """`show` says of what, `value` which of its parts. `group` narrows it to the team by which it is
    told; `since` belongs to a change."""

    show: str
    value: str
    group: int | None = None
    since: date | None = None

    @property
    def text(self) -> str:
        """What `read_number` reads."""
        return f"{self.show}.{self.value}" if self.value else self.show

    @property
    def kind(self) -> str:
        """What its rows are: objectives, key results or people."""
        if self.show == PEOPLE:
            return PEOPLE
        of_key_results = (
            self.show in KEEPINGS
            or (self.show == "finding" and Finding(self.value).is_of_key_result)
            or (self.show == "going" and self.value == KEY_RESULTS)
        )
        return KEY_RESULTS if of_key_results else OBJECTIVES

    @property
    def day(self) -> date | None:
        """The end of the round, or the day of the chart, that it is about."""
        return _day(self.value) if self.show in (*KEEPINGS, *MEASURES) else None

    @property
    def score(self) -> tuple[str, Decimal | None]:
        """The kind, and the score itself unless all of them are meant."""
        kind, _, score = self.value.partition(".")
        return kind, _score(score) if score else None


def read_number(text: str, group: int | None = None, since: date | None = None) -> Number | None:
    """`all`, `known`, `status.at_risk`, `finding.heavy`, `going.key_results`, `cover.aligned`,
    `score.committed.0.7`, `change.worse`, `kept.2026-11-20`, `measured.2026-11-20`, `people.with`;
    None where there is no such number."""
    show, _, value = text.partition(".")
    is_known = {
        ALL: not value,
        KNOWN: not value,
        "status": value in SHOWN,
        "finding": value in list(Finding),
        "going": value in (OBJECTIVES, KEY_RESULTS),
        "cover": value in COVERS,
        "score": _is_score(value),
        "change": value in list(Change) and since is not None,
        PEOPLE: value in FLAGS,
    }.get(show, show in (*KEEPINGS, *MEASURES) and _day(value) is not None)
    return Number(show, value, group, since) if is_known else None


def _is_score(value: str) -> bool:
    kind, _, score = value.partition(".")
    return kind in KINDS and (not score or _score(score) in STEPS)


def _score(text: str) -> Decimal | None:
    try:
        return Decimal(text) if len(text) <= len("0.7") else None
    except InvalidOperation:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
