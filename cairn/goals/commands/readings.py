"""Appending readings. Called by check-ins and connectors, with the objective locked."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cairn.goals import progress
from cairn.goals.models import KeyResult, Kind, Milestone, Reading, Source
from cairn.intake import refuse
from cairn.organization.actor import Actor, Face
from cairn.storage import clock
from cairn.storage.ids import new_id
from cairn.storage.rows import execute, insert, unsaved

SOURCES = {Face.API: Source.API, Face.IMPORT: Source.IMPORT}


def append_reading(
    actor: Actor,
    key_result: KeyResult,
    *,
    value: Decimal | None,
    milestones_reached: list[int] | None,
    effective_on: date,
    corrects: Reading | None = None,
) -> Reading | None:
    """One more reading, or None where neither a value nor milestones were given.

    `milestones_reached` holds the ids of all that are reached on that day, not only the new ones.
    A correction that gives nothing takes back the reading that it corrects.
    """
    reached: list[int] = []
    if key_result.kind == Kind.MILESTONES:
        if value is not None:
            refuse("value", _("This key result has milestones: say which are reached."))
        if milestones_reached is not None:
            value, reached = _share_reached(key_result, milestones_reached)
    elif milestones_reached is not None:
        refuse("milestones_reached", _("This key result has a value, not milestones."))
    if value is None and corrects is None:
        return None
    reading = unsaved(
        Reading,
        id=new_id(),
        key_result_id=key_result.id,
        value=value,
        milestones=[str(id) for id in reached],
        effective_on=effective_on,
        recorded_at=clock.now(),
        author_id=actor.member_id,
        source=str(SOURCES.get(actor.face, Source.PERSON)),
        kpi_reading_id=None,
        corrects_id=corrects.id if corrects else None,
    )
    insert(reading)
    if key_result.kind == Kind.MILESTONES:
        mark_milestones(key_result)
    return None if value is None else reading


def _share_reached(key_result: KeyResult, reached: list[int]) -> tuple[Decimal, list[int]]:
    steps = list(Milestone.objects.filter(key_result=key_result).order_by("position", "id"))
    if unknown := set(reached) - {step.id for step in steps}:
        refuse(
            "milestones_reached",
            _("There is no milestone %(id)s in this key result.") % {"id": min(unknown)},
        )
    share = progress.milestone_progress([(step.weight, step.id in reached) for step in steps])
    return share or Decimal(0), [step.id for step in steps if step.id in reached]


def mark_milestones(key_result: KeyResult) -> None:
    """Let the milestones show what the latest reading says, with the day each was first reached."""
    readings = Reading.objects.filter(
        key_result=key_result, corrected_by__isnull=True, value__isnull=False
    )
    history = list(
        readings.order_by("effective_on", "recorded_at", "id").values_list(
            "effective_on", "milestones"
        )
    )
    for step in Milestone.objects.filter(key_result=key_result):
        since = reached_since(str(step.id), history)
        if step.reached_on != since:
            execute("UPDATE goals_milestone SET reached_on = %s WHERE id = %s", [since, step.id])


def reached_since(milestone: str, history: list[tuple[date, list[str]]]) -> date | None:
    """The first day of the unbroken run of readings, up to the latest, that has the milestone."""
    since = None
    for day, reached in reversed(history):
        if milestone not in reached:
            break
        since = day
    return since
