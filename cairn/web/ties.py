"""What ties two objectives, as a sentence that links both."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.events.kinds import Kind
from cairn.goals.models import Answer
from cairn.storage.ids import read_id
from cairn.web.filters import plain
from cairn.web.numbers import decimal_of

HOLE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; what has an address is a link."""

    text: str
    url: str = ""


def tie_parts(row: Mapping[str, Any]) -> tuple[Part, ...]:
    """From an event's columns: what follows the actor's name. Empty for any other kind of event."""
    new, target = row["new"], row["other_objective_id"]
    sentence = _sentence(row["kind"], new)
    if not sentence or not target:
        return ()
    key_result = read_id(str(new.get("key_result") or ""))
    mark = f"#kr-{key_result}" if key_result else ""
    ends = {
        "objective": Part(
            str(new.get("objective_title", "")), f"/objectives/{row['objective_id']}"
        ),
        "target": Part(row["subject_title"], f"/objectives/{target}{mark}"),
    }
    pieces = HOLE.split(sentence)
    parts = [ends[piece] if at % 2 else Part(piece) for at, piece in enumerate(pieces)]
    return tuple(part for part in parts if part.text)


def _sentence(kind: str, new: Mapping[str, Any]) -> str:
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


def part_text(value: Any) -> str:
    """A recorded share in percent as readers write it; nothing where none was recorded."""
    share = decimal_of(value)
    return "" if share is None else f"{plain(share)}%"
