"""Whatever is written in whatever order, no loop comes about and the numbers are the doctor's."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.doctor import examine
from cairn.errors import Refusal
from cairn.goals.ancestry import find_loop, order_above, ranks
from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.key_results import (
    add_key_result,
    delete_key_result,
    restore_key_result,
)
from cairn.goals.commands.objectives import (
    close_objective,
    delete_objective,
    edit_objective,
    override_progress,
    publish_objective,
    reopen_objective,
    restore_objective,
)
from cairn.goals.commands.weights import even_out_weights, set_weight
from cairn.goals.models import LIVE, Alignment, KeyResult, Objective, Standing
from cairn.goals.policy import audience_covers
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, WriteObjective
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


class Story:
    """A random week on a handful of objectives: who, what and in which order follow from `seed`.

    `hours` pass from one act to the next.
    """

    def __init__(
        self,
        seed: int,
        people: list[Actor],
        team: Team,
        start: list[Objective],
        hours: int = 7,
    ) -> None:
        self.chance, self.hours = Random(seed), hours
        self.people = people
        self.team = team
        self.ids = [one.id for one in start]
        self.steps = 0

    def tie(self) -> None:
        """A graph to begin with: a dozen alignments, most of which count."""
        for _ in range(12):
            with suppress(Refusal):
                key_result = self.chance.choice((None, self.key_result()))
                request_alignment(
                    self.people[0],
                    self.objective(),
                    target=None if key_result else self.objective(),
                    key_result=key_result,
                    weight=self.weight(),
                    reason="r",
                )

    def act(self) -> None:
        """One command, which may be refused; never an error of another kind."""
        self.steps += 1
        with suppress(Refusal), clock.set_to(MORNING + timedelta(hours=self.hours * self.steps)):
            self.chance.choice(self.acts)(self)

    def who(self) -> Actor:
        return self.chance.choice(self.people)

    def objective(self) -> int:
        return self.chance.choice(self.ids)

    def key_result(self) -> int:
        ids = list(KeyResult.objects.order_by("id").values_list("id", flat=True))
        return self.chance.choice(ids)

    def alignment(self) -> int:
        ids = list(Alignment.objects.order_by("id").values_list("id", flat=True))
        return self.chance.choice(ids) if ids else 0

    def weight(self) -> Decimal:
        return D(self.chance.choice((0, 10, 25, 40, 60, 100)))

    def align(self) -> None:
        weight = self.chance.choice((None, self.weight()))
        request_alignment(
            self.who(), self.objective(), target=self.objective(), weight=weight, reason="r"
        )

    def align_to_key_result(self) -> None:
        request_alignment(self.who(), self.objective(), key_result=self.key_result())

    def accept(self) -> None:
        accept_alignment(self.who(), self.alignment(), weight=self.weight(), reason="r")

    def decline(self) -> None:
        decline_alignment(self.who(), self.alignment(), reason="r")

    def end(self) -> None:
        end_alignment(self.who(), self.alignment(), reason="r")

    def weigh(self) -> None:
        weigh_alignment(self.who(), self.alignment(), weight=self.weight(), reason="r")

    def check_in(self) -> None:
        check_in(self.who(), self.key_result(), value=D(self.chance.randrange(-20, 140)))

    def add(self) -> None:
        add_key_result(
            self.who(), self.objective(), title="更多", start=D(0), target=D(100), weight=None
        )

    def drop(self) -> None:
        delete_key_result(self.who(), self.key_result())

    def bring_back(self) -> None:
        restore_key_result(self.who(), self.key_result())

    def set_weight(self) -> None:
        set_weight(self.who(), self.key_result(), weight=self.weight(), reason="r")

    def even_out(self) -> None:
        even_out_weights(self.who(), self.objective(), reason="r")

    def hide(self) -> None:
        visibility = self.chance.choice(("organization", "team", "people"))
        given = {"visible_team": self.team.id} if visibility == "team" else {}
        edit_objective(self.who(), self.objective(), visibility=visibility, **given)

    def name(self) -> None:
        readers = [self.who().member_id]
        edit_objective(self.who(), self.objective(), readers=readers)

    def delete(self) -> None:
        delete_objective(self.who(), self.objective())

    def restore(self) -> None:
        restore_objective(self.who(), self.objective())

    def publish(self) -> None:
        publish_objective(self.who(), self.objective())

    def override(self) -> None:
        progress = self.chance.choice((None, D("0.3"), D("1.2")))
        override_progress(self.who(), self.objective(), progress=progress, reason="r")

    def close(self) -> None:
        close_objective(self.who(), self.objective(), outcome="closed")

    def reopen(self) -> None:
        reopen_objective(self.who(), self.objective(), reason="r")

    acts: tuple[Callable[["Story"], None], ...] = (
        *(align, align, align, align, align_to_key_result, align_to_key_result, accept, accept),
        *(weigh, weigh, weigh, decline, end, check_in, check_in, check_in, add, add, drop),
        *(bring_back, set_weight, even_out, hide, hide, name, delete, restore, restore),
        *(publish, override, close, reopen, reopen),
    )


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
            add_key_result(people[0], one.id, title="数", start=D(0), target=D(100))
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
