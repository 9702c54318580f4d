"""Dependencies: asking another team, its promise or its no, the day, and who may know of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cairn.cycles.models import Cycle, Phase
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.dependencies import (
    accept_dependency,
    change_dependency,
    decline_dependency,
    deliver_dependency,
    request_dependency,
    withdraw_dependency,
)
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.dependencies import dependencies_of, late_on, seen_dependencies
from cairn.goals.models import Dependency, DependencyState, KeyResult, Objective
from cairn.goals.waiting import asked_dependencies, waiting_for
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again, make_member, make_team

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=14)
LATER = TODAY + timedelta(days=21)

type Ask = Callable[..., Dependency]


@pytest.fixture
def supplier(organization: Organization, product: Team) -> Actor:
    """Leads `product`."""
    lead = make_member(organization, "产品负责人", "product@cairn.test", team=product)
    Team.objects.filter(id=product.id).update(lead=lead.member_id)
    return again(lead)


@pytest.fixture
def ask(employee: Actor, objective: Objective, product: Team, supplier: Actor) -> Ask:
    """`employee` asks `product` for the employee's objective."""

    def request(**changes: object) -> Dependency:
        given = {"team": product.id, "need": "开放导出接口", "needed_on": SOON}
        return request_dependency(employee, objective.id, **{**given, **changes})  # type: ignore[arg-type]

    return request


def test_a_team_is_asked_and_promises(
    ask: Ask, supplier: Actor, product: Team, key_result: KeyResult, write_objective: WriteObjective
) -> None:
    asked = ask(key_result=key_result.id)
    assert (asked.state, asked.need, asked.needed_on) == ("requested", "开放导出接口", SOON)
    theirs = write_objective(supplier, title="接口平台", team=product.id)
    said = accept_dependency(supplier, asked.id, supplier=theirs.id, needed_on=SOON)
    assert (said.state, said.answered_by_id) == ("accepted", supplier.member_id)
    assert said.supplier_id == theirs.id
    assert accept_dependency(supplier, asked.id).answered_at == said.answered_at


def test_the_same_asked_twice_is_one(ask: Ask, employee: Actor) -> None:
    first = ask()
    assert ask().id == first.id
    withdraw_dependency(employee, first.id)
    assert ask().id != first.id


def test_who_may_not_edit_the_objective_asks_for_nothing(
    colleague: Actor, objective: Objective, team: Team, product: Team
) -> None:
    with pytest.raises(Forbidden):
        request_dependency(colleague, objective.id, team=product.id, need="接口", needed_on=SOON)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"team": None}, "team"),
        ({"team": 4}, "team"),
        ({"need": ""}, "need"),
        ({"needed_on": None}, "needed_on"),
        ({"needed_on": TODAY - timedelta(days=1)}, "needed_on"),
        ({"needed_on": date(2027, 1, 1)}, "needed_on"),
        ({"key_result": 4}, "key_result"),
    ],
)
def test_what_is_wrong_is_named(ask: Ask, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(**changes)
    assert set(refused.value.fields) == {field}


def test_neither_the_own_team_nor_anothers_key_result(
    ask: Ask,
    team: Team,
    champion: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    elsewhere = write_key_result(champion, write_objective(champion))
    with pytest.raises(Invalid) as refused:
        ask(team=team.id, key_result=elsewhere.id)
    assert set(refused.value.fields) == {"team", "key_result"}


def test_a_draft_needs_nothing_yet(
    employee: Actor, product: Team, write_objective: WriteObjective
) -> None:
    draft = write_objective(employee, publish=False)
    with pytest.raises(Conflict):
        request_dependency(employee, draft.id, team=product.id, need="接口", needed_on=SOON)


def test_a_team_that_could_not_read_it_is_not_asked(
    ask: Ask, employee: Actor, objective: Objective, team: Team, supplier: Actor
) -> None:
    edit_objective(employee, objective.id, visibility="team", visible_team=team.id)
    with pytest.raises(Invalid) as refused:
        ask()
    assert set(refused.value.fields) == {"team"}
    assert supplier.name in str(refused.value.fields["team"])
    edit_objective(employee, objective.id, readers=[supplier.member_id])
    assert ask().state == "requested"


def test_the_leads_above_and_stewards_answer_for_a_team(
    ask: Ask,
    organization: Organization,
    product: Team,
    supplier: Actor,
    employee: Actor,
    lead: Actor,
    champion: Actor,
    colleague: Actor,
) -> None:
    squad = make_team(organization, "接口组", product, colleague)
    asked = ask(team=squad.id)
    for one in (employee, again(lead)):
        with pytest.raises(Forbidden):
            accept_dependency(one, asked.id)
    assert accept_dependency(supplier, asked.id).state == "accepted"
    assert decline_dependency(again(colleague), asked.id, reason="人手不够").state == "declined"
    with pytest.raises(Conflict):
        accept_dependency(champion, asked.id)


def test_a_no_says_why_and_another_day_asks_anew(
    ask: Ask, employee: Actor, supplier: Actor
) -> None:
    asked = ask()
    with pytest.raises(Invalid):
        decline_dependency(supplier, asked.id, reason="")
    said = decline_dependency(supplier, asked.id, reason="月底可以")
    assert (said.state, said.answer_reason) == ("declined", "月底可以")
    changed = change_dependency(employee, asked.id, needed_on=LATER)
    assert (changed.state, changed.needed_on, changed.answer_reason) == ("requested", LATER, "")
    assert accept_dependency(supplier, asked.id).state == "accepted"


def test_a_promise_is_for_the_day_that_was_read(ask: Ask, employee: Actor, supplier: Actor) -> None:
    asked = ask(needed_on=LATER)
    change_dependency(employee, asked.id, needed_on=SOON)
    with pytest.raises(Conflict):
        accept_dependency(supplier, asked.id, needed_on=LATER)
    assert accept_dependency(supplier, asked.id, needed_on=SOON).state == "accepted"


def test_sooner_or_something_else_is_asked_anew_and_later_is_not(
    ask: Ask, employee: Actor, supplier: Actor
) -> None:
    asked = ask()
    accept_dependency(supplier, asked.id)
    assert change_dependency(employee, asked.id, needed_on=LATER).state == "accepted"
    assert change_dependency(employee, asked.id, needed_on=LATER).state == "accepted"
    sooner = change_dependency(employee, asked.id, needed_on=SOON)
    assert (sooner.state, sooner.answered_at, sooner.answered_by) == ("requested", None, None)
    accept_dependency(supplier, asked.id)
    assert change_dependency(employee, asked.id, need="导入接口").state == "requested"
    with pytest.raises(Forbidden):
        change_dependency(supplier, asked.id, needed_on=LATER)
    with pytest.raises(Invalid):
        change_dependency(employee, asked.id, needed_on=TODAY - timedelta(days=1))


def test_what_brings_it_belongs_to_the_team_and_may_be_named_later(
    ask: Ask,
    supplier: Actor,
    employee: Actor,
    product: Team,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    asked = ask()
    accept_dependency(supplier, asked.id)
    closed = write_objective(supplier, team=product.id)
    close_objective(supplier, closed.id, outcome="closed")
    hidden = write_objective(employee, visibility="people")
    for wrong in (objective.id, closed.id, hidden.id, 4):
        with pytest.raises(Invalid) as refused:
            accept_dependency(supplier, asked.id, supplier=wrong)
        assert set(refused.value.fields) == {"supplier"}
    theirs = write_objective(supplier, title="接口平台", team=product.id)
    assert accept_dependency(supplier, asked.id, supplier=theirs.id).supplier_id == theirs.id
    last = Event.objects.filter(kind="dependency.changed").get()
    assert last.other_objective_id == theirs.id


def test_a_supplier_that_fewer_may_see_is_shown_to_those_alone(
    ask: Ask,
    employee: Actor,
    supplier: Actor,
    product: Team,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    asked = ask()
    private = write_objective(supplier, team=product.id, visibility="people")
    accept_dependency(supplier, asked.id, supplier=private.id)
    [theirs] = dependencies_of(supplier, objective.id, TODAY)
    [ours] = dependencies_of(employee, objective.id, TODAY)
    assert theirs.supplier is not None
    assert ours.supplier is None
    told = Event.objects.get(kind="dependency.accepted")
    assert told.other_objective_id is None
    assert str(private.id) not in str(told.new)


def test_either_side_says_that_it_has_come(ask: Ask, employee: Actor, supplier: Actor) -> None:
    for one in (employee, supplier):
        asked = ask(need=one.name)
        done = deliver_dependency(one, asked.id)
        assert (done.state, done.ended_by_id) == ("delivered", one.member_id)
        assert deliver_dependency(one, asked.id).ended_at == done.ended_at
        with pytest.raises(Conflict):
            accept_dependency(supplier, asked.id)
        with pytest.raises(Conflict):
            change_dependency(employee, asked.id, needed_on=LATER)
        with pytest.raises(Conflict):
            withdraw_dependency(employee, asked.id)


def test_only_the_asker_withdraws_and_a_no_is_not_delivered(
    ask: Ask, employee: Actor, supplier: Actor, colleague: Actor
) -> None:
    asked = ask()
    for one in (supplier, colleague):
        with pytest.raises(Forbidden):
            withdraw_dependency(one, asked.id)
    with pytest.raises(Forbidden):
        deliver_dependency(colleague, asked.id)
    decline_dependency(supplier, asked.id, reason="不做")
    with pytest.raises(Conflict):
        deliver_dependency(employee, asked.id)
    assert withdraw_dependency(employee, asked.id).state == "withdrawn"
    assert withdraw_dependency(employee, asked.id).state == "withdrawn"


def test_late_is_what_has_not_come_by_its_day(
    ask: Ask, supplier: Actor, employee: Actor, objective: Objective
) -> None:
    asked = ask()
    accept_dependency(supplier, asked.id)
    after = SOON + timedelta(days=1)
    for on, late in ((SOON, False), (after, True)):
        [row] = dependencies_of(employee, objective.id, on)
        assert row.is_late is late
        assert seen_dependencies(employee).filter(late_on(on)).exists() is late
    deliver_dependency(supplier, asked.id)
    [row] = dependencies_of(employee, objective.id, after)
    assert not row.is_late
    assert not seen_dependencies(employee).filter(late_on(after)).exists()


def test_a_closed_objective_waits_for_nothing(
    ask: Ask, supplier: Actor, employee: Actor, objective: Objective
) -> None:
    asked = ask()
    close_objective(employee, objective.id, outcome="abandoned")
    after = SOON + timedelta(days=1)
    [row] = dependencies_of(employee, objective.id, after)
    assert (row.is_late, row.may_answer, row.may_change, row.may_deliver) == (False,) * 4
    assert not seen_dependencies(employee).filter(late_on(after)).exists()
    with pytest.raises(Conflict):
        accept_dependency(supplier, asked.id)


def test_in_a_closed_cycle_nobody_is_asked(ask: Ask, supplier: Actor) -> None:
    needed = ask()
    assert len(waiting_for(supplier, TODAY).dependencies) == 1
    Cycle.objects.update(phase=Phase.CLOSED)
    assert not waiting_for(supplier, TODAY).dependencies
    assert not asked_dependencies(supplier, needed.needed_on)


def test_a_day_that_has_passed_is_not_promised(ask: Ask, supplier: Actor) -> None:
    asked = ask()
    Dependency.objects.filter(id=asked.id).update(needed_on=TODAY - timedelta(days=1))
    with pytest.raises(Conflict):
        accept_dependency(supplier, asked.id)
    assert deliver_dependency(supplier, asked.id).state == "delivered"


def test_what_nobody_may_see_is_not_there(
    ask: Ask,
    supplier: Actor,
    employee: Actor,
    colleague: Actor,
    objective: Objective,
    stranger: Actor,
) -> None:
    asked = ask()
    with pytest.raises(NotFound):
        accept_dependency(stranger, asked.id)
    edit_objective(employee, objective.id, visibility="people")
    for one in (supplier, colleague):
        with pytest.raises(NotFound):
            accept_dependency(one, asked.id)
        assert not seen_dependencies(one).exists()
    delete_objective(employee, objective.id)
    with pytest.raises(NotFound):
        withdraw_dependency(employee, asked.id)
    assert not seen_dependencies(employee).exists()


def test_every_step_is_in_the_ledger(ask: Ask, employee: Actor, supplier: Actor) -> None:
    asked = ask()
    accept_dependency(supplier, asked.id)
    change_dependency(employee, asked.id, needed_on=SOON - timedelta(days=1))
    decline_dependency(supplier, asked.id, reason="太早")
    change_dependency(employee, asked.id, needed_on=LATER)
    deliver_dependency(supplier, asked.id)
    told = Event.objects.filter(subject_id=asked.id).order_by("id")
    assert [one.kind.removeprefix("dependency.") for one in told] == [
        *("requested", "accepted", "changed", "declined", "changed", "delivered")
    ]
    assert {one.objective_id for one in told} == {asked.objective_id}
    assert told[0].new == {"team": "Product", "need": "开放导出接口", "needed_on": "2026-12-02"}
    assert told[2].old == {"needed_on": "2026-12-02"}
    assert told[3].reason == "太早"


def test_the_states_are_those_of_the_words() -> None:
    assert DependencyState.values == ["requested", "accepted", "declined", "delivered", "withdrawn"]
