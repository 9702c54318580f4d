"""The ledger: appended, never changed; values that JSON can keep."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from cairn.events.kinds import Kind
from cairn.events.ledger import Named, changed_values, events_of, plain_values, record
from cairn.events.models import Event
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from tests.cast import MORNING


def test_the_database_refuses_to_change_an_event(objective: Objective) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(objective_id=objective.id).update(reason="never said")


def test_the_database_refuses_to_delete_an_event(objective: Objective) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(objective_id=objective.id).delete()


def test_an_event_says_who_when_and_through_which_face(employee: Actor) -> None:
    made = record(employee, Kind.TEAM_CHANGED, 7, title="增长部")
    assert (made.actor_id, made.actor_name, made.face, made.at) == (
        employee.member_id,
        "周晓宇",
        "web",
        MORNING,
    )


def test_an_organization_reads_its_own_events_newest_first(
    objective: Objective, stranger: Actor
) -> None:
    mine = list(events_of(objective.organization_id).values_list("id", flat=True))
    assert mine == sorted(mine, reverse=True)
    assert not events_of(stranger.organization_id).exists()


def test_values_are_kept_as_json_can_keep_them() -> None:
    big = 2_000_000_000_000
    given = {"a": Decimal("1.50"), "b": date(2026, 1, 2), "c": big, "d": True, "e": 5, "f": None}
    assert plain_values(given) == {
        "a": "1.50",
        "b": "2026-01-02",
        "c": str(big),
        "d": True,
        "e": 5,
        "f": None,
    }
    assert plain_values({"a": [Named(1, "王伟")]}) == {"a": ["王伟"]}


def test_only_what_differs_is_kept() -> None:
    old, new = {"a": 1, "b": Named(1, "王伟")}, {"a": 1, "b": Named(2, "王伟")}
    assert changed_values(old, new) == ({"b": Named(1, "王伟")}, {"b": Named(2, "王伟")})


def test_what_is_rolled_back_leaves_no_event(employee: Actor) -> None:
    before = Event.objects.count()
    with transaction.atomic():
        record(employee, Kind.TEAM_CHANGED, 7)
        transaction.set_rollback(True)
    assert Event.objects.count() == before


def test_every_kind_fits_its_column() -> None:
    assert max(len(kind) for kind in Kind) <= 40
    assert all(kind.count(".") == 1 for kind in Kind)
