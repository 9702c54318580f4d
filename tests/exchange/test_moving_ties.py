"""An alignment that leads elsewhere in the source leads there here too."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.exchange.models import Import
from cairn.exchange.rows import Alignment as Tie
from cairn.exchange.rows import Objective as Row
from cairn.goals.commands.alignments import end_alignment, request_alignment
from cairn.goals.models import Alignment, KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING
from tests.exchange.files import ROWS, applied, planned, undone
from tests.exchange.test_importing import differences

D = Decimal
LATER = MORNING + timedelta(hours=1)
OTHER = Row("o3", "Keep customers", "c4", owners=("p1",))
FIRST = replace(ROWS, objectives=(*ROWS.objectives, OTHER))
BY_ENDS = replace(FIRST, alignments=(Tie("o2>o1", "o2", "o1", D(20)),))
MOVED = replace(FIRST, alignments=(Tie("o2>o3", "o2", "o3", D(30)),))


def ties() -> list[tuple[str, str, Decimal]]:
    rows = Alignment.objects.order_by("id").select_related("target")
    return [(one.target.title, str(one.state), one.weight) for one in rows]


@pytest.fixture
def here(admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> Actor:
    return admin


@pytest.fixture
def brought(here: Actor) -> Import:
    return applied(here, BY_ENDS)


@pytest.mark.parametrize("key", ["o2>o1", "o2>o3"])
def test_it_is_moved(brought: Import, admin: Actor, key: str) -> None:
    """Whether the key names its ends or is an id that stays."""
    rows = replace(MOVED, alignments=(replace(MOVED.alignments[0], key=key),))
    with clock.set_to(LATER):
        second = applied(admin, rows)
        assert second.counts["alignment"] == {"create": 1, "change": 1}
        assert ties() == [
            ("Win the mid-market", "ended", D(0)),
            ("Keep customers", "accepted", D(100)),
        ]
        old = Alignment.objects.get(state="ended")
        assert (old.ended_at, old.ended_by_id) == (LATER, admin.member_id)
        assert "viva.zip" in old.end_reason
        assert Event.objects.filter(kind=Kind.ALIGNMENT_ENDED).count() == 1
        assert sum(KeyResult.objects.filter(objective__title="Win the mid-market").values_list(
            "weight", flat=True)) == D(100)  # fmt: skip
        assert differences(admin) == []
        assert planned(admin, rows).counts["alignment"] == {"skip": 1}


def test_it_is_moved_back_again(brought: Import, admin: Actor) -> None:
    applied(admin, MOVED)
    third = applied(admin, BY_ENDS)
    assert third.counts["alignment"] == {"create": 1, "change": 1}
    assert [(title, state) for title, state, _weight in ties()] == [
        ("Win the mid-market", "ended"),
        ("Keep customers", "ended"),
        ("Win the mid-market", "accepted"),
    ]
    assert planned(admin, BY_ENDS).counts["alignment"] == {"skip": 1}
    assert differences(admin) == []


def test_a_second_parent_moves_nothing(brought: Import, admin: Actor) -> None:
    both = replace(FIRST, alignments=(*BY_ENDS.alignments, *MOVED.alignments))
    assert applied(admin, both).counts["alignment"] == {"create": 1, "skip": 1}
    assert {state for _title, state, _weight in ties()} == {"accepted"}


def test_what_is_only_missing_stays(brought: Import, admin: Actor) -> None:
    assert "alignment" not in planned(admin, replace(FIRST, alignments=())).counts


def test_an_undo_moves_it_back(brought: Import, admin: Actor) -> None:
    with clock.set_to(LATER):
        second = applied(admin, MOVED)
        assert undone(admin, second).left == []
    [(title, state, weight)] = ties()
    assert (title, state, weight) == ("Win the mid-market", "accepted", D(20))
    assert Alignment.objects.get().ended_at is None
    assert differences(admin) == []
    assert planned(admin, BY_ENDS).counts["alignment"] == {"skip": 1}


def test_an_undo_leaves_what_somebody_aligned_since(brought: Import, admin: Actor) -> None:
    with clock.set_to(LATER):
        second = applied(admin, MOVED)
        below = Objective.objects.get(title="Make onboarding effortless")
        top = Objective.objects.get(title="Win the mid-market")
        request_alignment(admin, below.id, target=top.id)
        made = undone(admin, second)
    assert [one[0] for one in made.left] == ["alignment"]
    assert Alignment.objects.filter(target=top, state="accepted").count() == 1


def test_what_people_ended_here_stays_ended(brought: Import, admin: Actor) -> None:
    tie = Alignment.objects.get()
    with clock.set_to(LATER):
        end_alignment(admin, tie.id, reason="Not any more")
        assert planned(admin, BY_ENDS).counts["alignment"] == {"conflict": 1}
        assert applied(admin, MOVED).counts["alignment"] == {"create": 1}
