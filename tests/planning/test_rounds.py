"""Starting a round, its plan, its steps, and its end before the end."""

from datetime import date, timedelta

import pytest

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.rounds import cancel_round, change_plan, plan_of, start_round
from cairn.planning.commands.steps import (
    begin_step,
    begin_team,
    drop_steps,
    extend_step,
    finish_step,
    repeat_step,
    skip_step,
)
from cairn.planning.limits import Drop
from cairn.planning.models import Room, Round, Stage, Step
from cairn.planning.plan import ORDER, State, Window
from cairn.planning.rounds import RoundPage, find_round, read_round, round_rows
from cairn.storage import clock
from tests.cast import MORNING, TODAY, again, make_team
from tests.threads import at_once

DAY = timedelta(days=1)
CHOOSING = date(2026, 12, 22)


def step_of(held: Round, kind: str, team: Team | None = None) -> Step:
    steps = held.steps.filter(kind=kind, **({"team": team} if team else {}))
    return steps.select_related("team", "round__team").latest("turn")


def page_of(actor: Actor, held: Round, on: date) -> RoundPage:
    return read_round(actor, find_round(actor, held.id), on)


def state_of(page: RoundPage, kind: str) -> State:
    return next(one.state for one in page.kinds if one.kind == kind)


# Starting


def test_a_round_gives_each_team_its_step_and_opens_the_room(held: Round, company: Team) -> None:
    kept = held.steps.values_list("kind", "team__name").order_by("starts_on", "team__name")
    assert sorted(set(kept)) == sorted(
        [
            *((kind, company.name) for kind in ("collect", "choose", "confirm", "individuals")),
            ("announce", company.name),
            ("hand_on", "Product"),
            ("hand_on", "增长部"),
            ("cascade", "续约小组"),
        ]
    )
    assert (held.starts_on, held.ends_on) == (date(2026, 12, 18), date(2026, 12, 31))
    room = Room.objects.get(round=held)
    assert (room.team_id, room.stage) == (company.id, Stage.COLLECTING)
    assert Event.objects.filter(kind="round.started", subject_id=held.id).count() == 1


def test_one_at_a_time_goes_on_for_a_team_and_cycle(champion: Actor, held: Round) -> None:
    with pytest.raises(Conflict):
        start_round(champion, held.cycle_id)
    cancel_round(champion, held.id)
    assert start_round(champion, held.cycle_id).is_open


def test_a_pilot_team_alone_is_run_by_its_lead(lead: Actor, team: Team, held: Round) -> None:
    with pytest.raises(Forbidden):
        start_round(lead, held.cycle_id)
    pilot = start_round(lead, held.cycle_id, team=team.id)
    assert set(pilot.steps.values_list("kind", flat=True)) == set(ORDER) - {"cascade"}
    skip_step(lead, step_of(pilot, "individuals").id)


def test_a_team_without_teams_does_it_in_an_afternoon(
    champion: Actor, next_cycle: Cycle, product: Team
) -> None:
    plan = [Window(kind, TODAY, TODAY) for kind in ("collect", "choose", "announce")]
    made = start_round(champion, next_cycle.id, team=product.id, windows=plan)
    assert made.starts_on == made.ends_on == TODAY
    page = page_of(champion, made, TODAY)
    assert page.advice is None
    assert {one.state for one in page.kinds} == {State.RUNNING}


def test_only_cycles_that_are_drafted_or_run_are_planned(
    champion: Actor, stranger: Actor, next_cycle: Cycle
) -> None:
    Cycle.objects.filter(id=next_cycle.id).update(phase="scoring")
    with pytest.raises(Conflict):
        start_round(champion, next_cycle.id)
    with pytest.raises(NotFound):
        start_round(stranger, next_cycle.id)


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"collect": (0, -1), "choose": (2, 2), "announce": (3, 3)}, "steps.collect.ends_on"),
        ({"collect": (5, 6), "choose": (2, 2), "announce": (8, 8)}, "steps.choose.starts_on"),
        ({"collect": (0, 1)}, "steps"),
        ({"choose": (-9, -8), "announce": (-7, -6)}, "steps.announce.ends_on"),
        ({"choose": (0, 0), "announce": (400, 400)}, "steps.announce.ends_on"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_its_field(
    champion: Actor, next_cycle: Cycle, days: dict[str, tuple[int, int]], field: str
) -> None:
    plan = [Window(kind, TODAY + a * DAY, TODAY + b * DAY) for kind, (a, b) in days.items()]
    with pytest.raises(Invalid) as refused:
        start_round(champion, next_cycle.id, windows=plan)
    assert field in refused.value.fields


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_once_start_one(champion: Actor, next_cycle: Cycle, squad: Team) -> None:
    raised = at_once([lambda: start_round(champion, next_cycle.id)] * 2)
    assert [type(one) for one in raised if one is not None] == [Conflict]


# The plan


def test_the_plan_moves_what_is_not_over(champion: Actor, lead: Actor, held: Round) -> None:
    done = step_of(held, "collect")
    finish_step(champion, done.id)
    before = {one.kind: one for one in plan_of(held)}
    later = Window("announce", date(2027, 1, 4), date(2027, 1, 5))
    moved = Window("collect", TODAY, TODAY)
    with pytest.raises(Forbidden):
        change_plan(lead, held.id, windows=[later])
    changed = change_plan(champion, held.id, windows=[later, moved])
    assert changed.ends_on == later.ends_on
    after = {one.kind: one for one in plan_of(held)}
    assert after == before | {"announce": later}
    told = Event.objects.get(kind="round.changed")
    assert told.new["announce"] == "2027-01-04/2027-01-05"


# Steps


def test_a_lead_begins_and_finishes_and_the_room_is_open(
    champion: Actor, lead: Actor, colleague: Actor, held: Round, team: Team
) -> None:
    mine = step_of(held, "hand_on", team)
    with pytest.raises(Forbidden):
        begin_step(colleague, mine.id)
    begin_step(lead, mine.id)
    begin_step(lead, mine.id)
    assert Room.objects.get(round=held, team=team).stage == Stage.COLLECTING
    assert state_of(page_of(lead, held, TODAY), "hand_on") is State.RUNNING
    finish_step(lead, mine.id)
    with pytest.raises(Conflict):
        begin_step(lead, mine.id)
    with pytest.raises(Forbidden):
        skip_step(lead, step_of(held, "hand_on").id)
    kinds = Event.objects.filter(kind__startswith="step.").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == ["step.begun", "step.done"]


def test_a_step_is_done_again_as_a_new_turn(champion: Actor, held: Round) -> None:
    first = step_of(held, "choose")
    with pytest.raises(Conflict):
        repeat_step(champion, first.id)
    skip_step(champion, first.id, reason="没有人到")
    second = repeat_step(champion, first.id, ends_on=held.ends_on + DAY, starts_on=held.ends_on)
    assert (second.turn, second.done_at) == (2, None)
    assert find_round(champion, held.id).ends_on == held.ends_on + DAY
    with pytest.raises(Conflict):
        finish_step(champion, first.id)
    page = page_of(champion, held, CHOOSING)
    rows = [row for one in page.kinds for row in one.rows if one.kind == "choose"]
    assert [row.step.id for row in rows] == [second.id]


def test_another_hour_opens_a_finished_set_again(
    champion: Actor, lead: Actor, held: Round, team: Team
) -> None:
    mine = step_of(held, "hand_on", team)
    finish_step(lead, mine.id)
    with pytest.raises(Forbidden):
        extend_step(lead, mine.id, comment="再想想")
    with pytest.raises(Invalid):
        extend_step(champion, mine.id, comment="")
    with clock.set_to(MORNING + timedelta(days=60)):
        extend_step(champion, mine.id, comment="和产品部的第二条重了")
    page = page_of(champion, held, date(2027, 1, 17))
    row = next(row for one in page.kinds for row in one.rows if row.step.id == mine.id)
    assert row.asked is not None
    assert (row.asked.comment, row.state) == ("和产品部的第二条重了", State.RUNNING)
    with pytest.raises(Conflict):
        extend_step(champion, step_of(held, "choose").id, comment="?")


def test_a_team_that_opens_later_has_its_step_and_a_closed_one_none(
    champion: Actor, held: Round, company: Team, product: Team
) -> None:
    new = make_team(company.organization, "出海部", company)
    Team.objects.filter(id=product.id).update(valid_to=TODAY)
    step = begin_team(champion, held.id, team=new.id)
    assert (step.kind, step.starts_on) == ("hand_on", step_of(held, "hand_on").starts_on)
    page = page_of(champion, held, TODAY)
    handed = next(one for one in page.kinds if one.kind == "hand_on")
    assert {row.step.team.name for row in handed.rows} == {"增长部", "出海部"}
    with pytest.raises(NotFound):
        begin_team(champion, held.id, team=product.id)


# Where it stands


def test_the_page_says_who_is_late_what_is_next_and_what_is_mine(
    champion: Actor, lead: Actor, held: Round, team: Team
) -> None:
    page = page_of(lead, held, CHOOSING)
    assert [row.step.kind for row in page.late] == ["collect"]
    assert page.following is not None
    assert page.following.kind == "hand_on"
    assert [row.step.team_id for row in page.mine] == [team.id]
    assert page.mine[0].may == {"begin", "finish"}
    assert page.may == frozenset()
    assert page_of(champion, held, CHOOSING).may == {"change", "cancel", "announce"}


def test_when_time_runs_out_what_must_go_can_go_at_once(champion: Actor, held: Round) -> None:
    last = held.ends_on  # a Thursday
    advice = page_of(champion, held, last).advice
    assert advice is not None
    assert Drop.INDIVIDUALS in advice.drop
    assert [one.kind for one in drop_steps(champion, held.id, drop="individuals")] == [
        "individuals"
    ]
    assert drop_steps(champion, held.id, drop="individuals") == []
    assert state_of(page_of(champion, held, last), "individuals") is State.SKIPPED


def test_a_cancelled_round_keeps_everything_and_does_no_more(
    champion: Actor, lead: Actor, held: Round, team: Team
) -> None:
    begin_step(lead, step_of(held, "hand_on", team).id)
    with pytest.raises(Forbidden):
        cancel_round(lead, held.id)
    cancel_round(champion, held.id, reason="先把本季度做完")
    cancel_round(champion, held.id)
    assert not Room.objects.filter(round=held, ended_at__isnull=True).exists()
    page = page_of(champion, held, date(2027, 1, 5))
    assert {one.state for one in page.kinds} == {State.LEFT}
    assert (page.late, page.advice, page.may) == ((), None, frozenset())
    for refused in (
        lambda: finish_step(lead, step_of(held, "hand_on", team).id),
        lambda: change_plan(champion, held.id, windows=[]),
        lambda: begin_team(lead, held.id, team=team.id),
    ):
        with pytest.raises(Conflict):
            refused()


def test_the_list_counts_the_steps_of_open_rounds(champion: Actor, held: Round) -> None:
    finish_step(champion, step_of(held, "collect").id)
    (row,) = round_rows(champion, CHOOSING, most=10)
    assert (row.steps, row.states[State.DONE], row.states[State.RUNNING]) == (8, 1, 1)
    assert round_rows(champion, CHOOSING, before=held.id, most=10) == []


def test_nobody_reaches_the_round_of_another_organization(stranger: Actor, held: Round) -> None:
    for act in (
        lambda: find_round(stranger, held.id),
        lambda: cancel_round(stranger, held.id),
        lambda: finish_step(stranger, step_of(held, "choose").id),
    ):
        with pytest.raises(NotFound):
            act()
    assert again(stranger).organization_id != held.organization_id
