"""Writing the derived columns: a key result from its history and what feeds it, an objective from
its key results and what counts into it, and then everything that the objective counts into.

Called in the transaction of every write that touches a number, with the objective and its line
upward locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cairn.goals import progress, sql
from cairn.goals.ancestry import order_above
from cairn.goals.models import KeyResult, Kind, Milestone, Objective
from cairn.goals.scores import rescore
from cairn.goals.ties import Feed, Tie, ask_feeds, ask_ties_above
from cairn.organization.models import Organization
from cairn.storage import clock
from cairn.storage.rows import Answer

ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What the readings of a key result say: its values and the progress they make."""

    current: Decimal | None
    previous: Decimal | None
    progress: Decimal | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be known before a key result and its objective are written; nothing of it is
    changed by the writing, so it is asked together and taken when it is needed."""

    values: Answer[list[Decimal]]
    feeds: Answer[list[Feed]]
    ties: Answer[list[Tie]]


def ask_both(key_result: KeyResult) -> Asked:
    return Asked(
        _ask_values(key_result),
        ask_feeds(key_result.objective_id),
        ask_ties_above(key_result.objective_id),
    )


def _ask_values(key_result: KeyResult) -> Answer[list[Decimal]]:
    most = ALL if key_result.kind == Kind.MAINTAIN else 2
    return sql.ask_latest_values(key_result.id, most)


def measure(key_result: KeyResult, values: Sequence[Decimal]) -> Measured:
    """From the readings that nobody corrected; the latest is the one with the latest date."""
    steps: list[tuple[Decimal, date | None]] = []
    if key_result.kind == Kind.MILESTONES:
        found = Milestone.objects.filter(key_result=key_result)
        steps = list(found.values_list("weight", "reached_on"))
    return reckon(key_result, values, steps)


def reckon(
    key_result: KeyResult,
    values: Sequence[Decimal],
    steps: Sequence[tuple[Decimal, date | None]],
) -> Measured:
    """From values already read, the latest first, and the milestones with the day of each."""
    current = values[0] if values else None
    return Measured(
        current=current,
        previous=values[1] if len(values) > 1 else None,
        progress=_progress(key_result, current, values, steps),
    )


def _progress(
    key_result: KeyResult,
    current: Decimal | None,
    values: Sequence[Decimal],
    steps: Sequence[tuple[Decimal, date | None]],
) -> Decimal | None:
    match key_result.kind:
        case Kind.MILESTONES:
            return progress.milestone_progress([(w, day is not None) for w, day in steps])
        case Kind.MAINTAIN:
            return progress.band_progress(values, key_result.lower, key_result.upper)
    value = key_result.start if current is None else current
    return progress.progress_of(key_result.kind, key_result.start, key_result.target, value)


def refresh_key_result(key_result: KeyResult, organization: Organization) -> None:
    """Write what follows from the readings, the target and the dates of one key result, and from
    the objectives that feed it."""
    values, feeds = _ask_values(key_result), ask_feeds(key_result.objective_id)
    _write_key_result(key_result, values(), feeds(), organization)


def _write_key_result(
    key_result: KeyResult,
    values: Sequence[Decimal],
    beside: Sequence[Feed],
    organization: Organization,
) -> None:
    measured = measure(key_result, values)
    key_result.current = measured.current
    key_result.previous = measured.previous
    key_result.own_progress = measured.progress
    feeds = [one for one in beside if one.key_result_id == key_result.id]
    key_result.progress = progress.fed_progress(measured.progress, feeds)
    turn_key_result(key_result, organization)
    sql.write_key_result(key_result)


def refresh_objective(objective: Objective, organization: Organization) -> None:
    """Write what follows from the key results and alignments, here and all the way up.

    `objective.cycle` must be loaded.
    """
    feeds, ties = ask_feeds(objective.id), ask_ties_above(objective.id)
    _write(objective, feeds(), organization)
    rescore(objective)
    _lift(objective, ties(), organization)


def refresh_both(key_result: KeyResult, objective: Objective, asked: Asked) -> None:
    """A key result, then its objective; what counts into them is read once."""
    feeds, organization = asked.feeds(), objective.organization
    _write_key_result(key_result, asked.values(), feeds, organization)
    _write(objective, feeds, organization)
    _lift(objective, asked.ties(), organization)


def _write(objective: Objective, feeds: Sequence[Feed], organization: Organization) -> None:
    beside = [
        progress.Part(one.weight, one.progress, one.checked_in_on)
        for one in feeds
        if one.key_result_id is None
    ]
    fold(objective, sql.parts_of(objective.id), organization, beside)
    sql.write_objective(objective)
    stand(objective)


def stand(objective: Objective) -> None:
    """Keep how the objective stands today; `objective.organization` must be loaded."""
    sql.write_standing(objective, clock.today(objective.organization.time_zone))


def refresh_all(objective: Objective, organization: Organization) -> None:
    """The objective with every key result, after a time in which nothing reached it."""
    for key_result in objective.key_results.filter(deleted_at__isnull=True).order_by("id"):
        refresh_key_result(key_result, organization)
    refresh_objective(objective, organization)


def fold(
    objective: Objective,
    key_results: Sequence[progress.Part],
    organization: Organization,
    beside: Sequence[progress.Part] = (),
) -> None:
    """Set the derived columns from the key results and what counts beside them."""
    parts = [*key_results, *beside]
    rolled = progress.roll_up(parts)
    objective.progress = rolled.progress
    objective.measured, objective.counted = rolled.measured, rolled.counted
    said = [one.confidence for one in parts if one.confidence is not None]
    objective.confidence = progress.mean_confidence(said)
    objective.checked_in_on = max(
        (one.checked_in_on for one in parts if one.checked_in_on), default=None
    )
    cadence = progress.shortest_cadence(key_results, usual_cadence(objective, organization))
    turn(objective, objective.shown_progress, objective.cycle.starts_on, organization, cadence)


def usual_cadence(objective: Objective, organization: Organization) -> int:
    """Of key results without one of their own."""
    return objective.cadence_days or organization.cadence_days


def _lift(objective: Objective, ties: Sequence[Tie], organization: Organization) -> None:
    """Write anew what the objective counts into, upward, each once and after all below it.

    Stops where nothing changes, and at what is over: its numbers are those of its end.
    """
    if not ties:
        return
    order = order_above(objective.id, [(one.objective_id, one.target_id) for one in ties])
    # Locked again: nothing waits where the command locked the line
    loaded = {one.id: one for one in sql.lock_targets(order)}
    moved = {objective.id}
    for target in (loaded[id] for id in order if id in loaded and not loaded[id].is_over):
        fed = {
            one.key_result_id
            for one in ties
            if one.target_id == target.id and one.objective_id in moved
        }
        if fed and _take_up(target, {id for id in fed if id}, organization):
            moved.add(target.id)


def refresh_fed(target: Objective, key_result_id: int | None, organization: Organization) -> None:
    """Write a target, and the one of its key results that is meant, after what counts into it has
    changed; then all the way up."""
    _take_up(target, {key_result_id} if key_result_id else set(), organization)
    _lift(target, ask_ties_above(target.id)(), organization)


def _take_up(target: Objective, key_result_ids: set[int], organization: Organization) -> bool:
    """Write a target whose supporters moved; whether what it shows moved too."""
    before = (target.shown_progress, target.checked_in_on)
    feeds = ask_feeds(target.id)()
    for key_result in sql.key_results_for_rollup(sorted(key_result_ids)):
        key_result.objective = target
        mine = [one for one in feeds if one.key_result_id == key_result.id]
        key_result.progress = progress.fed_progress(key_result.own_progress, mine)
        turn_key_result(key_result, organization)
        sql.write_key_result(key_result)
    _write(target, feeds, organization)
    return before != (target.shown_progress, target.checked_in_on)


def turn_key_result(key_result: KeyResult, organization: Organization) -> None:
    """Set the days on which its status will turn; its objective must be loaded."""
    cadence = key_result.cadence_days or usual_cadence(key_result.objective, organization)
    turn(key_result, key_result.progress, key_result.starts_on, organization, cadence)


def turn(
    row: Objective | KeyResult,
    done: Decimal | None,
    starts_on: date,
    organization: Organization,
    cadence: int,
) -> None:
    """Set the three days on which the status will turn if nothing else happens."""
    turns = progress.turning_days(
        done,
        starts_on,
        row.due_on,
        Decimal(organization.behind_points),
        row.checked_in_on,
        cadence,
    )
    row.behind_on, row.at_risk_on = turns.behind_on, turns.at_risk_on
    row.outdated_on = turns.outdated_on
