"""Whatever is written in whatever order, no loop comes about and the numbers are the doctor's."""

from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cairn.checkins.doctor import examine
from cairn.errors import Refusal
from cairn.goals.ancestry import find_loop, order_above, ranks
from cairn.goals.commands.alignments import (
    request_alignment,
)
from cairn.goals.commands.key_results import (
    add_key_result,
)
from cairn.goals.models import LIVE, Alignment, Objective, Standing
from cairn.goals.policy import audience_covers
from cairn.goals.sql import audience_of
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteObjective
from tests.story import Story
from tests.threads import at_once

D = Decimal
type Edges = list[tuple[int, int]]

edges = some.lists(some.tuples(some.integers(0, 9), some.integers(0, 9)), max_size=30)
upward = edges.map(lambda drawn: [(min(e), max(e)) for e in drawn if e[0] != e[1]])


@given(upward)
def test_every_target_comes_after_all_that_lies_below_it(drawn: Edges) -> None:
    order = order_above(0, drawn)
    places = {one: place for place, one in enumerate([0, *order])}
    assert all(places[a] < places[b] for a, b in drawn if a in places and b in places)
    assert len(order) == len(set(order))


@given(upward)
def test_a_rank_is_the_longest_way_down(drawn: Edges) -> None:
    found = ranks(drawn)
    assert all(found[b] > found[a] for a, b in drawn)
    assert find_loop(drawn) == set()


@given(upward, some.integers(0, 8), some.integers(1, 9))
def test_a_loop_is_found(drawn: Edges, low: int, step: int) -> None:
    high = min(9, low + step)
    assert {low, high} <= find_loop([*drawn, (low, high), (high, low)])


@pytest.fixture
def start(
    people: list[Actor], write_objective: WriteObjective, team: Team, company: Team
) -> list[Objective]:
    """Seven objectives with two key results each, two of them drafts."""
    made = []
    for number in range(7):
        owner = people[number % len(people)]
        one = write_objective(
            people[0],
            title=f"目标 {number}",
            owner=owner.member_id,
            team=(team.id, company.id, None)[number % 3],
            publish=number < 5,
        )
        for _ in range(2):
            add_key_result(
                people[0], one.id, title="数", start=D(0), target=D(100), reason="中途调整"
            )
        made.append(one)
    return made


@pytest.fixture
def people(champion: Actor, lead: Actor, team: Team, employee: Actor) -> list[Actor]:
    from tests.cast import again

    return [champion, champion, again(lead), employee]


def check_all(organization: Organization) -> None:
    """No loop; stored numbers are the recomputed; weights sum; nothing hidden counts; standings."""
    live = Alignment.objects.filter(state__in=LIVE).values_list("objective_id", "target_id")
    assert find_loop(list(live)) == set()
    assert list(examine(organization)) == []
    for alignment in Alignment.objects.filter(weight__gt=0).select_related(
        "objective__visible_team", "target__visible_team"
    ):
        if not alignment.objective.is_deleted:
            assert audience_covers(alignment.objective, alignment.target)
    for objective in Objective.objects.all():
        last = Standing.objects.filter(objective=objective).latest("stood_on")
        shown = (objective.shown_progress, objective.is_deleted, objective.closed_as)
        assert (last.progress, last.is_deleted, last.closed_as) == shown
        assert (last.audience, last.audience_line) == audience_of(objective)


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=some.integers(0, 10**9))
def test_no_sequence_of_commands_breaks_the_numbers(
    seed: int,
    people: list[Actor],
    organization: Organization,
    team: Team,
    start: list[Objective],
) -> None:
    story = Story(seed, people, team, start)
    with transaction.atomic():
        story.tie()
        for _ in range(25):
            story.act()
            check_all(organization)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_eight_writers_at_once_make_no_loop_and_lose_no_number(
    seed: int,
    people: list[Actor],
    organization: Organization,
    team: Team,
    start: list[Objective],
) -> None:
    Story(seed, people, team, start).tie()

    def write(seed: int) -> None:
        story = Story(seed, people, team, start, hours=0)
        for _ in range(12):
            story.act()

    raised = at_once(partial(write, seed * 100 + place) for place in range(8))
    assert raised == [None] * 8
    check_all(organization)


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_one_moment_close_no_loop(
    champion: Actor, organization: Organization, write_objective: WriteObjective
) -> None:
    ring = [write_objective(champion, title=f"环 {n}") for n in range(8)]
    raised = at_once(
        partial(request_alignment, champion, one.id, target=ring[(place + 1) % 8].id)
        for place, one in enumerate(ring)
    )
    refused = [one for one in raised if one is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], Refusal)
    check_all(organization)
