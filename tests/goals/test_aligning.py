"""What an objective supports and is supported by, what it could serve, and what waits."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.goals.aligning import Ties, proposed_targets, ties_of
from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
)
from cairn.goals.models import Dependency, KeyResult, Objective
from cairn.goals.queries import find_objective
from cairn.goals.waiting import waiting_for
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY, WriteKeyResult, WriteObjective

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


def ties(viewer: Actor, objective: Objective) -> Ties:
    return ties_of(viewer, find_objective(viewer, objective.id), TODAY)


def proposed(viewer: Actor, objective: Objective, q: str = "") -> list[int]:
    found = proposed_targets(viewer, find_objective(viewer, objective.id), TODAY, q)
    return [one.objective.id for one in found]


def queries_of(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_both_ends_read_who_asked_and_what_may_be_done(
    employee: Actor, champion: Actor, objective: Objective, above: Objective
) -> None:
    request_alignment(employee, objective.id, target=above.id, note="续约是信任的证明")
    (up,) = ties(employee, objective).supports
    assert (up.other.id, up.state, up.note) == (above.id, "requested", "续约是信任的证明")
    assert (up.may_answer, up.may_end, up.requested_by.name) == (False, True, "周晓宇")
    (down,) = ties(champion, above).supported_by
    assert (down.other.id, down.may_answer, down.may_weigh) == (objective.id, True, False)


def test_declined_and_ended_ones_stand_apart(
    employee: Actor, champion: Actor, objective: Objective, above: Objective, key_result: KeyResult
) -> None:
    asked = request_alignment(employee, objective.id, target=above.id)
    decline_alignment(champion, asked.id, reason="先做别的")
    made = request_alignment(champion, objective.id, target=above.id)
    end_alignment(employee, made.id, reason="不再需要")
    seen = ties(employee, objective)
    assert seen.supports == ()
    assert [(one.state, one.answer_reason or one.end_reason) for one in seen.supported] == [
        ("ended", "不再需要"),
        ("declined", "先做别的"),
    ]


def test_an_alignment_is_there_only_if_both_ends_are_visible(
    champion: Actor,
    colleague: Actor,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    hidden = write_objective(champion, title="并购", visibility="people")
    request_alignment(champion, hidden.id, target=objective.id)
    assert len(ties(champion, objective).supported_by) == 1
    assert ties(colleague, objective).supported_by == ()


def test_a_deleted_key_result_takes_its_alignments_out_of_sight(
    champion: Actor, above: Objective, objective: Objective, key_result: KeyResult
) -> None:
    made = request_alignment(champion, above.id, key_result=key_result.id)
    seen = ties(champion, objective)
    assert seen.of_key_result(key_result.id)[0].id == made.id
    KeyResult.objects.filter(id=key_result.id).update(deleted_at=made.requested_at)
    assert ties(champion, objective).supported_by == ()


def test_ties_take_one_query_however_many_there_are(
    champion: Actor, above: Objective, objective: Objective, write_objective: WriteObjective
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    loaded = find_objective(champion, above.id)
    assert queries_of(lambda: ties_of(champion, loaded, TODAY)) == 1
    for _ in range(3):
        request_alignment(champion, write_objective(champion).id, target=above.id)
    assert queries_of(lambda: ties_of(champion, loaded, TODAY)) == 1
    assert len(ties(champion, above).supported_by) == 4


def test_the_line_above_is_proposed_first_then_the_same_words(
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    objective: Objective,
    above: Objective,
    write_objective: WriteObjective,
    product: Team,
) -> None:
    alike = write_objective(champion, title="让老客户主动推荐", team=product.id)
    write_objective(champion, title="统一发票抬头", team=product.id)
    assert proposed(employee, objective) == [above.id, alike.id]


def test_a_person_looks_up_to_their_team(
    employee: Actor, objective: Objective, above: Objective, write_objective: WriteObjective
) -> None:
    own = write_objective(employee, title="学会谈判")
    assert proposed(employee, own) == [objective.id, above.id]


def test_neither_loops_nor_what_is_aligned_nor_another_time_is_proposed(
    champion: Actor, objective: Objective, above: Objective
) -> None:
    assert proposed(champion, objective) == [above.id]
    request_alignment(champion, objective.id, target=above.id)
    assert proposed(champion, objective) == []
    assert proposed(champion, above, "老客户") == []


def test_searching_finds_everything_that_is_visible(
    employee: Actor,
    champion: Actor,
    objective: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    far = write_objective(champion, title="准时交付")
    named = write_key_result(champion, far, title="延误件数从 9 到 1")
    write_objective(champion, title="准时交付的秘密", visibility="people")
    assert proposed(employee, objective, "准时") == [far.id]
    (found,) = proposed_targets(employee, objective, TODAY, "延误")
    assert [one.id for one in found.key_results] == [named.id]
    assert not found.may_answer


def test_proposing_takes_the_same_queries_with_more_to_propose(
    employee: Actor, objective: Objective, above: Objective, write_objective: WriteObjective
) -> None:
    def ask() -> object:
        return proposed_targets(employee, loaded, TODAY)

    loaded = find_objective(employee, objective.id)
    few = queries_of(ask)
    for title in ("成为客户最信任的伙伴", "让老客户愿意多说"):
        write_objective(employee, title=title)
    assert queries_of(ask) == few <= 8


def test_a_request_waits_for_the_owner_of_the_target(
    employee: Actor,
    lead: Actor,
    champion: Actor,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    theirs = write_objective(lead, title="让续约自然发生")
    asked = request_alignment(employee, objective.id, target=theirs.id)
    (waiting,) = waiting_for(lead, TODAY).alignments
    assert (waiting.id, waiting.objective.id, waiting.target.id) == (
        asked.id,
        objective.id,
        theirs.id,
    )
    assert not len(waiting_for(employee, TODAY)) + len(waiting_for(champion, TODAY))
    accept_alignment(lead, asked.id)
    assert not len(waiting_for(lead, TODAY))


def test_a_request_to_a_key_result_waits_for_its_owner_too(
    lead: Actor, employee: Actor, objective: Objective, key_result: KeyResult, colleague: Actor,
    write_objective: WriteObjective,
) -> None:  # fmt: skip
    KeyResult.objects.filter(id=key_result.id).update(owner=lead.member_id)
    request_alignment(colleague, write_objective(colleague).id, key_result=key_result.id)
    assert len(waiting_for(lead, TODAY).alignments) == 1
    assert len(waiting_for(employee, TODAY).alignments) == 1


def test_what_a_team_is_asked_for_waits_for_its_lead(
    lead: Actor, team: Team, colleague: Actor, write_objective: WriteObjective
) -> None:
    needed = Dependency.objects.create(
        organization_id=lead.organization_id,
        objective=write_objective(colleague, visibility="people", readers=[lead.member_id]),
        team=team,
        need="结算接口",
        needed_on=TODAY + timedelta(days=9),
        requested_by_id=colleague.member_id,
    )
    (waiting,) = waiting_for(lead, TODAY).dependencies
    assert (waiting.need, waiting.is_late) == ("结算接口", False)
    Dependency.objects.filter(id=needed.id).update(
        state="accepted", answered_at=needed.requested_at
    )
    assert not waiting_for(lead, TODAY).dependencies
    assert waiting_for(lead, needed.needed_on + timedelta(days=1)).dependencies[0].is_late


def test_what_waits_is_asked_in_two_queries(lead: Actor, objective: Objective) -> None:
    assert queries_of(lambda: waiting_for(lead, TODAY)) == 2


def test_what_counts_is_held_beside_the_key_results(
    champion: Actor, objective: Objective, above: Objective, write_key_result: WriteKeyResult
) -> None:
    write_key_result(champion, above)
    request_alignment(
        champion, objective.id, target=above.id, weight=Decimal(30), reason="一起完成"
    )
    assert ties(champion, above).held == 30
