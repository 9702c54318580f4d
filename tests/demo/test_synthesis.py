"""Organizations made up by the number."""

from typing import Any

import pytest
from django.db.models import Count, Sum

from cairn.checkins.models import CheckIn
from cairn.demo.synthesis import synthesize
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Kind, Objective, Reading
from cairn.organization.models import Member, Organization, Team
from cairn.search import index

pytestmark = pytest.mark.django_db


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
    assert {(one.kinds, one.whole) for one in counted} == {(len(Kind.values), 100)}


def test_doctor_finds_nothing(made: Organization) -> None:
    from cairn.checkins.doctor import examine

    assert list(examine(made)) == []


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


def test_progress_is_told() -> None:
    heard: list[tuple[int, int]] = []
    synthesize(
        people=2, objectives=3, seed=1, progress=lambda done, whole: heard.append((done, whole))
    )
    assert heard[-1] == (3, 3)
