"""Starting a planning round, changing its plan, and cancelling it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle, Phase
from cairn.cycles.queries import find_cycle
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.goals.ties import hold_cycle
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.holding import (
    keep_steps,
    lock_round,
    record_round,
    require_open,
)
from cairn.planning.commands.rooms import end_rooms, open_locked
from cairn.planning.models import Round, Step
from cairn.planning.plan import ORDER, Window, kind_of_team, kinds_for, lay_out, usual_span
from cairn.planning.policy import rules
from cairn.planning.rounds import depth_below
from cairn.storage import clock

LONGEST: Final = timedelta(days=366)
NEEDED: Final = ("choose", "announce")


@atomic
def start_round(
    actor: Actor,
    cycle_id: int,
    *,
    team: int | None = None,
    is_anonymous: bool = False,
    dots: int = 5,
    windows: Sequence[Window] | None = None,
) -> Round:
    """A round for a cycle, in the company or in a pilot team alone, with its room open to collect.

    Without `windows` it is laid out as usual; kinds of steps that are not among them do not take
    place."""
    root = _lock_team(actor, team)
    hold_cycle(actor.organization_id, cycle_id)
    cycle = find_cycle(actor, cycle_id)
    made = Round(
        organization_id=actor.organization_id,
        cycle=cycle,
        team=root,
        is_anonymous=is_anonymous,
        dots=dots,
        started_by_id=actor.member_id,
        started_at=clock.now(),
    )
    rules.require(actor, "round.start", made)
    _check_start(root, cycle)
    today = clock.today(actor.time_zone)
    plan = tuple(windows) if windows is not None else usual_plan(root, cycle, today)
    check_windows(plan, today)
    made.starts_on, made.ends_on = plan[0].starts_on, max(one.ends_on for one in plan)
    made.save(force_insert=True)
    _put_steps(made, plan)
    open_locked(actor, made, root)
    record_round(
        actor,
        Event.ROUND_STARTED,
        made,
        new={"starts_on": made.starts_on, "ends_on": made.ends_on, "is_anonymous": is_anonymous},
    )
    return made


def _lock_team(actor: Actor, team_id: int | None) -> Team:
    """The team that is named, else the company."""
    teams = Team.objects.select_for_update(of=("self",), no_key=True)
    wanted = teams.filter(id=team_id) if team_id else teams.filter(parent__isnull=True)
    found = wanted.filter(organization_id=actor.organization_id).first()
    if found is None:
        raise NotFound
    return found


def _check_start(team: Team, cycle: Cycle) -> None:
    if cycle.phase not in (Phase.DRAFTING, Phase.RUNNING):
        raise Conflict(
            _("OKRs are agreed on while a cycle is drafted or runs; this one is past that.")
        )
    if team.valid_to is not None:
        raise Conflict(_("This team was closed; it plans no more."))
    going = Round.objects.filter(
        cycle=cycle, team=team, announced_at__isnull=True, cancelled_at__isnull=True
    )
    if going.exists():
        raise Conflict(_("A planning round for this cycle and team goes on already."))


def usual_plan(
    team: Team, cycle: Cycle, today: date, first: date | None = None, last: date | None = None
) -> tuple[Window, ...]:
    """Two weeks to the eve of the cycle, or from one day to another, over the steps that the team's
    tree needs. One query."""
    usual_first, usual_last = usual_span(today, cycle.starts_on)
    last = last or max(usual_last, first or usual_last)
    first = min(first or usual_first, last)
    paths = Team.objects.open().under(team).values_list("path", flat=True)
    deepest = max(path.count(".") for path in paths) - team.path.count(".") if paths else 0
    return lay_out(first, last, kinds_for(deepest))


def check_windows(windows: Sequence[Window], today: date) -> None:
    """In order, none backwards, not longer than a year, not over already."""
    intake = Intake({})
    kinds = [one.kind for one in windows]
    for kind in NEEDED:
        if kind not in kinds:
            intake.refuse("steps", _("A round chooses and announces, whatever else it leaves out."))
    for one in windows:
        if one.ends_on < one.starts_on:
            intake.refuse(f"steps.{one.kind}.ends_on", _("This ends before it starts."))
    for before, after in pairwise(windows):
        if after.starts_on < before.starts_on:
            intake.refuse(
                f"steps.{after.kind}.starts_on", _("This starts before the step that comes first.")
            )
    if windows and max(one.ends_on for one in windows) < today:
        intake.refuse(f"steps.{kinds[-1]}.ends_on", _("This is over already."))
    if windows and windows[-1].ends_on - windows[0].starts_on >= LONGEST:
        intake.refuse(f"steps.{kinds[-1]}.ends_on", _("A round lasts at most a year."))
    intake.settle()


def _put_steps(made: Round, plan: Sequence[Window]) -> None:
    """Each team's own; what nobody is there to do is not put down."""
    teams: dict[str, list[Team]] = {"hand_on": [], "cascade": []}
    for team in Team.objects.open().under(made.team).exclude(id=made.team_id):
        teams[kind_of_team(depth_below(made.team, team))].append(team)
    Step.objects.bulk_create(
        Step(round=made, team=team, kind=one.kind, starts_on=one.starts_on, ends_on=one.ends_on)
        for one in plan
        for team in teams.get(one.kind, [made.team])
    )


@atomic
def change_plan(actor: Actor, round_id: int, *, windows: Sequence[Window]) -> Round:
    """Other days for the kinds of steps that are named; what is done or skipped stays as it was."""
    held = lock_round(actor, round_id)
    rules.require(actor, "round.change", held)
    require_open(held)
    today = clock.today(actor.time_zone)
    keep_steps(held, today)
    before = {one.kind: one for one in plan_of(held)}
    after = {**before, **{one.kind: one for one in windows if one.kind in before}}
    check_windows([after[kind] for kind in ORDER if kind in after], today)
    changed = [one for kind, one in after.items() if one != before[kind]]
    for one in changed:
        held.steps.filter(kind=one.kind, done_at__isnull=True, skipped_at__isnull=True).update(
            starts_on=one.starts_on, ends_on=one.ends_on
        )
    if changed:
        _move_ends(held, after.values())
        old = {f"{one.kind}": _days(before[one.kind]) for one in changed}
        new = {f"{one.kind}": _days(one) for one in changed}
        record_round(actor, Event.ROUND_CHANGED, held, old=old, new=new)
    return held


def plan_of(held: Round) -> tuple[Window, ...]:
    """When each kind of step is taken, in order: from the first of its steps to the last. One query."""
    spans: dict[str, Window] = {}
    for kind, first, last in held.steps.values_list("kind", "starts_on", "ends_on"):
        known = spans.get(kind, Window(kind, first, last))
        spans[kind] = Window(kind, min(first, known.starts_on), max(last, known.ends_on))
    return tuple(spans[kind] for kind in ORDER if kind in spans)


def _move_ends(held: Round, windows: Iterable[Window]) -> None:
    held.starts_on = min(one.starts_on for one in windows)
    held.ends_on = max(one.ends_on for one in windows)
    held.save(update_fields=["starts_on", "ends_on"])


def _days(window: Window) -> str:
    return f"{window.starts_on}/{window.ends_on}"


@atomic
def cancel_round(actor: Actor, round_id: int, *, reason: str = "") -> Round:
    """Publish nothing and keep everything to be read. Twice changes nothing."""
    held = lock_round(actor, round_id)
    rules.require(actor, "round.cancel", held)
    if held.cancelled_at is not None:
        return held
    require_open(held)
    held.cancelled_by_id, held.cancelled_at = actor.member_id, clock.now()
    held.cancel_reason = reason
    held.save(update_fields=["cancelled_by", "cancelled_at", "cancel_reason"])
    end_rooms(actor, held)
    record_round(actor, Event.ROUND_CANCELLED, held, reason=reason)
    return held
