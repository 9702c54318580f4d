"""The reminder of a KPI's reading is put off: it comes later, and the reading stays owed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from cairn.checkins.commands.snoozing import snooze_reading
from cairn.checkins.kpi_reminders import due_kpi_reminders
from cairn.checkins.kpi_snoozes import snoozed_of
from cairn.checkins.models import Snooze
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.goals.commands.measuring import measure_kpi
from cairn.kpis.commands import archive_kpi
from cairn.kpis.models import Kpi
from cairn.kpis.queries import kpis_owed
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock
from tests.cast import MORNING, TODAY, ApiClient

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=7)
FRIDAY = DUE + timedelta(days=2)
type Web = Callable[[Actor], Client]


@pytest.fixture
def due(employee: Actor, kpi: Kpi) -> Kpi:
    """Owed from `DUE` on, a Wednesday."""
    measure_kpi(employee, kpi.id, value=Decimal(72))
    return Kpi.objects.get(id=kpi.id)


def at(day: date) -> AbstractContextManager[None]:
    return clock.set_to(MORNING + (day - TODAY))


def told(organization: Organization, days: int) -> list[tuple[int, str, str]]:
    """Whom the reminders reach from `DUE` on, each once: the day after it, who, and its key."""
    keys: dict[str, tuple[int, str, str]] = {}
    for after in range(days):
        for one in due_kpi_reminders(organization, DUE + timedelta(days=after)):
            keys.setdefault(one.key, (after, one.reason, one.key))
    return list(keys.values())


def test_it_comes_on_the_day_that_was_asked_for_and_the_lead_hears_all_the_same(
    organization: Organization, employee: Actor, due: Kpi
) -> None:
    with at(DUE):
        snooze_reading(employee, due.id, until_on=FRIDAY)
        assert snoozed_of(organization, [due.id], employee.member_id, DUE) == {due.id: FRIDAY}
    assert [one[:2] for one in told(organization, 12)] == [(2, "owner"), (7, "lead")]
    assert list(kpis_owed(employee, DUE)) == [due], "it hides nothing"


def test_put_off_after_it_came_it_comes_again(
    organization: Organization, employee: Actor, due: Kpi
) -> None:
    (first,) = told(organization, 1)
    with at(DUE):
        snooze_reading(employee, due.id, until_on=FRIDAY)
    (again,) = told(organization, 3)
    assert (again[0], again[2] != first[2]) == (2, True)
    snooze_reading(employee, due.id, until_on=None)
    assert told(organization, 3) == [first]


def test_a_reading_spends_it(organization: Organization, employee: Actor, due: Kpi) -> None:
    with at(DUE):
        snooze_reading(employee, due.id, until_on=FRIDAY)
        measure_kpi(employee, due.id, value=Decimal(73))
        assert snoozed_of(organization, [due.id], employee.member_id, DUE) == {}


def test_what_makes_no_sense_is_refused(
    employee: Actor, colleague: Actor, champion: Actor, due: Kpi
) -> None:
    with pytest.raises(Conflict, match="due"):
        snooze_reading(employee, due.id, until_on=TODAY + timedelta(days=1))
    with at(DUE):
        for day in (DUE, FRIDAY + timedelta(days=1)):
            with pytest.raises(Invalid):
                snooze_reading(employee, due.id, until_on=day)
        with pytest.raises(Forbidden):
            snooze_reading(colleague, due.id, until_on=FRIDAY)
        archive_kpi(champion, due.id)
        with pytest.raises(Conflict):
            snooze_reading(employee, due.id, until_on=FRIDAY)


@pytest.mark.parametrize("place", ["/inbox", "/kpis/{id}"])
def test_the_pages_offer_it_and_say_until_when(
    web: Web, employee: Actor, colleague: Actor, due: Kpi, place: str
) -> None:
    client, here = web(employee), place.format(id=due.id)
    action = f'action="/kpis/{due.id}/later"'
    assert action not in client.get(f"/kpis/{due.id}").text, "nothing is due yet"
    with at(DUE):
        assert action in client.get(here).text
        assert action not in web(colleague).get(here).text
        sent = {"until_on": FRIDAY.isoformat(), "back": here}
        answer = client.post(f"/kpis/{due.id}/later", sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, here)
        assert 'aria-current="true"' in client.get(here).text.partition(action)[2]


def test_machines_put_it_off_too(api: Callable[..., ApiClient], employee: Actor, due: Kpi) -> None:
    script, address = api(employee), f"/api/v1/kpis/{due.id}/snooze"
    assert script.send("PUT", address, {"until_on": FRIDAY.isoformat()}).status_code == 409
    with at(DUE):
        assert script.send("PUT", address, {"until_on": FRIDAY.isoformat()}).status_code == 204
        assert Snooze.objects.get().kpi_id == due.id
        assert script.send("DELETE", address).status_code == 204
    assert not Snooze.objects.exists()
