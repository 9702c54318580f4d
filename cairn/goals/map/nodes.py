"""The nodes of a map: what is drawn of an objective, a team, a person, and how they hang together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.goals.models import Status
from cairn.measures.rounding import percent as in_percent

ROOT, LOOSE = "organization", "group:loose"
UNDEFINED = "—"
WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Tie:
    """What a node hangs on. `blocked`: it exists because a key result there is blocked; `counts`:
    its progress counts there."""

    id: str
    blocked: bool = False
    counts: bool = False
    key_result: str = ""
    of_company: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "blocked": self.blocked,
            "counts": self.counts,
            "key_result": self.key_result,
        }


@dataclass(slots=True)
class Node:
    """`parents` begins with the one under which it stands. `children` counts all that can be seen,
    `sent` those that come in the same answer; with `more` there may be more than were counted.
    `withheld`: the viewer could not see it on the day that is shown, so its numbers are not told."""

    id: str
    kind: str
    title: str
    url: str = ""
    sub: str = ""
    strategy: str = ""
    owner: str = ""
    team: str = ""
    type: str = ""
    is_growth: bool = False
    status: str = ""
    progress: Decimal | None = None
    expected: Decimal | None = None
    confidence: int | None = None
    limited: bool = False
    withheld: bool = False
    children: int = 0
    more: bool = False
    sent: int = 0
    parents: list[Tie] = field(default_factory=list)
    lit: bool = False
    dim: bool = False
    key_results: int = 0
    of_company: bool = False
    team_id: int | None = None
    owner_id: int | None = None

    @property
    def open(self) -> bool:
        return self.sent > 0

    @property
    def owned_by(self) -> str:
        """Whose an objective is: the company's, a team's or a person's."""
        if self.kind != "objective":
            return ""
        if self.of_company:
            return "company"
        return "member" if self.team_id is None else "team"

    @property
    def number(self) -> int:
        """The id of its objective, team or member."""
        return int(self.id.rpartition(":")[2])

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "sub": self.sub,
            "strategy": self.strategy,
            "url": self.url,
            "owner": self.owner,
            "team": self.team,
            "owned_by": self.owned_by,
            "type": "growth" if self.is_growth else self.type,
            "status": self.status,
            "status_text": status_text(self.status),
            "progress": _fraction(self.progress),
            "progress_text": percent(self.progress) if self.kind == "objective" else "",
            "expected": _fraction(self.expected),
            "confidence": self.confidence,
            "limited": self.limited,
            "withheld": self.withheld,
            "children": self.children,
            "more": self.more,
            "sent": self.sent,
            "open": self.open,
            "parents": [one.as_json() for one in self.parents],
            "lit": self.lit,
            "dim": self.dim,
            "key_results": self.key_results,
        }


def status_text(status: str) -> str:
    if not status:
        return ""
    if status == WITHHELD:
        return _("Limited then")
    return pgettext("status", "Draft") if status == "draft" else str(Status(status).label)


def percent(done: Decimal | None) -> str:
    """0.5625 → 56%; undefined is a dash."""
    return UNDEFINED if done is None else in_percent(done)


def _fraction(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def hang(nodes: Mapping[str, Node], ties: Mapping[str, list[Tie]], *, under: str = "") -> None:
    """Say what every objective hangs on: first what it stands under.

    That is `under` where it hangs there; for the company's the root, unless it supports another of
    the company's; else the first of its ties that is among the nodes. What hangs on nothing stands
    with the loose ones.
    """
    for node in nodes.values():
        if node.kind == "objective":
            node.parents = _in_order(node, ties.get(node.id, []), nodes, under)


def _in_order(node: Node, ties: list[Tie], nodes: Mapping[str, Node], under: str) -> list[Tie]:
    if node.of_company and not any(one.of_company for one in ties):
        return [Tie(ROOT), *ties]
    if not ties:
        return [Tie(LOOSE)]
    return sorted(ties, key=lambda one: (one.id != under, one.id not in nodes))


def count_sent(nodes: Iterable[Node]) -> None:
    """How many of the children of each are there."""
    by_id = {node.id: node for node in nodes}
    for node in by_id.values():
        for tie in node.parents:
            if tie.id in by_id:
                by_id[tie.id].sent += 1
