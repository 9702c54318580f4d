"""Writing key results: add, edit, claim, order, delete."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.goals import findable
from cairn.goals.commands.asking import ask_about_change
from cairn.goals.commands.catching_up import catch_up
from cairn.goals.commands.checks import (
    check_dates,
    check_measure,
    find_member,
    insist_on_reason,
    is_settled,
    require_open,
    require_reason,
    require_version,
)
from cairn.goals.commands.facts import MEASURES, facts_of_key_result
from cairn.goals.commands.feeding import check_fed, find_kpi, take_over
from cairn.goals.commands.locking import lock_key_result, lock_objective
from cairn.goals.commands.participants import let_see
from cairn.goals.commands.shifts import shifts_told
from cairn.goals.commands.weights import bring_weight_back, drop_weight, give_weight, take_weight
from cairn.goals.models import RESTORABLE_DAYS, KeyResult, Kind, Milestone, Objective
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_key_result, refresh_objective
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.storage import clock

type MilestoneLine = tuple[int | None, str, Decimal]

AGREED = (
    *("title", "start", "target", "lower", "upper", "milestones"),
    *("unit", "kind", "weight", "owner", "kpi"),
)
NEEDED = ("title", "kind", "due_on")


@atomic
def add_key_result(
    actor: Actor,
    objective_id: int,
    *,
    title: str,
    kind: str = Kind.INCREASE,
    unit: str = "number",
    start: Decimal | None = None,
    target: Decimal | None = None,
    lower: Decimal | None = None,
    upper: Decimal | None = None,
    milestones: list[MilestoneLine] | None = None,
    weight: Decimal | None = None,
    owner: int | None = None,
    due_on: date | None = None,
    cadence_days: int | None = None,
    kpi: int | None = None,
    submission: str | None = None,
    reason: str = "",
    **_ignored: Any,
) -> KeyResult:
    """One more key result. Without a weight it takes an equal part of what is not fixed.

    Without an owner it is open: anyone who can see it may claim it. With a `kpi` it takes its
    readings from there, and its start where none is given. Where its key results were confirmed
    and its cycle runs, `reason` says why. The same `submission` twice gives the one of the first time.
    """
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "key_result.edit", objective)
    if submission and (first := objective.key_results.filter(submission=submission).first()):
        return first
    require_open(objective)
    intake = Intake({})
    key_result = KeyResult(
        organization_id=actor.organization_id,
        objective=objective,
        owner=find_member(actor, owner, intake),
        kpi=find_kpi(actor, kpi, intake),
        title=title,
        kind=kind,
        unit=unit,
        start=start,
        target=target,
        lower=lower,
        upper=upper,
        starts_on=objective.cycle.starts_on,
        due_on=due_on or objective.due_on,
        cadence_days=cadence_days,
        position=_next_position(objective),
        submission=submission or None,
        created_at=clock.now(),
    )
    require_reason(objective, ["key_results"] * is_settled(objective), reason, intake)
    _check_sense(intake, key_result)
    with shifts_told(actor, objective, reason=reason):
        give_weight(objective, key_result, weight)
    _save_new(actor, key_result, milestones, reason)
    ask_about_change(actor, objective, reason)
    return key_result


def _check_sense(intake: Intake, key_result: KeyResult) -> None:
    """Measure and dates must make sense together; whatever does not is refused at once."""
    _clear_foreign_measures(key_result)
    check_fed(intake, key_result, key_result.kpi)
    check_measure(intake, key_result)
    check_dates(intake, key_result.due_on, key_result.objective.cycle)
    intake.settle()


def _save_new(
    actor: Actor, key_result: KeyResult, milestones: list[MilestoneLine] | None, reason: str
) -> None:
    objective = key_result.objective
    key_result.save(force_insert=True)
    if key_result.kind == Kind.MILESTONES:
        _write_milestones(key_result, milestones or [(None, key_result.title[:200], Decimal(1))])
    take_over(key_result)
    let_see(actor, objective, key_result.owner_id)
    refresh_key_result(key_result, objective.organization)
    refresh_objective(objective, objective.organization)
    findable.put_key_result(key_result)
    facts = facts_of_key_result(key_result)
    _record(actor, Event.KEY_RESULT_ADDED, key_result, new=facts, reason=reason)


def _next_position(objective: Objective) -> int:
    last = objective.key_results.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _clear_foreign_measures(key_result: KeyResult) -> None:
    """Values that the kind does not use would only confuse: milestones and bands have no target."""
    if key_result.kind in (Kind.MILESTONES, Kind.MAINTAIN):
        key_result.start = key_result.target = None
    if key_result.kind != Kind.MAINTAIN:
        key_result.lower = key_result.upper = None


@atomic
def edit_key_result(
    actor: Actor,
    key_result_id: int,
    *,
    version: int | None = None,
    reason: str = "",
    **changes: Any,
) -> KeyResult:
    """Change what is given and leave the rest."""
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.edit", key_result)
    require_open(objective)
    require_version(key_result, version, {n: changes[n] for n in ("title",) if n in changes})
    old = facts_of_key_result(key_result)
    intake = Intake({})
    _check_kind(intake, key_result, changes.get("kind"))
    for name in MEASURES:
        if name in changes and (changes[name] is not None or name not in NEEDED):
            setattr(key_result, name, changes[name])
    if changes.get("owner", key_result.owner_id) != key_result.owner_id:
        key_result.owner = find_member(actor, changes["owner"], intake)
    if changes.get("kpi", key_result.kpi_id) != key_result.kpi_id:
        key_result.kpi = find_kpi(actor, changes["kpi"], intake)
    _check_sense(intake, key_result)
    if changes.get("weight") is not None and changes["weight"] != key_result.weight:
        with shifts_told(actor, objective, besides=key_result.id, reason=reason):
            take_weight(objective, key_result, changes["weight"])
    _write_changed_milestones(key_result, changes)
    before, after = changed_values(old, facts_of_key_result(key_result))
    require_reason(objective, [name for name in AGREED if name in after], reason, intake)
    intake.settle()
    if not after:
        return key_result
    key_result.version += 1
    key_result.save()
    if "kpi" in after:
        take_over(key_result)
    let_see(actor, objective, key_result.owner_id)
    refresh_key_result(key_result, objective.organization)
    refresh_objective(objective, objective.organization)
    findable.put_key_result(key_result)
    _record(actor, Event.KEY_RESULT_CHANGED, key_result, old=before, new=after, reason=reason)
    ask_about_change(actor, objective, reason)
    return key_result


def _check_kind(intake: Intake, key_result: KeyResult, kind: str | None) -> None:
    """Readings of values and of milestones cannot continue each other."""
    either = Kind.MILESTONES in (kind, key_result.kind)
    if kind and kind != key_result.kind and either and key_result.readings.exists():
        intake.refuse(
            "kind",
            _("It has check-ins already, which milestones cannot go on from. Add a key result."),
        )


def _write_changed_milestones(key_result: KeyResult, changes: dict[str, Any]) -> None:
    if key_result.kind != Kind.MILESTONES:
        return
    if changes.get("milestones"):
        _write_milestones(key_result, changes["milestones"])
    elif not Milestone.objects.filter(key_result=key_result).exists():
        _write_milestones(key_result, [(None, key_result.title[:200], Decimal(1))])


def _write_milestones(key_result: KeyResult, lines: list[MilestoneLine]) -> None:
    """Keep those named by id or title, with what was reached; drop the others, add the new."""
    kept = {step.id: step for step in Milestone.objects.filter(key_result=key_result)}
    by_title = {step.title: step for step in kept.values()}
    for position, (identity, title, weight) in enumerate(lines):
        step = kept.pop(identity, None) if identity else None
        if step is None and (same := by_title.get(title)) and same.id in kept:
            step = kept.pop(same.id)
        step = step or Milestone(key_result=key_result)
        step.title, step.weight, step.position = title, weight, position
        step.save()
    Milestone.objects.filter(id__in=list(kept)).delete()


@atomic
def claim_key_result(actor: Actor, key_result_id: int) -> KeyResult:
    """Become the owner of an open key result."""
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.claim", key_result)
    require_open(objective)
    key_result.owner_id = actor.member_id
    key_result.save(update_fields=["owner"])
    let_see(actor, objective, key_result.owner_id)
    _record(actor, Event.KEY_RESULT_CLAIMED, key_result, new={"owner": actor.name})
    return key_result


@atomic
def delete_key_result(actor: Actor, key_result_id: int, *, reason: str = "") -> KeyResult:
    """Take a key result away; the others share its weight. It can be restored for 30 days."""
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.edit", key_result)
    require_open(objective)
    if is_settled(objective):
        insist_on_reason(objective, reason)
    with shifts_told(actor, objective, besides=key_result.id, reason=reason):
        drop_weight(objective, key_result)
    key_result.deleted_at = clock.now()
    key_result.deleted_by_id = actor.member_id
    key_result.save(update_fields=["deleted_at", "deleted_by"])
    refresh_objective(objective, objective.organization)
    findable.drop_key_result(key_result)
    old = {"weight": key_result.weight}
    _record(actor, Event.KEY_RESULT_DELETED, key_result, old=old, reason=reason)
    ask_about_change(actor, objective, reason)
    return key_result


@atomic
def restore_key_result(actor: Actor, key_result_id: int, *, reason: str = "") -> KeyResult:
    """Bring a deleted key result back with the weight that it had, or as much of it as fits."""
    key_result, objective = lock_key_result(actor, key_result_id, deleted=True)
    rules.require(actor, "key_result.edit", key_result)
    require_open(objective)
    assert key_result.deleted_at is not None
    if clock.now() - key_result.deleted_at > timedelta(days=RESTORABLE_DAYS):
        raise Conflict(_("It was deleted more than 30 days ago and can no longer be restored."))
    if is_settled(objective):
        insist_on_reason(objective, reason)
    gone_at, key_result.deleted_at, key_result.deleted_by = key_result.deleted_at, None, None
    with shifts_told(actor, objective, besides=key_result.id, reason=reason):
        bring_weight_back(objective, key_result)
    key_result.save()
    catch_up(actor, objective, gone_at, key_result)
    refresh_key_result(key_result, objective.organization)
    refresh_objective(objective, objective.organization)
    findable.put_key_result(key_result)
    new = {"weight": key_result.weight}
    _record(actor, Event.KEY_RESULT_RESTORED, key_result, new=new, reason=reason)
    ask_about_change(actor, objective, reason)
    return key_result


@atomic
def order_key_results(actor: Actor, objective_id: int, key_result_ids: list[int]) -> None:
    """Put the key results of an objective into this order; those not named follow."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "key_result.edit", objective)
    require_open(objective)
    places = {id: place for place, id in enumerate(key_result_ids)}
    rows = list(objective.key_results.order_by("position", "id"))
    rows.sort(key=lambda row: places.get(row.id, len(places)))
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _record(actor: Actor, kind: Event, key_result: KeyResult, **values: Any) -> None:
    record(
        actor,
        kind,
        key_result.id,
        title=key_result.title,
        objective_id=key_result.objective_id,
        team_id=key_result.objective.team_id,
        **values,
    )
