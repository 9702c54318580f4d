"""What is not finished goes on in a later cycle."""

import threading
import time
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import atomic

from cairn.checkins.commands.checkins import check_in
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.events.models import Event
from cairn.goals.commands.alignments import accept_alignment, request_alignment
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.initiatives import add_initiative, delete_initiative
from cairn.goals.commands.objectives import delete_objective
from cairn.goals.commands.weights import set_weight
from cairn.goals.models import Alignment, KeyResult, Objective
from cairn.goals.ties import lock_lines
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.reviews.commands import carrying
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.preview import Asked, preview_of
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again, make_member
from tests.threads import PATIENCE, at_once

D = Decimal


@pytest.fixture
def later(champion: Actor) -> Cycle:
    return create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )


def carried(actor: Actor, objective: Objective, cycle: Cycle, **how: object) -> Objective:
    (made,) = carry_over(actor, objectives=[objective.id], cycle=cycle.id, **how)  # type: ignore[arg-type]
    return made


def below(objective: Objective) -> list[KeyResult]:
    return list(objective.key_results.order_by("position", "id"))


def test_it_starts_where_it_stood_and_both_know_of_each_other(
    employee: Actor, objective: Objective, checked_in: KeyResult, later: Cycle
) -> None:
    made = carried(employee, objective, later)
    objective.refresh_from_db()
    assert made.is_draft
    assert (made.carried_from_id, made.team_id, made.owner_id) == (
        objective.id,
        objective.team_id,
        objective.owner_id,
    )
    (line,) = below(made)
    assert (line.carried_from_id, line.start, line.target) == (checked_in.id, D(66), D(75))
    assert line.title == "续约率从 66% 提升到 75%"
    assert (line.current, line.weight, line.owner_id) == (None, D(100), employee.member_id)
    assert objective.closures.get().outcome == "carried"
    assert objective.closed_as == "closed"
    event = Event.objects.get(kind="objective.carried_over")
    assert (event.objective_id, event.other_objective_id) == (made.id, objective.id)


def test_carrying_twice_gives_the_first(
    employee: Actor, objective: Objective, checked_in: KeyResult, later: Cycle
) -> None:
    first = carried(employee, objective, later)
    assert carried(employee, objective, later) == first
    delete_objective(employee, first.id)
    assert carried(employee, objective, later) != first


def test_what_is_reached_stays_behind(
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    write_key_result: WriteKeyResult,
    later: Cycle,
) -> None:
    steps = write_key_result(
        employee,
        objective,
        kind="milestones",
        start=None,
        target=None,
        milestones=[(None, "谈好", D(1)), (None, "签约", D(3))],
    )
    held = write_key_result(
        employee, objective, kind="maintain", start=None, target=None, lower=D(4)
    )
    check_in(employee, key_result.id, value=D(80))
    check_in(employee, held.id, value=D(5))
    first = steps.milestones.order_by("position").first()
    assert first is not None
    check_in(employee, steps.id, milestones_reached=[first.id])
    made = carried(employee, objective, later)
    assert [(one.kind, one.carried_from_id) for one in below(made)] == [
        ("milestones", steps.id),
        ("maintain", held.id),
    ]
    assert [one.title for one in below(made)[0].milestones.all()] == ["签约"]
    assert sum(one.weight for one in below(made)) == 100


def test_only_what_is_chosen_goes_along_in_proportion(
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    write_key_result: WriteKeyResult,
    later: Cycle,
) -> None:
    second, third = (write_key_result(employee, objective) for _ in range(2))
    set_weight(employee, second.id, weight=D(20), reason="?")
    set_weight(employee, third.id, weight=D(20), reason="?")
    made = carried(employee, objective, later, key_results=[key_result.id, third.id])
    assert [(one.carried_from_id, one.weight) for one in below(made)] == [
        (key_result.id, D(75)),
        (third.id, D(25)),
    ]


def test_a_closed_one_goes_on_without_ending_twice(
    employee: Actor, champion: Actor, objective: Objective, cycle: Cycle, later: Cycle
) -> None:
    close_objective(employee, objective.id, outcome="postponed")
    for phase in ("scoring", "closed"):
        move_cycle(champion, cycle.id, phase=phase)
    carried(employee, objective, later)
    assert objective.closures.get().outcome == "postponed"


def test_what_makes_no_sense_is_refused_and_nothing_happens(
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    objective: Objective,
    cycle: Cycle,
    year: Cycle,
    later: Cycle,
    write_objective: WriteObjective,
) -> None:
    draft = write_objective(employee, publish=False)
    count = Objective.objects.count()
    for wrong in (year, cycle):
        with pytest.raises(Invalid):
            carried(employee, objective, wrong)
    with pytest.raises(Conflict):
        carry_over(employee, objectives=[objective.id, draft.id], cycle=later.id)
    with pytest.raises(Forbidden):
        carried(colleague, objective, later)
    with pytest.raises(Invalid):
        carry_over(employee, objectives=[objective.id, 5], cycle=later.id)
    with pytest.raises(Invalid):
        carry_over(employee, objectives=[], cycle=later.id)
    for phase in ("running", "scoring", "closed"):
        move_cycle(champion, later.id, phase=phase)
    with pytest.raises(Invalid):
        carried(employee, objective, later)
    assert Objective.objects.count() == count


def test_private_objectives_stay_private(
    employee: Actor, lead: Actor, write_objective: WriteObjective, later: Cycle
) -> None:
    private = write_objective(employee, visibility="people", readers=[lead.member_id])
    made = carried(employee, private, later)
    assert made.visibility == "people"
    assert [one.member_id for one in made.participants.all()] == [lead.member_id]


def test_whoever_left_and_what_was_dissolved_stays_behind(
    lead: Actor,
    champion: Actor,
    organization: Organization,
    team: Team,
    objective: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    later: Cycle,
) -> None:
    gone = make_member(organization, "走了的人", "gone@cairn.test", team=team)
    theirs = write_objective(gone, team=team.id, owner=gone.member_id)
    write_key_result(gone, theirs)
    line_only = write_objective(gone, visibility="team", visible_team=team.id)
    Member.objects.filter(id=gone.member_id).update(left_at=objective.created_at)
    made = carried(again(lead), theirs, later)
    assert (made.owner_id, made.team_id) == (lead.member_id, team.id)
    assert below(made)[0].owner_id is None
    Team.objects.filter(id=team.id).update(valid_to=TODAY)
    made = carried(champion, objective, later)
    assert made.owner_id == objective.owner_id
    assert made.team_id is None
    made = carried(champion, line_only, later)
    assert (made.owner_id, made.visibility) == (champion.member_id, "people")


def test_it_asks_again_for_what_it_supported(
    employee: Actor,
    champion: Actor,
    objective: Objective,
    year: Cycle,
    later: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    quarter, whole = write_objective(champion), write_objective(champion, cycle=year.id)
    step = write_key_result(champion, quarter)
    for target in ({"key_result": step.id}, {"target": whole.id}):
        asked = request_alignment(employee, objective.id, **target)  # type: ignore[arg-type]
        accept_alignment(champion, asked.id)
    alone = carried(employee, objective, later, ask_again=True)
    assert not Alignment.objects.filter(objective=alone).exists()
    delete_objective(employee, alone.id)
    above, made = carry_over(
        champion, objectives=[quarter.id, objective.id], cycle=later.id, ask_again=True
    )
    tie = Alignment.objects.get(objective=made)
    assert (tie.target_id, tie.key_result_id) == (above.id, below(above)[0].id)
    assert tie.state == "accepted"  # the champion may edit both


def test_unfinished_initiatives_go_along_unless_told_otherwise(
    employee: Actor,
    objective: Objective,
    checked_in: KeyResult,
    write_key_result: WriteKeyResult,
    write_objective: WriteObjective,
    later: Cycle,
) -> None:
    add = partial(add_initiative, employee, checked_in.id)
    doing = add(title="约谈", state="doing", due_on=date(2026, 12, 1), url="https://cairn.test/1")
    soon = add(title="签约", due_on=date(2027, 1, 5))
    for state in ("done", "dropped"):
        add(title=state, state=state)
    delete_initiative(employee, add(title="作废").id)
    add_initiative(employee, write_key_result(employee, objective).id, title="不带走")
    made = carried(employee, objective, later, key_results=[checked_in.id])
    first, second = below(made)[0].initiatives.order_by("position")
    assert (first.title, first.state, first.due_on, first.url) == (
        *("约谈", "doing", None),
        "https://cairn.test/1",
    )
    assert (first.carried_from_id, first.owner_id) == (doing.id, employee.member_id)
    assert (second.carried_from_id, second.due_on) == (soon.id, date(2027, 1, 5))
    told = Event.objects.filter(kind="initiative.added", objective_id=made.id)
    assert [one.subject_title for one in told.order_by("id")] == ["约谈", "签约"]
    other = write_objective(employee)
    add_initiative(employee, write_key_result(employee, other).id, title="留下")
    assert not below(carried(employee, other, later, initiatives=False))[0].initiatives.exists()


def test_whoever_does_an_initiative_may_have_left(
    employee: Actor, colleague: Actor, objective: Objective, key_result: KeyResult, later: Cycle
) -> None:
    add_initiative(employee, key_result.id, title="约谈", owner=colleague.member_id)
    Member.objects.filter(id=colleague.member_id).update(left_at=objective.created_at)
    made = carried(employee, objective, later)
    assert below(made)[0].initiatives.get().owner is None


def test_a_draft_that_is_hidden_is_not_given_away(
    employee: Actor,
    lead: Actor,
    champion: Actor,
    colleague: Actor,
    objective: Objective,
    cycle: Cycle,
    later: Cycle,
) -> None:
    """The lead may carry the team's objective over, but not see what the employee made of it."""
    made = carried(employee, objective, later)
    Objective.objects.filter(id=made.id).update(team=None, owner=colleague.member_id)
    with pytest.raises(Conflict) as refused:
        carried(lead, objective, later)
    assert str(made.id) not in str(refused.value)
    asked = Asked(objective=objective.id)
    assert preview_of(lead, cycle, later, asked).done == ((objective, None),)
    assert preview_of(champion, cycle, later, asked).done == ((objective, made.id),)
    assert carried(champion, objective, later) == made


@pytest.mark.django_db(transaction=True)
def test_what_it_asks_again_of_is_locked_before_anything_is_written(
    employee: Actor,
    champion: Actor,
    objective: Objective,
    later: Cycle,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever holds the successor of what was supported and waits for another target must not wait
    for somebody who wants that successor: PostgreSQL would end one of the two."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for all")
    above, beside = write_objective(champion), write_objective(champion)
    for target in (above, beside):
        accept_alignment(champion, request_alignment(employee, objective.id, target=target.id).id)
    successor = carried(champion, above, later)
    held, begun = threading.Event(), threading.Event()

    def wait(*given: Any, **named: Any) -> Any:
        held.set()
        begun.wait(PATIENCE)
        time.sleep(0.3)
        return request_alignment(*given, **named)

    def hold() -> None:
        assert held.wait(PATIENCE)  # before, it would lock in an order that nobody may
        with atomic():
            begun.set()
            lock_lines(champion.organization_id, [successor.id])
            lock_lines(champion.organization_id, [beside.id])

    monkeypatch.setattr(carrying, "request_alignment", wait)
    again_too = partial(carried, champion, objective, later, ask_again=True)
    assert at_once([again_too, hold]) == [None, None]


@pytest.mark.django_db(transaction=True)
def test_two_carry_the_same_at_once_and_there_is_one_draft(
    employee: Actor, champion: Actor, objective: Objective, checked_in: KeyResult, later: Cycle
) -> None:
    raised = at_once(
        partial(carry_over, actor, objectives=[objective.id], cycle=later.id, ask_again=again_too)
        for actor, again_too in ((employee, False), (champion, True), (employee, False))
    )
    assert raised == [None] * 3
    assert Objective.objects.filter(carried_from=objective).count() == 1
