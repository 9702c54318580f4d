"""Scoring: people decide, the progress suggests, and nothing that was said is lost.

`seen` is the id of the score that the writer had before them, 0 for none; another one since then
is refused with both (`Stale`). Without it, the writer did not look.
"""

from decimal import Decimal
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Phase
from cairn.errors import Conflict, Stale
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.checks import UNKNOWN, require_open
from cairn.goals.commands.locking import lock_key_result, lock_objective
from cairn.goals.models import KeyResult, Objective
from cairn.goals.progress import ONE_PLACE, suggested_score
from cairn.goals.scores import rescore
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.reviews.models import Score
from cairn.reviews.policy import rules
from cairn.storage import clock


@atomic
def score_key_result(
    actor: Actor,
    key_result_id: int,
    *,
    value: Decimal | None,
    note: str = "",
    seen: int | None = None,
) -> KeyResult:
    """Give a key result its score, or with None take it back; the same again changes nothing."""
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.score", key_result)
    require_scorable(objective)
    check_value(value)
    before = latest_score(objective.id, key_result.id)
    if not _says_more(before, value, note, seen):
        return key_result
    _write(actor, objective, key_result, value, note, suggested_score(key_result.progress))
    key_result.score = value
    key_result.save(update_fields=["score"])
    rescore(objective)
    _record(
        actor,
        Event.KEY_RESULT_SCORED,
        objective,
        subject=key_result,
        old={"score": before.value if before else None},
        new={"score": value},
        reason=note,
    )
    return key_result


@atomic
def score_objective(
    actor: Actor,
    objective_id: int,
    *,
    value: Decimal | None,
    reason: str = "",
    seen: int | None = None,
) -> Objective:
    """Decide another score than the key results make, with a reason; None takes theirs again."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.score", objective)
    require_scorable(objective)
    check_value(value)
    rescore(objective)
    if value == objective.computed_score:
        value = None
    reason = "" if value is None else reason.strip()
    before = latest_score(objective.id, None)
    if not _says_more(before, value, reason, seen):
        return objective
    if value is not None and not reason:
        refuse("reason", _("Say why the score differs from what the key results make."))
    _write(actor, objective, None, value, reason, objective.computed_score)
    old, objective.score_reason = objective.score, reason
    objective.score = objective.computed_score if value is None else value
    objective.save(update_fields=["score", "score_reason"])
    _record(
        actor,
        Event.OBJECTIVE_SCORED,
        objective,
        old={"score": old},
        new={"score": objective.score},
        reason=reason,
    )
    return objective


@atomic
def give_opinion(
    actor: Actor,
    objective_id: int,
    *,
    value: Decimal,
    note: str = "",
    key_result: int | None = None,
) -> Score:
    """Say what one would have given, beside the score; it never counts. The latest of each person
    is shown."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "opinion.give", objective)
    require_scorable(objective)
    check_value(value)
    about = _find_key_result(objective, key_result)
    counting = latest_score(objective.id, key_result)
    if counting is not None and counting.author_id == actor.member_id and counting.value == value:
        raise Conflict(_("This score is your own; a second opinion is somebody else's."))
    before = latest_score(objective.id, key_result, by=actor.member_id)
    if before is not None and (before.value, before.note) == (value, note):
        return before
    made = _write(actor, objective, about, value, note, _suggested(objective, about), True)
    _record(
        actor,
        Event.OPINION_GIVEN,
        objective,
        subject=about or objective,
        old={"score": before.value if before else None},
        new={"score": value},
        reason=note,
    )
    return made


def _find_key_result(objective: Objective, key_result_id: int | None) -> KeyResult | None:
    if key_result_id is None:
        return None
    found = objective.key_results.filter(id=key_result_id, deleted_at__isnull=True).first()
    if found is None:
        refuse("key_result", UNKNOWN)
    return found


def _suggested(objective: Objective, key_result: KeyResult | None) -> Decimal | None:
    return suggested_score(key_result.progress) if key_result else objective.computed_score


def require_scorable(objective: Objective) -> None:
    """Open, published, and in a cycle that runs or is being scored."""
    require_open(objective)
    if objective.is_draft:
        raise Conflict(_("A draft cannot be scored. Publish it first."))
    if objective.cycle.phase == Phase.DRAFTING:
        raise Conflict(_("This cycle is still being drafted; scores come once it runs."))


def check_value(value: Decimal | None) -> None:
    if value is None:
        return
    if not value.is_finite() or not 0 <= value <= 1 or value != value.quantize(ONE_PLACE):
        refuse("score", _("Write a score from 0.0 to 1.0, for example 0.7."))


def latest_score(
    objective_id: int, key_result_id: int | None, by: int | None = None
) -> Score | None:
    """The one that counts; with `by`, that person's latest second opinion."""
    found = Score.objects.filter(objective_id=objective_id, key_result_id=key_result_id)
    found = (
        found.filter(is_opinion=False) if by is None else found.filter(is_opinion=True, author=by)
    )
    return found.order_by("-id").first()


def _says_more(before: Score | None, value: Decimal | None, note: str, seen: int | None) -> bool:
    """Whether there is anything new to keep; refuses what was written over a later word."""
    said = (before.value, before.note) if before else (None, "")
    if said == (value, note):
        return False
    last = before.id if before else 0
    if seen is not None and seen != last:
        theirs = {"score": said[0], "note": said[1]}
        raise Stale(theirs=theirs, yours={"score": value, "note": note}, version=last)
    return True


def _write(
    actor: Actor,
    objective: Objective,
    key_result: KeyResult | None,
    value: Decimal | None,
    note: str,
    suggested: Decimal | None,
    is_opinion: bool = False,
) -> Score:
    return Score.objects.create(
        organization_id=actor.organization_id,
        objective=objective,
        key_result=key_result,
        value=value,
        suggested=suggested,
        note=note,
        is_opinion=is_opinion,
        author_id=actor.member_id,
        scored_at=clock.now(),
    )


def _record(
    actor: Actor,
    kind: Event,
    objective: Objective,
    *,
    subject: Objective | KeyResult | None = None,
    **values: Any,
) -> None:
    subject = subject or objective
    record(
        actor,
        kind,
        subject.id,
        title=subject.title,
        objective_id=objective.id,
        team_id=objective.team_id,
        **values,
    )
