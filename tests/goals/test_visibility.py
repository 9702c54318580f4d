"""Who sees what: the predicate and the query agree, and nothing leaks around them."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product as every

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.queries import open_mentions
from cairn.cycles.models import Cycle
from cairn.errors import NotFound
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.explaining import explain_progress
from cairn.goals.finding import find_everything
from cairn.goals.models import KeyResult, Objective, Participant
from cairn.goals.policy import can_see, seen_by
from cairn.goals.queries import (
    Filters,
    filtered,
    find_key_result,
    find_objective,
    one_objective_row,
    visible_objectives,
)
from cairn.goals.tallies import tallies_by_team
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import MORNING, TODAY, again, make_member, make_team

D = Decimal
SECRET = "收购鲸鱼计划"


@pytest.fixture
def squad(organization: Organization, team: Team, lead: Actor) -> Team:
    """A team below `team`, led by somebody of its own."""
    below = make_team(organization, "增长一组", team)
    head = make_member(organization, "吴双", "head@cairn.test")
    below.lead_id = head.member_id
    below.save(update_fields=["lead"])
    make_member(organization, "小新", "junior@cairn.test", team=below)
    return below


@pytest.fixture
def everybody(
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    viewer: Actor,
    stranger: Actor,
    squad: Team,
) -> list[Actor]:
    junior = squad.memberships.get().member_id
    return [
        *(again(one) for one in (admin, champion, lead, employee, colleague, viewer)),
        again(squad.lead_id or 0),
        again(junior),
        stranger,
    ]


def grid(cycle: Cycle, everybody: list[Actor], teams: list[Team]) -> Iterator[Objective]:
    """Every audience × owner × team × draft × author that there can be."""
    people = {actor.name: actor.member_id for actor in everybody}
    owners = (None, people["周晓宇"], people["Emma Clarke"], people["小新"])
    audiences = [("organization", None), ("people", None), *(("team", team) for team in teams)]
    for owner, team, audience, is_draft, author in every(
        owners, (None, *teams), audiences, (False, True), (people["沈予安"], people["小新"])
    ):
        if owner or team:
            yield Objective(
                organization_id=cycle.organization_id,
                cycle=cycle,
                title="?",
                owner_id=owner,
                team=team,
                visibility=audience[0],
                visible_team=audience[1],
                published_at=None if is_draft else MORNING,
                created_by_id=author,
                due_on=cycle.ends_on,
            )


def test_the_query_sees_what_the_predicate_sees(
    cycle: Cycle,
    everybody: list[Actor],
    company: Team,
    team: Team,
    squad: Team,
    product: Team,
    viewer: Actor,
) -> None:
    made = Objective.objects.bulk_create(grid(cycle, everybody, [company, team, squad, product]))
    Participant.objects.bulk_create(
        Participant(
            objective=one, member_id=viewer.member_id, part=("reader", "collaborator")[n % 2]
        )
        for n, one in enumerate(made[::3])
    )
    loaded = Objective.objects.select_related("visible_team", "owner").prefetch_related(
        "participants"
    )
    known = list(loaded.all())
    assert len(known) == 456
    for actor in everybody:
        found = set(Objective.objects.filter(seen_by(actor)).values_list("id", flat=True))
        assert found == {one.id for one in known if can_see(actor, one)}, actor.name


# What a private objective gives away: nothing


@pytest.fixture
def secret(employee: Actor, cycle: Cycle, colleague: Actor) -> Objective:
    """Once open to everybody and discussed, then limited to its owner."""
    made = draft_objective(employee, title=SECRET, cycle=cycle.id, publish=True)
    key_result = add_key_result(
        employee,
        made.id,
        title=SECRET,
        start=D(0),
        target=D(1),
        owner=employee.member_id,
        reason="中途调整",
    )
    check_in(employee, key_result.id, value=D(1))
    add_comment(employee, made.id, body="@Emma Clarke 先别声张")
    return edit_objective(employee, made.id, visibility="people")


REFUSED: dict[str, Callable[[Actor, Objective, KeyResult], object]] = {
    "find_objective": lambda who, o, _: find_objective(who, o.id),
    "find_key_result": lambda who, _, k: find_key_result(who, k.id),
    "one_objective_row": lambda who, o, _: one_objective_row(who, o.id, TODAY),
    "explain_progress": lambda who, o, _: explain_progress(who, o.id, TODAY),
    "check_in": lambda who, _, k: check_in(who, k.id, value=D(0)),
    "add_comment": lambda who, o, _: add_comment(who, o.id, body="?"),
    "edit_objective": lambda who, o, _: edit_objective(who, o.id, title="?"),
    "delete_objective": lambda who, o, _: delete_objective(who, o.id),
}


@pytest.mark.parametrize("way", REFUSED)
def test_whoever_may_not_see_it_is_told_that_it_does_not_exist(
    way: str, secret: Objective, lead: Actor, colleague: Actor, viewer: Actor, stranger: Actor
) -> None:
    key_result = secret.key_results.get()
    for actor in (colleague, viewer, stranger):
        with pytest.raises(NotFound):
            REFUSED[way](actor, secret, key_result)


def test_lists_searches_counts_and_mentions_do_not_know_it(
    secret: Objective, cycle: Cycle, colleague: Actor, viewer: Actor, stranger: Actor
) -> None:
    for actor in (colleague, viewer, stranger):
        assert not visible_objectives(actor).exists()
        assert not filtered(actor, Filters(q="鲸鱼"), TODAY).exists()
        assert find_everything(actor, "鲸鱼", TODAY, 10).total == 0
        assert sum(one.total for one in tallies_by_team(actor, cycle.id, TODAY).values()) == 0
        assert not open_mentions(actor).exists()


def test_its_owner_and_stewards_find_it(secret: Objective, employee: Actor, admin: Actor) -> None:
    for actor in (employee, admin):
        assert filtered(actor, Filters(q="鲸鱼"), TODAY).count() == 1
        assert find_everything(actor, "收购鲸鱼", TODAY, 10).total == 2


def test_a_draft_is_for_those_who_write_and_confirm_it(
    cycle: Cycle, employee: Actor, lead: Actor, admin: Actor, colleague: Actor, viewer: Actor
) -> None:
    draft = draft_objective(employee, title=SECRET, cycle=cycle.id)
    for actor in (employee, lead, admin):
        assert find_objective(actor, draft.id) == draft
    for actor in (colleague, viewer):
        with pytest.raises(NotFound):
            find_objective(actor, draft.id)


def test_a_teams_line_goes_down_and_its_leads_look_down_from_above(
    cycle: Cycle, everybody: list[Actor], team: Team, lead: Actor
) -> None:
    made = draft_objective(
        lead, title=SECRET, cycle=cycle.id, team=team.id, visibility="team", publish=True
    )
    seeing = {actor.name for actor in everybody if visible_objectives(actor).contains(made)}
    assert seeing == {"沈予安", "顾清和", "林知远", "周晓宇", "吴双", "小新"}


def test_what_is_deleted_is_found_by_nobody(employee: Actor, objective: Objective) -> None:
    delete_objective(employee, objective.id)
    assert find_everything(employee, "老客户", TODAY, 10).total == 0
    assert not filtered(employee, Filters(), TODAY).exists()
