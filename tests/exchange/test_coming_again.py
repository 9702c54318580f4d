"""The same source once more: what changed there changes here, what people changed here stays; and undo."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn, Comment
from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.exchange.models import Import, ImportedThing
from cairn.exchange.rows import CheckIn as Said
from cairn.exchange.rows import Ending
from cairn.goals.models import Alignment, KeyResult, Objective, Reading
from cairn.notifications.models import Notice
from cairn.notifications.reading import read_some
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.search.models import SearchEntry
from cairn.storage import clock
from tests.cast import MORNING
from tests.exchange.files import BELOW, RATE, ROWS, TOP, applied, planned, undone
from tests.exchange.test_importing import differences

D = Decimal
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def brought(admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> Import:
    return applied(admin)


def test_what_changed_in_the_source_changes_here(brought: Import, admin: Actor) -> None:
    rows = replace(
        ROWS,
        objectives=(replace(TOP, title="Win the middle"), BELOW),
        key_results=(replace(RATE, target=D(50)), *ROWS.key_results[1:]),
        check_ins=(*ROWS.check_ins, Said("s9", "k1", date(2026, 11, 13), "p1", value=D(40))),
    )
    with clock.set_to(LATER):
        second = applied(admin, rows)
    assert second.counts["objective"] == {"change": 1, "skip": 1}
    rate = KeyResult.objects.get(title="Activation rate")
    assert (rate.target, rate.current, rate.progress) == (D(50), D(40), D("0.6"))
    told = Event.objects.get(kind=Kind.KEY_RESULT_CHANGED)
    assert (told.old, told.new) == ({"target": "40"}, {"target": "50"})
    assert "viva.zip" in told.reason
    assert Event.objects.get(kind=Kind.HISTORY_IMPORTED).new == {
        "file": "viva.zip",
        "check_ins": 1,
    }
    assert differences(admin) == []


def test_what_people_changed_here_is_a_conflict(brought: Import, admin: Actor) -> None:
    Objective.objects.filter(title="Win the mid-market").update(title="赢下中端市场")
    rows = replace(ROWS, objectives=(replace(TOP, title="Win the middle"), BELOW))
    second = planned(admin, rows)
    assert second.counts["objective"] == {"conflict": 1, "skip": 1}
    step = second.steps.get(action="conflict")
    assert step.reasons == [["changed_here", {"fields": "title"}]]


def test_what_ends_in_the_source_ends_here_with_its_score(brought: Import, admin: Actor) -> None:
    ending = Ending("closed", D("0.7"), date(2026, 11, 16), "Good enough")
    applied(admin, replace(ROWS, objectives=(replace(TOP, ending=ending), BELOW)))
    top = Objective.objects.get(title="Win the mid-market")
    assert (top.closed_as, top.score) == ("closed", D("0.7"))
    assert "viva.zip" in top.score_reason
    assert top.closures.get().note == "Good enough"
    assert differences(admin) == []


def test_nobody_gets_a_notice_of_each_row(brought: Import) -> None:
    read_some()
    while read_some():
        pass
    assert not Notice.objects.exists()


def test_an_undo_leaves_nothing_of_it(brought: Import, admin: Actor) -> None:
    with clock.set_to(LATER):
        made = undone(admin, brought)
    assert made.left == []
    for model in (Objective, KeyResult, Alignment, CheckIn, Reading, Comment):
        assert not model._default_manager.exists(), model
    assert not Member.objects.filter(name="Omar Haddad").exists()
    assert not ImportedThing.objects.filter(made_by=made).exists()
    assert not SearchEntry.objects.filter(kind__in=("objective", "key_result")).exists()
    assert planned(admin).counts["objective"] == {"create": 2}


def test_an_undo_restores_what_was_changed(brought: Import, admin: Actor) -> None:
    rows = replace(
        ROWS,
        objectives=(replace(TOP, title="Win the middle"), BELOW),
        check_ins=(*ROWS.check_ins, Said("s9", "k1", date(2026, 11, 13), "p1", value=D(40))),
    )
    with clock.set_to(LATER):
        second = applied(admin, rows)
        undone(admin, second)
    assert Objective.objects.filter(title="Win the mid-market").exists()
    assert KeyResult.objects.get(title="Activation rate").current == D(34)
    assert differences(admin) == []
    assert planned(admin).counts["objective"] == {"skip": 2}


def test_an_undo_names_what_people_have_touched(
    brought: Import, admin: Actor, employee: Actor
) -> None:
    with clock.set_to(LATER):
        check_in(employee, KeyResult.objects.get(title="Activation rate").id, value=D(36))
    with clock.set_to(LATER + timedelta(hours=1)):
        made = undone(admin, brought)
    assert ["objective", "Win the mid-market", "touched_since"] in made.left
    assert ["person", "Omar Haddad", "in_use"] in made.left
    assert [one.title for one in Objective.objects.all()] == ["Win the mid-market"]
    assert KeyResult.objects.get(title="Activation rate").current == D(36)
    assert differences(admin) == []
