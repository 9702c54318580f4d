"""The whole behaviour of the commands that write KPIs and their readings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.models import Event
from cairn.goals.commands.measuring import correct_kpi, measure_kpi, undo_reading
from cairn.kpis.commands import archive_kpi, create_kpi, edit_kpi, restore_kpi
from cairn.kpis.models import Kpi, KpiReading
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.search import index
from tests.cast import TODAY

D = Decimal


def kept(kpi: Kpi) -> tuple[Decimal | None, Decimal | None, date | None, str]:
    kpi.refresh_from_db()
    return kpi.current, kpi.previous, kpi.measured_on, kpi.side


def kinds(kpi: Kpi) -> list[str]:
    return list(
        Event.objects.filter(subject_id=kpi.id).order_by("id").values_list("kind", flat=True)
    )


# Creating


def test_the_first_of_a_team_is_found_by_two_characters_of_its_name(kpi: Kpi) -> None:
    found = Kpi.objects.filter(id__in=index.subjects(kpi.organization_id, "kpi", "续约"))
    assert list(found) == [kpi]
    assert kinds(kpi) == ["kpi.created"]


def test_the_same_form_twice_makes_one(employee: Actor, team: Team) -> None:
    given = {"name": "NPS", "lower": D(30), "team": team.id, "submission": "once"}
    assert create_kpi(employee, **given) == create_kpi(employee, **given)  # type: ignore[arg-type]


def test_a_member_writes_one_for_their_team_but_not_for_another(
    employee: Actor, team: Team, product: Team
) -> None:
    assert create_kpi(employee, name="NPS", lower=D(30), team=team.id).position == 0
    with pytest.raises(Forbidden):
        create_kpi(employee, name="NPS", lower=D(30), team=product.id)


def test_viewers_write_none(viewer: Actor) -> None:
    with pytest.raises(Forbidden):
        create_kpi(viewer, name="NPS", lower=D(30), owner=viewer.member_id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"lower": D(30)}, "owner"),
        ({"direction": "higher", "upper": D(1)}, "lower"),
        ({"direction": "lower", "lower": D(1)}, "upper"),
        ({"direction": "within", "lower": D(2), "upper": D(1)}, "upper"),
        ({"lower": D(30), "team": 1}, "team"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(
    lead: Actor, given: dict[str, object], field: str
) -> None:
    whose = {} if field in ("owner", "team") else {"owner": lead.member_id}
    with pytest.raises(Invalid) as refused:
        create_kpi(lead, name="NPS", **whose, **given)  # type: ignore[arg-type]
    assert field in refused.value.fields


# Editing


def test_a_new_band_judges_the_latest_value_anew(employee: Actor, kpi: Kpi) -> None:
    measure_kpi(employee, kpi.id, value=D(68))
    assert kept(kpi)[3] == "below"
    edit_kpi(employee, kpi.id, lower=D(65))
    assert kept(kpi)[3] == "inside"
    event = Event.objects.filter(subject_id=kpi.id).latest("id")
    assert (event.old, event.new) == ({"lower": "70"}, {"lower": "65"})


def test_two_who_edit_at_once_do_not_overwrite_each_other(
    employee: Actor, lead: Actor, kpi: Kpi
) -> None:
    edit_kpi(lead, kpi.id, version=1, name="续约率")
    with pytest.raises(Stale) as stale:
        edit_kpi(employee, kpi.id, version=1, name="老客户留存")
    assert stale.value.theirs == {"name": "续约率"}


def test_the_unit_stays_once_something_was_measured(employee: Actor, kpi: Kpi) -> None:
    edit_kpi(employee, kpi.id, unit="number")
    edit_kpi(employee, kpi.id, unit="percent")
    measure_kpi(employee, kpi.id, value=D(68))
    with pytest.raises(Invalid):
        edit_kpi(employee, kpi.id, unit="number")


def test_a_colleague_may_not_edit_and_a_stranger_finds_nothing(
    colleague: Actor, stranger: Actor, kpi: Kpi
) -> None:
    with pytest.raises(Forbidden):
        edit_kpi(colleague, kpi.id, name="改")
    with pytest.raises(NotFound):
        edit_kpi(stranger, kpi.id, name="改")


# Archiving


def test_what_is_archived_is_measured_and_found_no_longer_until_it_is_restored(
    employee: Actor, kpi: Kpi
) -> None:
    archive_kpi(employee, kpi.id)
    archive_kpi(employee, kpi.id)
    with pytest.raises(Conflict):
        measure_kpi(employee, kpi.id, value=D(1))
    assert not Kpi.objects.filter(id__in=index.subjects(kpi.organization_id, "kpi", "续约"))
    restore_kpi(employee, kpi.id)
    measure_kpi(employee, kpi.id, value=D(71))
    assert kinds(kpi) == ["kpi.created", "kpi.archived", "kpi.restored", "kpi.measured"]


# Measuring


def test_the_latest_is_the_one_with_the_latest_day(employee: Actor, kpi: Kpi) -> None:
    measure_kpi(employee, kpi.id, value=D(72))
    measure_kpi(employee, kpi.id, value=D(66), effective_on=TODAY - timedelta(days=7))
    assert kept(kpi) == (D(72), D(66), TODAY, "inside")
    assert kpi.stale_on == TODAY + timedelta(days=11)


def test_the_same_reading_sent_twice_counts_once(employee: Actor, kpi: Kpi) -> None:
    first = measure_kpi(employee, kpi.id, value=D(72), submission="a")
    assert measure_kpi(employee, kpi.id, value=D(72), submission="a") == first
    assert KpiReading.objects.count() == 1


def test_a_reading_has_a_value_and_no_day_to_come(employee: Actor, kpi: Kpi) -> None:
    with pytest.raises(Invalid):
        measure_kpi(employee, kpi.id, value=None)
    with pytest.raises(Invalid):
        measure_kpi(employee, kpi.id, value=D(1), effective_on=TODAY + timedelta(days=2))


def test_only_its_keepers_measure(
    lead: Actor, champion: Actor, colleague: Actor, viewer: Actor, stranger: Actor, kpi: Kpi
) -> None:
    for one in (lead, champion):
        measure_kpi(one, kpi.id, value=D(70))
    for one in (colleague, viewer):
        with pytest.raises(Forbidden):
            measure_kpi(one, kpi.id, value=D(70))
    with pytest.raises(NotFound):
        measure_kpi(stranger, kpi.id, value=D(70))


def test_a_correction_is_a_new_row_and_the_old_one_stays(employee: Actor, kpi: Kpi) -> None:
    wrong = measure_kpi(employee, kpi.id, value=D(720))
    right = correct_kpi(employee, kpi.id, wrong.id, value=D(72), note="少了小数点")
    assert (right.corrects, right.effective_on) == (wrong, TODAY)
    assert kept(kpi)[:2] == (D(72), None)
    assert KpiReading.objects.count() == 2
    with pytest.raises(Conflict):
        correct_kpi(employee, kpi.id, wrong.id, value=D(73))


def test_undo_takes_back_the_first_and_undo_of_that_gives_it_again(
    employee: Actor, kpi: Kpi
) -> None:
    first = measure_kpi(employee, kpi.id, value=D(72))
    gone = undo_reading(employee, kpi.id, first.id)
    assert kept(kpi) == (None, None, None, "")
    undo_reading(employee, kpi.id, gone.id)
    assert kept(kpi)[0] == D(72)


def test_undoing_a_correction_brings_back_what_was_corrected(employee: Actor, kpi: Kpi) -> None:
    wrong = measure_kpi(employee, kpi.id, value=D(72), note="初报")
    right = correct_kpi(employee, kpi.id, wrong.id, value=D(73))
    undone = undo_reading(employee, kpi.id, right.id)
    assert (undone.value, undone.note) == (D(72), "初报")


def test_a_reading_of_another_kpi_is_not_there(employee: Actor, lead: Actor, kpi: Kpi) -> None:
    other = create_kpi(lead, name="别的", lower=D(0), owner=employee.member_id)
    reading = measure_kpi(employee, other.id, value=D(1))
    with pytest.raises(Invalid):
        correct_kpi(employee, kpi.id, reading.id, value=D(2))
