"""What was said comes once, whichever file says it; what the source corrects is corrected here."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn, Comment
from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.exchange.models import Import, ImportedThing
from cairn.exchange.rows import CheckIn as Said
from cairn.exchange.rows import Rows
from cairn.goals.models import KeyResult, Objective, Reading, Visibility
from cairn.notifications.models import Notice
from cairn.notifications.reading import read_some
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING
from tests.exchange.files import ROWS, applied, planned, undone
from tests.exchange.reading.files import read_archive, read_viva
from tests.exchange.test_importing import differences

D = Decimal
LATER = MORNING + timedelta(hours=1)
ZHOU = {"ID": 11, "Name": "周晓宇", "Email": "employee@cairn.test"}
SAID = (
    "Checkin Date: 2026-11-{day:02}; User: 周晓宇; Note: {note}; Metric Name: Rate; "
    "Status: On Track; Current Value: {value}%; Activity Date: 2026-11-{day:02} 09:57:08 UTC;"
)
WEEKS = ((3, "Pilot; extended", 30), (3, "Pilot ended", 32), (10, "", 34))


def table(folder: Path, weeks: tuple[tuple[int, str, int], ...] = WEEKS) -> Rows:
    first, *more = [SAID.format(day=day, note=note, value=value) for day, note, value in weeks]
    shared = {"Owner": "周晓宇", "Period": "Q4 2026", "Goal Type": "Committed Goal"}
    return read_viva(
        folder,
        {
            **shared,
            "Id": "301",
            "Title": "Win the mid-market",
            "Object Type": "Objective",
            "Checkins": SAID.format(day=4, note="Two big deals", value=0),
        },
        {
            **shared,
            "Id": "302",
            "Title": "Activation rate",
            "Object Type": "Key result",
            "Aligned To (weight, Objective ID)": "Win the mid-market(weight: 100%, Id: 301)",
            "Metric Name": "Rate",
            "Unit": "%",
            "Start": "25",
            "Target": "40",
            "Checkins": first,
            "more": more,
        },
    )


def archive(folder: Path, weeks: tuple[tuple[int, str, int], ...] = WEEKS, **more: Any) -> Rows:
    shared = {
        "Owner": [ZHOU],
        "Time Period": {"ID": 3, "Name": "Q4 2026"},
        "Goal Type": "Committed",
        **more,
    }
    said = [
        _check_in(9000 + at, 302, day, note, value)
        for at, (day, note, value) in enumerate(weeks, start=1)
    ]
    return read_archive(
        folder,
        objectives=[
            {"ID": 301, "Title": "Win the mid-market", "Type": "Objective", **shared},
            {
                **shared,
                "ID": 302,
                "Title": "Activation rate",
                "Type": "Key result",
                "Alignment": [{"ID": 301, "Weight": "100%"}],
                "Outcome": {
                    "Metric Name": "Rate",
                    "Metric Unit": "%",
                    "Start": 25.0,
                    "Target": 40.0,
                    "Target Type": "Increase From",
                },
            },
        ],
        checkins=[*said, _check_in(9100, 301, 4, "Two big deals", 0)],
        comments=[
            {"ID": 1, "OKR ID": 301, "Comment": "Well done", "Created By": ZHOU}
            | {"Created At": "2026-11-05 08:00:00"}
        ],
        users=[ZHOU],
    )


def _check_in(id: int, on: int, day: int, note: str, value: int) -> dict[str, Any]:
    return {
        "ID": id,
        "OKR ID": on,
        "CheckIn Date": f"2026-11-{day:02} 00:00:00",
        "Check In Owner": ZHOU,
        "Check In Note": {"Check In Note": note},
        "Metric Name": "Rate",
        "Status": "On Track",
        "Current Value": float(value),
        "Activity Date": f"2026-11-{day:02}",
    }


def said() -> list[tuple[date, str, Decimal | None]]:
    rows = CheckIn.objects.order_by("effective_on", "id")
    return list(rows.values_list("effective_on", "note", "reading__value"))


@pytest.fixture
def here(admin: Actor, employee: Actor, team: Team, cycle: Cycle) -> Actor:
    return admin


@pytest.mark.parametrize("is_table_first", [True, False])
def test_the_table_and_the_archive_of_one_tenant_say_it_once(
    here: Actor, tmp_path: Path, is_table_first: bool
) -> None:
    first, second = table(tmp_path), archive(tmp_path)
    if not is_table_first:
        first, second = second, first
    applied(here, first)
    before = said()
    assert len(before) == 3
    again = planned(here, second)
    assert again.counts["objective"] == again.counts["key_result"] == {"skip": 1}, again.counts
    assert again.counts["check_in"] == {"skip": 3}
    told = again.steps.filter(sort="check_in").values_list("reasons", flat=True)
    assert all(reasons == [["said_elsewhere", {}]] for reasons in told)
    assert again.counts["comment"] == ({"create": 1, "skip": 1} if is_table_first else {"skip": 1})
    more = replace(
        second,
        comments=(*second.comments, replace(archive(tmp_path).comments[0], key="n", body="+")),
    )
    made = applied(here, more)
    assert said() == before
    assert Comment.objects.filter(body="Two big deals").count() == 1
    assert {one["skip"] for sort, one in made.counts.items() if sort == "check_in"} == {3}
    third = planned(here, more)
    assert {"unchanged"} == {
        one.reasons[0][0] for one in third.steps.filter(sort="check_in", action="skip")
    }
    assert differences(here) == []


def test_of_one_more_on_a_day_that_one_is_new(here: Actor, tmp_path: Path) -> None:
    """Also where it was said before the others: their number of the day moves on."""
    applied(here, table(tmp_path))
    weeks = ((3, "The very first", 29), *WEEKS)
    made = applied(here, table(tmp_path, weeks))
    assert made.counts["check_in"] == {"create": 1, "skip": 3}
    assert sorted(note for _day, note, _value in said()) == [
        *("", "Pilot ended", "Pilot; extended", "The very first")
    ]
    assert planned(here, table(tmp_path, weeks)).counts["check_in"] == {"skip": 4}


def test_a_table_says_nothing_of_who_may_read(here: Actor, tmp_path: Path) -> None:
    applied(here, archive(tmp_path, Permissions={"View": {"Users": [ZHOU]}}))
    assert set(Objective.objects.values_list("visibility", flat=True)) == {Visibility.PEOPLE}
    again = planned(here, table(tmp_path))
    assert again.counts["objective"] == {"skip": 1}


def test_an_undo_forgets_what_another_file_called_it(here: Actor, tmp_path: Path) -> None:
    first = applied(here, table(tmp_path))
    second = applied(here, archive(tmp_path))
    with clock.set_to(LATER):
        undone(here, second)
        undone(here, first)
    assert not CheckIn.objects.exists()
    assert not ImportedThing.objects.filter(sort="check_in").exists()
    assert planned(here, archive(tmp_path)).counts["check_in"] == {"create": 3}


@pytest.fixture
def brought(admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> Import:
    return applied(admin)


CORRECTED = replace(
    ROWS,
    check_ins=(
        ROWS.check_ins[0],
        replace(ROWS.check_ins[1], day=date(2026, 11, 7), value=D(36), note="Counted again"),
        *ROWS.check_ins[2:],
    ),
)


def test_what_the_source_corrects_is_corrected_here(brought: Import, admin: Actor) -> None:
    with clock.set_to(LATER):
        second = applied(admin, CORRECTED)
    assert second.counts["check_in"] == {"change": 1, "skip": 2}
    new = CheckIn.objects.get(corrects__isnull=False)
    assert (new.effective_on, new.note, new.confidence) == (
        date(2026, 11, 7), "Counted again", 7
    )  # fmt: skip
    assert new.corrects is not None
    assert new.reading is not None
    assert new.author_id == new.corrects.author_id
    assert new.reading.corrects_id == new.corrects.reading_id
    assert KeyResult.objects.get(title="Activation rate").current == D(36)
    told = Event.objects.get(kind=Kind.CHECKIN_CORRECTED)
    assert (told.subject_id, told.old["value"], told.new["value"]) == (new.id, "34", "36")
    assert differences(admin) == []
    assert planned(admin, CORRECTED).counts["check_in"] == {"skip": 3}
    while read_some():
        pass
    assert not Notice.objects.exists()


def test_a_correction_of_a_correction(brought: Import, admin: Actor) -> None:
    applied(admin, CORRECTED)
    newer = replace(CORRECTED.check_ins[1], value=D(37))
    applied(admin, replace(CORRECTED, check_ins=(CORRECTED.check_ins[0], newer)))
    assert KeyResult.objects.get(title="Activation rate").current == D(37)
    assert CheckIn.objects.count() == 5
    assert Reading.objects.filter(corrects__isnull=False).count() == 2
    assert differences(admin) == []


def test_what_somebody_corrected_here_stays(brought: Import, admin: Actor, employee: Actor) -> None:
    rate = KeyResult.objects.get(title="Activation rate")
    last = rate.checkins.get(effective_on=date(2026, 11, 6))
    with clock.set_to(LATER):
        check_in(employee, rate.id, value=D(35), corrects=last.id)
        second = planned(admin, CORRECTED)
    assert second.counts["check_in"] == {"conflict": 1, "skip": 2}
    [step] = second.steps.filter(sort="check_in", action="conflict")
    assert step.reasons == [["changed_here", {"fields": "day,current,note"}]]


def test_what_the_file_leaves_out_is_no_correction(brought: Import, admin: Actor) -> None:
    bare = (Said("s1", "k1", date(2026, 10, 9), value=D(28)), *ROWS.check_ins[1:])
    assert planned(admin, replace(ROWS, check_ins=bare)).counts["check_in"] == {"skip": 3}


def test_an_undo_takes_the_correction_back(brought: Import, admin: Actor, employee: Actor) -> None:
    with clock.set_to(LATER):
        second = applied(admin, CORRECTED)
        undone(admin, second)
    assert not CheckIn.objects.filter(corrects__isnull=False).exists()
    assert KeyResult.objects.get(title="Activation rate").current == D(34)
    assert differences(admin) == []
    with clock.set_to(LATER + timedelta(hours=1)):
        third = applied(admin, CORRECTED)
        new = CheckIn.objects.get(corrects__isnull=False)
        check_in(employee, new.key_result_id, value=D(38), corrects=new.id)
        made = undone(admin, third)
    assert made.left == [["check_in", "Activation rate", "touched_since"]]
    assert KeyResult.objects.get(title="Activation rate").current == D(38)
