"""Checking in: a reading, a confidence and a word on a key result, in one transaction."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.models import CheckIn
from cairn.checkins.sql import Said, ask_latest_words
from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.locking import lock_key_result
from cairn.goals.commands.readings import append_reading
from cairn.goals.models import KeyResult, Objective, Reading, Status
from cairn.goals.policy import rules
from cairn.goals.rollup import ask_both, refresh_both
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.storage import clock
from cairn.storage.ids import new_id
from cairn.storage.rows import insert, travelling_together, unsaved

CONFIDENCES_KEPT = 12
SAYABLE = (Status.ON_TRACK, Status.BEHIND, Status.AT_RISK)


@atomic
def check_in(
    actor: Actor,
    key_result_id: int,
    *,
    value: Decimal | None = None,
    milestones_reached: list[int] | None = None,
    confidence: int | None = None,
    note: str = "",
    blockers: str = "",
    status: str = "",
    effective_on: date | None = None,
    corrects: int | None = None,
    submission: str | None = None,
) -> CheckIn:
    """Say where a key result stands on a day (today where none is given).

    Without a value only confidence and words are kept; without a confidence the last one stays.
    A `status` set by hand needs a note. `corrects` names the check-in that this one replaces: day
    and confidence are that one's where none are given, and without a value its value is taken back.
    The same `submission` twice gives the check-in of the first time.
    """
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.check_in", key_result)
    if submission and (first := key_result.checkins.filter(submission=submission).first()):
        return first
    _require_running(objective)
    today = clock.today(objective.organization.time_zone)
    corrected = _find_corrected(key_result, corrects)
    effective_on = effective_on or (corrected.effective_on if corrected else today)
    _check(effective_on, today, status, note)
    value = _unless_fed(key_result, value)
    if confidence is None:
        confidence = corrected.confidence if corrected else key_result.confidence
    with travelling_together():
        reading = append_reading(
            actor,
            key_result,
            value=value,
            milestones_reached=milestones_reached,
            effective_on=effective_on,
            corrects=corrected.reading if corrected else None,
        )
        made = _append(
            actor,
            key_result,
            reading,
            corrected,
            confidence=confidence,
            note=note,
            blockers=blockers,
            status=str(status),
            effective_on=effective_on,
            submission=submission or None,
        )
        _refresh(actor, key_result, objective, made, corrected)
    return made


def _require_running(objective: Objective) -> None:
    require_open(objective)
    if objective.is_draft:
        raise Conflict(_("This objective is a draft. Publish it first, then check in."))


def _check(effective_on: date, today: date, status: str, note: str) -> None:
    intake = Intake({})
    if effective_on > today + timedelta(days=1):
        intake.refuse("effective_on", _("This day is in the future."))
    if status and status not in SAYABLE:
        intake.refuse("status", _("Choose on track, behind or at risk."))
    if status and not note:
        intake.refuse("note", _("Say why, since you set the status by hand."))
    intake.settle()


def _unless_fed(key_result: KeyResult, value: Decimal | None) -> Decimal | None:
    """A value that a KPI gives is not given by hand; saying it again says nothing."""
    if value is None or not key_result.kpi_id:
        return value
    if value != key_result.current:
        refuse("value", _("This value comes from a KPI. Measure the KPI, or detach it first."))
    return None


def _find_corrected(key_result: KeyResult, corrects: int | None) -> CheckIn | None:
    if corrects is None:
        return None
    found = key_result.checkins.select_related("reading").filter(id=corrects).first()
    if found is None:
        refuse("corrects", _("This does not exist, or you may not see it."))
    if CheckIn.objects.filter(corrects=found).exists():
        raise Conflict(_("This check-in was corrected already; correct the newer one."))
    return found


def _append(
    actor: Actor,
    key_result: KeyResult,
    reading: Reading | None,
    corrected: CheckIn | None,
    **said: Any,
) -> CheckIn:
    """Write the row itself; it knows its key result, and whose duty it was."""
    stood_in_for = _owner_away(actor, key_result)
    made = unsaved(
        CheckIn,
        id=new_id(),
        organization_id=actor.organization_id,
        key_result_id=key_result.id,
        reading_id=reading.id if reading else None,
        recorded_at=clock.now(),
        author_id=actor.member_id,
        corrects_id=corrected.id if corrected else None,
        stood_in_for_id=stood_in_for.id if stood_in_for else None,
        **said,
    )
    made._state.fields_cache |= {"key_result": key_result, "stood_in_for": stood_in_for}
    insert(made)
    return made


def _owner_away(actor: Actor, key_result: KeyResult) -> Member | None:
    """Whose duty it is, where that one is away and the actor stands in."""
    if not actor.stands_in_for:
        return None
    owner = key_result.owner or key_result.objective.owner
    return owner if owner is not None and owner.id in actor.stands_in_for else None


def _refresh(
    actor: Actor,
    key_result: KeyResult,
    objective: Objective,
    made: CheckIn,
    corrected: CheckIn | None,
) -> None:
    """Write what follows from the check-in, and one event with the values before and after."""
    old: dict[str, Any] = {"value": key_result.current, "confidence": key_result.confidence}
    if corrected is None and _is_latest(key_result, made):
        asked = ask_both(key_result)
        _add_words(key_result, made)
    else:
        words, asked = ask_latest_words(key_result.id, CONFIDENCES_KEPT), ask_both(key_result)
        restate(key_result, words())
    refresh_both(key_result, objective, asked)
    new: dict[str, Any] = {"value": key_result.current, "confidence": key_result.confidence}
    if made.stood_in_for_id is not None:
        new["stood_in_for"] = made.stood_in_for.name if made.stood_in_for else None
    record(
        actor,
        Event.CHECKIN_CORRECTED if corrected else Event.CHECKIN_MADE,
        made.id,
        title=key_result.title,
        objective_id=objective.id,
        team_id=objective.team_id,
        old=old,
        new={**new, "key_result": key_result.id, "effective_on": made.effective_on},
        reason=made.note[:500],
    )


def _is_latest(key_result: KeyResult, made: CheckIn) -> bool:
    """Of two check-ins for one day the one made later counts."""
    known = key_result.checked_in_on
    return known is None or made.effective_on >= known


def _add_words(key_result: KeyResult, made: CheckIn) -> None:
    """What `restate` would find once the latest check-in is there: nothing before it has changed."""
    kept = [*key_result.confidences, made.confidence]
    key_result.confidences = kept[-CONFIDENCES_KEPT:]
    key_result.confidence, key_result.said_status = made.confidence, made.status
    key_result.checked_in_on = made.effective_on


def restate(key_result: KeyResult, latest: Sequence[Said]) -> None:
    """Set what a key result repeats of its check-ins, from those that nobody corrected."""
    key_result.confidences = [confidence for confidence, *_ in reversed(latest[:CONFIDENCES_KEPT])]
    if latest:
        key_result.confidence, key_result.said_status, key_result.checked_in_on = latest[0]
