"""What ties objectives and teams, as a sentence that links what it names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cairn.events.kinds import Kind
from cairn.events.numbers import decimal_of
from cairn.goals.models import Answer
from cairn.storage.ids import read_id
from cairn.web.filters import day, plain

HOLE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; what has an address is a link."""

    text: str
    url: str = ""


def tie_parts(row: Mapping[str, Any]) -> tuple[Part, ...]:
    """From an event's columns: what follows the actor's name. Empty for any other kind of event,
    and where the event does not name all that the sentence does."""
    kind, new = row["kind"], row["new"]
    if kind.startswith("alignment."):
        named, sentence = _ends(row), _aligned(kind, new)
    else:
        named, sentence = _need(row), _needed(kind)
    if not sentence or not all(part.text for part in named.values()):
        return ()
    pieces = HOLE.split(sentence)
    parts = [named[piece] if at % 2 else Part(piece) for at, piece in enumerate(pieces)]
    return tuple(part for part in parts if part.text)


def _ends(row: Mapping[str, Any]) -> dict[str, Part]:
    new, near, far = row["new"], row["objective_id"], row["other_objective_id"]
    key_result = read_id(str(new.get("key_result") or ""))
    mark = f"#kr-{key_result}" if key_result else ""
    return {
        "objective": Part(str(new.get("objective_title") or ""), f"/objectives/{near}"),
        "target": Part(row["subject_title"], f"/objectives/{far}{mark}"),
    }


def _aligned(kind: str, new: Mapping[str, Any]) -> str:
    """With a hole for each end."""
    match kind:
        case Kind.ALIGNMENT_REQUESTED if new.get("state") == Answer.ACCEPTED:
            return _("aligned “%(objective)s” to “%(target)s”")
        case Kind.ALIGNMENT_REQUESTED:
            return _("asked to align “%(objective)s” to “%(target)s”")
        case Kind.ALIGNMENT_ACCEPTED:
            return _("accepted that “%(objective)s” supports “%(target)s”")
        case Kind.ALIGNMENT_DECLINED:
            return _("declined to have “%(objective)s” support “%(target)s”")
        case Kind.ALIGNMENT_ENDED:
            return _("ended the alignment of “%(objective)s” to “%(target)s”")
        case Kind.ALIGNMENT_WEIGHED:
            return _("changed what “%(objective)s” contributes to “%(target)s”")
    return ""


def _need(row: Mapping[str, Any]) -> dict[str, Part]:
    """What is needed; of whom and by when where the sentence says so."""
    kind, new = row["kind"], row["new"]
    named = {"need": Part(row["subject_title"], f"/objectives/{row['objective_id']}")}
    if kind == Kind.DEPENDENCY_REQUESTED:
        named["team"] = Part(str(new.get("team") or ""))
    if kind in (Kind.DEPENDENCY_REQUESTED, Kind.DEPENDENCY_ACCEPTED):
        named["day"] = Part(text_of_day(new.get("needed_on")))
    return named


def _needed(kind: str) -> str:
    """With a hole for what is needed."""
    match kind:
        case Kind.DEPENDENCY_REQUESTED:
            return _("asked %(team)s for “%(need)s” by %(day)s")
        case Kind.DEPENDENCY_ACCEPTED:
            return _("promised “%(need)s” by %(day)s")
        case Kind.DEPENDENCY_DECLINED:
            return _("declined to bring “%(need)s”")
        case Kind.DEPENDENCY_CHANGED:
            return _("changed the need for “%(need)s”")
        case Kind.DEPENDENCY_DELIVERED:
            return _("delivered “%(need)s”")
        case Kind.DEPENDENCY_WITHDRAWN:
            return _("no longer needs “%(need)s”")
    return ""


def text_of_day(value: Any) -> str:
    """A recorded day as readers write it; nothing where none was recorded."""
    return day(date.fromisoformat(str(value))) if value else ""


def part_text(value: Any) -> str:
    """A recorded share in percent as readers write it; nothing where none was recorded."""
    share = decimal_of(value)
    return "" if share is None else f"{plain(share)}%"
