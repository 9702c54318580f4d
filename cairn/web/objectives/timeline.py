"""The check-ins of an objective as a line: value before and after, confidence, words, corrections."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.checkins.models import CheckIn
from cairn.checkins.queries import checkins_of
from cairn.goals import progress
from cairn.goals.models import Kind, Objective, Source
from cairn.goals.rows import PersonRef
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor
from cairn.web.filters import percent

MOST = 30
READ, MOST_READ = 120, 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """A check-in as the timeline shows it. `corrected` says that a newer one replaces it."""

    id: int
    key_result_id: int
    at: datetime
    effective_on: date
    is_backdated: bool
    actor: PersonRef
    status: str | None
    title: str
    url: str
    old_text: str
    new_text: str
    confidence: int
    confidence_before: int | None
    note: str
    blockers: str
    said_status: str
    source: str
    is_corrected: bool
    is_correction: bool
    stood_in_for: str = ""
    reason: str = ""


def read_timeline(
    viewer: Actor, objective: Objective, before: int | None, steps: Mapping[int, int]
) -> dict[str, Any]:
    """The newest check-ins, or those after a given one in the order of the line. One query.

    `steps` counts the milestones of each key result that has some.
    """
    found = list(checkins_of(objective.id)[: READ if before is None else MOST_READ])
    start = next((i + 1 for i, one in enumerate(found) if one.id == before), 0) if before else 0
    shown = found[start : start + MOST]
    behind = Decimal(objective.organization.behind_points) / 100
    rows = [
        _said(
            one,
            _before(one, found),
            behind,
            lambda made: _value(made, viewer.locale, steps.get(made.key_result_id, 0)),
        )
        for one in shown
    ]
    more = len(found) > start + MOST
    return {"checkins": rows, "older": shown[-1].id if more and shown else None}


def _before(made: CheckIn, found: list[CheckIn]) -> CheckIn | None:
    """The check-in of the same key result that came before and holds."""
    at = found.index(made)
    for one in found[at + 1 :]:
        if one.key_result_id == made.key_result_id and not _is_corrected(one):
            return one
    return None


def _is_corrected(made: CheckIn) -> bool:
    return hasattr(made, "corrected_by")


def _said(
    made: CheckIn, before: CheckIn | None, behind: Decimal, text: Callable[[CheckIn], str]
) -> Said:
    new = text(made)
    old = text(before) if before else ""
    return Said(
        id=made.id,
        key_result_id=made.key_result_id,
        at=made.recorded_at,
        effective_on=made.effective_on,
        is_backdated=made.effective_on != timezone.localdate(made.recorded_at),
        actor=PersonRef(made.author_id, made.author.name),
        status=made.status or _pace(made, behind),
        title=made.key_result.title,
        url=f"#kr-{made.key_result_id}",
        old_text=old if old != new else "",
        new_text=new,
        confidence=made.confidence,
        confidence_before=before.confidence if before else None,
        note=made.note,
        blockers=made.blockers,
        said_status=made.status,
        source=_source(made),
        is_corrected=_is_corrected(made),
        is_correction=made.corrects_id is not None,
        stood_in_for=made.stood_in_for.name if made.stood_in_for else "",
    )


def _pace(made: CheckIn, behind: Decimal) -> str | None:
    """What the value said of the pace on its day; None where it says nothing."""
    key_result, reading = made.key_result, made.reading
    if reading is None or key_result.kind == Kind.MAINTAIN:
        return None
    done: Decimal | None = reading.value
    if key_result.kind != Kind.MILESTONES:
        done = progress.progress_of(
            key_result.kind, key_result.start, key_result.target, reading.value
        )
    if done is None:
        return None
    wanted = progress.expected(key_result.starts_on, key_result.due_on, made.effective_on)
    gap = progress.gap(wanted, done)
    return "on_track" if gap <= 0 else "behind" if gap <= behind else "at_risk"


def _value(made: CheckIn, locale: str, steps: int) -> str:
    """The reading as it is written; for milestones how many of them are reached."""
    if made.reading is None:
        return ""
    value = made.reading.value
    if value is None:
        return ""
    if made.key_result.kind == Kind.MILESTONES:
        return f"{len(made.reading.milestones)}/{steps}" if steps else percent(value)
    return format_amount(value, made.key_result.unit, locale)


def _source(made: CheckIn) -> str:
    """Where the value came from, unless a person typed it here."""
    match made.reading.source if made.reading else Source.PERSON:
        case Source.API:
            return _("through the API")
        case Source.IMPORT:
            return _("imported")
        case Source.CONNECTOR:
            return _("from a connector")
    return ""
