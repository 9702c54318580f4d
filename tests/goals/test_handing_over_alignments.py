"""Somebody leaves: what counted goes on counting, and nothing shows through to the heir."""

from decimal import Decimal
from typing import Any

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.leaving import remove_member
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Alignment, Objective, Standing
from cairn.organization.actor import Actor
from tests.cast import WriteKeyResult, WriteObjective

D = Decimal


def write_hidden(write: WriteObjective, add: WriteKeyResult, who: Actor, **changes: Any) -> Any:
    """An objective that only those named see, with one key result."""
    made = write(who, visibility="people", **changes)
    add(who, made)
    return made


def count_into(actor: Actor, objective: Objective, target: Objective) -> Alignment:
    return request_alignment(actor, objective.id, target=target.id, weight=D(40), reason="说好了")


def test_hidden_objectives_of_the_leaver_go_on_counting_into_each_other(
    admin: Actor,
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    first = write_hidden(write_objective, write_key_result, employee, title="甲")
    second = write_hidden(write_objective, write_key_result, employee, title="乙")
    third = write_hidden(write_objective, write_key_result, employee, title="丙")
    up, down = count_into(employee, first, second), count_into(employee, third, second)
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    for alignment in (up, down):
        alignment.refresh_from_db()
        assert alignment.weight > 0


def test_what_the_heir_may_not_see_counts_no_longer_into_what_they_help_with(
    admin: Actor,
    employee: Actor,
    colleague: Actor,
    lead: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    helped = {"readers": [employee.member_id]}
    hidden = write_hidden(write_objective, write_key_result, lead, title="密", **helped)
    target = write_objective(lead, visibility="people", collaborators=[employee.member_id])
    alignment = count_into(lead, hidden, target)
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    alignment.refresh_from_db()
    assert alignment.weight == 0


def test_how_it_stood_on_the_day_of_leaving_is_how_it_stands(
    admin: Actor,
    employee: Actor,
    colleague: Actor,
    lead: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    """The heir may not see what counted, so the target's number changes as it is handed over."""
    read = {"readers": [employee.member_id]}
    hidden = write_hidden(write_objective, write_key_result, lead, title="密", **read)
    check_in(lead, hidden.key_results.get().id, value=D(50), confidence=7)
    target = write_hidden(
        write_objective, write_key_result, employee, title="明", collaborators=[lead.member_id]
    )
    check_in(employee, target.key_results.get().id, value=D(100), confidence=7)
    count_into(lead, hidden, target)
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    target.refresh_from_db()
    stood = Standing.objects.filter(objective=target).latest("stood_on")
    assert (stood.progress, stood.owner_id) == (D(1), colleague.member_id)
    assert target.progress == D(1)


def test_naming_readers_anew_lets_count_what_all_of_them_see(
    employee: Actor,
    colleague: Actor,
    lead: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    """Those who answer for key results stay named; in between nobody is."""
    both = [colleague.member_id, lead.member_id]
    hidden = write_hidden(write_objective, write_key_result, employee, title="甲", readers=both)
    for owner in both:
        write_key_result(employee, hidden, owner=owner)
    target = write_hidden(write_objective, write_key_result, employee, title="乙", readers=both)
    alignment = count_into(employee, hidden, target)
    edit_objective(employee, hidden.id, readers=[])
    alignment.refresh_from_db()
    assert alignment.weight == 40
