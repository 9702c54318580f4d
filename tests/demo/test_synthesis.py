"""Organizations made up by the number."""

from collections import Counter
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db.models import Count, F, Sum

from cairn.checkins.doctor import examine
from cairn.checkins.models import CheckIn
from cairn.demo.synthesis import synthesize
from cairn.demo.synthetic.shape import TWO_PARENTS, grow, shares
from cairn.events.models import Event
from cairn.goals import progress
from cairn.goals.ancestry import find_loop
from cairn.goals.models import Alignment, Answer, KeyResult, Kind, Objective, Reading, Standing
from cairn.goals.rollup import reckon
from cairn.organization.models import Member, Organization, Team
from cairn.reviews.doctor import examine_reviews
from cairn.search import index
from cairn.storage.fields import plain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("count", "levels"), [(700, 5), (7_000, 6), (70_000, 7)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_forest_is_as_deep_and_as_wide_as_it_says(count: int, levels: int, seed: int) -> None:
    places = grow(Random(seed), count)
    assert len(places) == count
    assert levels - 1 < max(one.level for one in places) <= levels + 1 <= 8
    below = [one.above for one in places if one.above is not None]
    fans = Counter(below)
    assert all(3 <= fan <= 9 for parent, fan in fans.items() if parent != below[-1])
    both = sum(one.beside is not None for one in places) / count
    assert TWO_PARENTS * 0.5 < both < TWO_PARENTS * 1.5
    assert all(one.beside != one.above for one in places if one.beside is not None)


def test_shares_lose_nothing() -> None:
    assert shares(100, (1, 1, 1, 7)) == [10, 10, 10, 70]
    assert sum(shares(7, (1, 1, 1, 7))) == 7


@pytest.fixture
def made(db: None) -> Organization:
    return synthesize(people=60, objectives=40, seed=7)


def test_it_has_the_size_asked_for(made: Organization) -> None:
    assert Member.objects.filter(organization=made).count() == 60
    assert Objective.objects.filter(organization=made).count() == 40
    assert KeyResult.objects.filter(organization=made).count() == 160
    assert Reading.objects.filter(key_result__organization=made).count() == 160 * 12
    assert CheckIn.objects.filter(organization=made).count() == 160 * 12
    assert Event.objects.filter(organization_id=made.id).count() >= 160 * 12 + 80


@pytest.mark.parametrize("people", [1, 60, 3000])
def test_the_tree_has_four_to_six_levels(people: int) -> None:
    made = synthesize(people=people, objectives=0, seed=1)
    teams = Team.objects.filter(organization=made)
    assert 4 <= max(len(team.line) for team in teams) <= 6


def test_it_has_an_administrator_who_can_sign_in(made: Organization) -> None:
    admin = Member.objects.get(organization=made, role="admin")
    assert admin.user.email == "admin@synthetic.example"


def test_every_objective_has_all_kinds_and_the_whole_weight(made: Organization) -> None:
    counted = Objective.objects.filter(organization=made).annotate(
        kinds=Count("key_results__kind", distinct=True), whole=Sum("key_results__weight")
    )
    beside = Alignment.objects.filter(organization=made, key_result__isnull=True, weight__gt=0)
    shares = dict(beside.values_list("target_id", "weight"))
    assert shares
    assert {(one.kinds, one.whole + shares.get(one.id, 0)) for one in counted} == {
        (len(Kind.values), 100)
    }


def test_objectives_support_each_other(made: Organization) -> None:
    alignments = Alignment.objects.filter(organization=made)
    assert alignments.filter(key_result__isnull=False).exists()
    assert alignments.filter(weight__gt=0, key_result__isnull=False).exists()
    assert alignments.filter(weight=0).count() > alignments.filter(weight__gt=0).count()
    assert find_loop(list(alignments.values_list("objective_id", "target_id"))) == set()
    assert not alignments.exclude(objective__cycle=F("target__cycle")).exists()


def test_every_state_of_an_alignment_occurs_and_doctor_finds_nothing() -> None:
    made = synthesize(people=60, objectives=600, seed=3)
    alignments = Alignment.objects.filter(organization=made)
    assert set(alignments.values_list("state", flat=True)) == set(Answer.values)
    assert alignments.filter(is_for_blocked=True).exists()
    assert [*examine(made), *examine_reviews(made)] == []


def test_an_objective_stands_as_it_did_each_week(made: Organization) -> None:
    standings = Standing.objects.filter(objective__organization=made)
    days = standings.values("objective").annotate(days=Count("stood_on")).values_list("days")
    assert min(days)[0] >= 13
    for objective in Objective.objects.filter(organization=made):
        last = standings.filter(objective=objective).latest("stood_on")
        for name in ("progress", "measured", "confidence", "checked_in_on", "behind_on"):
            assert getattr(last, name) == getattr(objective, name)
        assert last.closed_as == objective.closed_as


def test_what_counts_stood_in_the_sum_of_a_past_week(made: Organization) -> None:
    fed = Alignment.objects.filter(
        organization=made, weight=20, target__cycle__phase="running"
    ).latest("id")
    for day in (fed.target.cycle.starts_on + timedelta(weeks=one) for one in (4, 8)):
        own = [progress.Part(one.weight, as_of(one, day)) for one in fed.target.key_results.all()]
        below = standing(fed.objective, day).progress
        whole = progress.roll_up([*own, progress.Part(fed.weight, below)])
        assert standing(fed.target, day).progress == plain(whole.progress or Decimal(0))


def standing(objective: Objective, day: date) -> Standing:
    return objective.standings.filter(stood_on__lte=day).latest("stood_on")


def as_of(row: KeyResult, day: date) -> Decimal | None:
    """What its readings made by then, by the book."""
    readings = list(row.readings.filter(effective_on__lte=day).order_by("-effective_on"))
    past = copy(row)
    steps = [
        (step.weight, step.reached_on if step.reached_on and step.reached_on <= day else None)
        for step in row.milestones.all()
    ]
    return reckon(past, [one.value for one in readings if one.value is not None], steps).progress


def test_doctor_finds_nothing(made: Organization) -> None:
    assert [*examine(made), *examine_reviews(made)] == []


def test_search_finds_titles_and_names(made: Organization) -> None:
    for kind, model in (("objective", Objective), ("key_result", KeyResult)):
        one = model.objects.filter(organization=made).order_by("id")[1]
        found = index.subjects(made.id, kind, one.title)
        assert model.objects.filter(id__in=found, pk=one.pk).exists()
    name = Member.objects.filter(organization=made).latest("id").name
    found = index.subjects(made.id, "member", name)
    assert Member.objects.filter(id__in=found, name=name).exists()


def test_the_same_seed_makes_the_same_names_and_values(made: Organization) -> None:
    assert told(synthesize(people=60, objectives=40, seed=7)) == told(made)


def test_another_seed_makes_others(made: Organization) -> None:
    assert told(synthesize(people=60, objectives=40, seed=8)) != told(made)


def told(made: Organization) -> list[Any]:
    rows = KeyResult.objects.filter(organization=made).order_by("objective__position", "position")
    return list(rows.values_list("title", "owner__name", "current", "progress", "confidences"))


def test_two_organizations_live_beside_each_other(made: Organization) -> None:
    other = synthesize(people=3, objectives=2, seed=7)
    assert Member.objects.filter(organization=other).count() == 3
    assert Member.objects.filter(user__email="admin@synthetic.example").count() == 2


def test_there_may_be_fewer_check_ins() -> None:
    made = synthesize(people=9, objectives=30, seed=2, checkins=3)
    assert CheckIn.objects.filter(organization=made).count() == 30 * 4 * 3
    assert [*examine(made), *examine_reviews(made)] == []


def test_progress_is_told() -> None:
    heard: list[tuple[int, int]] = []
    synthesize(
        people=2, objectives=3, seed=1, progress=lambda done, whole: heard.append((done, whole))
    )
    assert heard[-1] == (3, 3)


def test_a_second_organization_finds_room_beside_the_first(db: None) -> None:
    first, second = synthesize(6, 8, seed=1), synthesize(9, 8, seed=1)
    assert first.id != second.id
    for made, people in ((first, 6), (second, 9)):
        assert Member.objects.filter(organization=made).count() == people
        assert Objective.objects.filter(organization=made).count() == 8
