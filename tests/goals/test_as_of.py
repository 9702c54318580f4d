"""A past day on the map is what the map showed at the end of that day."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cairn.cycles.models import Cycle
from cairn.errors import Refusal
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.objectives import restore_objective
from cairn.goals.map.alignment import draw_alignment, draw_branch
from cairn.goals.map.filters import Filters
from cairn.goals.map.nodes import LOOSE, Node
from cairn.goals.map.reading import read_nodes
from cairn.goals.map.scope import Scope, scope_of
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteObjective, again
from tests.story import Story

pytestmark = pytest.mark.django_db

type Nodes = dict[str, tuple[object, ...]]

D = Decimal
DAYS = 5


@pytest.fixture
def people(champion: Actor, lead: Actor, team: Team, employee: Actor) -> list[Actor]:
    return [champion, champion, again(lead), employee]


@pytest.fixture
def start(
    people: list[Actor], write_objective: WriteObjective, team: Team, company: Team
) -> list[Objective]:
    """Six objectives with a key result each; two of them the company's."""
    made = []
    for number in range(6):
        one = write_objective(
            people[0],
            title=f"目标 {number}",
            owner=people[number % 4].member_id,
            team=(company.id, team.id, None)[number % 3],
        )
        add_key_result(people[0], one.id, title="数", start=D(0), target=D(100), reason="中途调整")
        made.append(one)
    return made


def shown(scope: Scope, organization: Organization) -> Nodes:
    """Everything on the map that a past day can say, by node."""
    drawn = draw_alignment(scope, organization, Filters())
    loose = draw_branch(scope, LOOSE)
    rest = loose.nodes if loose else ()
    return {node.id: told(node) for node in [*drawn.nodes, *rest]}


def told(node: Node) -> tuple[object, ...]:
    ties = tuple(sorted((tie.id, tie.blocked, tie.counts) for tie in node.parents))
    return (
        *(node.title, node.owner, node.team, node.status, node.progress, node.expected),
        *(node.confidence, node.children, node.key_results, ties),
    )


def numbers(scope: Scope, ids: list[int]) -> Nodes:
    """What a map says of the numbers of objectives that can be seen; nothing where it withholds
    them."""
    return {
        id: () if node.withheld else (node.status, node.progress, node.expected, node.confidence)
        for id, node in read_nodes(scope, ids).items()
    }


def differing(found: Nodes, expected: Nodes) -> dict[str, object]:
    """By node, what the past day says and what was shown."""
    return {
        id: (found.get(id), expected.get(id))
        for id in sorted(found.keys() | expected.keys())
        if found.get(id) != expected.get(id)
    }


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=some.integers(0, 10**9))
def test_a_past_day_is_what_the_map_showed_then(
    seed: int,
    people: list[Actor],
    organization: Organization,
    team: Team,
    start: list[Objective],
    cycle: Cycle,
    year: Cycle,
) -> None:
    viewer, cycles = again(people[0]), [cycle, year]
    story = Story(seed, people, team, start, hours=0)
    with transaction.atomic():
        story.tie()
        then = []
        for day in range(DAYS):
            with clock.set_to(MORNING + timedelta(days=day)):
                for _ in range(8):
                    story.act(MORNING + timedelta(days=day))
                scope = scope_of(viewer, cycles, cycle, TODAY + timedelta(days=day))
                then.append(shown(scope, organization))
        today = TODAY + timedelta(days=DAYS)
        with clock.set_to(MORNING + timedelta(days=DAYS)):
            for one in Objective.objects.filter(deleted_at__isnull=False):
                restore_objective(viewer, one.id)
            for day, expected in enumerate(then):
                on = TODAY + timedelta(days=day)
                found = shown(scope_of(viewer, cycles, cycle, today, on), organization)
                assert differing(found, expected) == {}
        transaction.set_rollback(True)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=some.integers(0, 10**9))
def test_a_past_number_is_only_for_those_who_could_see_it_then(
    seed: int,
    people: list[Actor],
    team: Team,
    start: list[Objective],
    cycle: Cycle,
    year: Cycle,
    colleague: Actor,
) -> None:
    """Whatever was limited, opened and limited again in between."""
    viewers, cycles = [again(people[3]), again(colleague)], [cycle, year]
    story = Story(seed, people, team, start, hours=0)
    with transaction.atomic():
        story.tie()
        then = []
        for day in range(DAYS):
            morning = MORNING + timedelta(days=day)
            with clock.set_to(morning):
                acts: list[Callable[[], object]] = [partial(story.act, morning)] * 8
                for act in [story.hide, story.name, *acts]:
                    with suppress(Refusal):
                        act()
                on = TODAY + timedelta(days=day)
                scopes = [scope_of(viewer, cycles, cycle, on) for viewer in viewers]
                then.append([numbers(scope, story.ids) for scope in scopes])
        today = TODAY + timedelta(days=DAYS)
        with clock.set_to(MORNING + timedelta(days=DAYS)):
            for one in Objective.objects.filter(deleted_at__isnull=False):
                restore_objective(people[0], one.id)
            for day, shown_then in enumerate(then):
                on = TODAY + timedelta(days=day)
                for viewer, expected in zip(viewers, shown_then, strict=True):
                    scope = scope_of(viewer, cycles, cycle, today, on)
                    for id, told_now in numbers(scope, story.ids).items():
                        assert told_now == expected.get(id, ()), (viewer.name, day, id)
        transaction.set_rollback(True)
