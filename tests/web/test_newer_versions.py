"""The page of names asks of which file a sheet is a newer version."""

from collections.abc import Callable

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.exchange.commands.deciding import apply_import
from cairn.exchange.models import Import, State
from cairn.exchange.queries import find_import
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.exchange.files import work
from tests.exchange.test_families import LINES, OTHERS, edited, planned
from tests.exchange.test_families import read as read_sheet

pytestmark = pytest.mark.django_db
HERE = "/settings/imports"


@pytest.fixture
def first(admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> Import:
    made = planned(admin, LINES)
    apply_import(admin, made.id)
    work()
    return made


def test_it_is_asked_whole_and_taken_as_it_is_answered(
    web: Callable[[Actor], Client], admin: Actor, first: Import
) -> None:
    made = read_sheet(admin, edited(O1="Win the whole mid-market"), "plan v2.csv")
    browser = web(admin)
    page = browser.get(f"{HERE}/{made.id}").content.decode()
    assert page.count('<input type="radio" name="newer_of"') == 2
    assert f'value="{first.id}" checked' in page
    browser.post(f"{HERE}/{made.id}/names", {"newer_of": "new", "act": "plan"})
    work()
    own = find_import(admin, made.id)
    assert (own.state, own.newer_of and own.newer_of.chosen) == (State.PLANNED, "new")
    assert 'value="new" checked' in browser.get(f"{HERE}/{made.id}?step=names").content.decode()
    browser.post(f"{HERE}/{made.id}/names", {"newer_of": str(first.id), "act": "plan"})
    work()
    apply_import(admin, made.id)
    work()
    assert Objective.objects.count() == 2


def test_of_many_files_one_is_selected(
    web: Callable[[Actor], Client], admin: Actor, first: Import
) -> None:
    for number in range(8):
        Import.objects.create(
            organization_id=admin.organization_id,
            created_by_id=admin.member_id,
            applied_by_id=admin.member_id,
            applied_at=first.created_at,
            state=State.APPLIED,
            format="sheet",
            file_name=f"{number}.csv",
            source=f"file:{number}",
        )
    made = read_sheet(admin, OTHERS, "others.csv")
    page = web(admin).get(f"{HERE}/{made.id}").content.decode()
    assert '<select class="field" id="newer_of"' in page
    assert 'type="radio" name="newer_of"' not in page
    assert page.count(".csv”") >= 9
