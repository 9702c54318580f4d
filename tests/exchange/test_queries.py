"""What pages ask of imports, and who finds anything."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.exchange.commands.deciding import apply_import
from cairn.exchange.commands.preparing import discard_import, map_import, start_import
from cairn.exchange.models import Import
from cairn.exchange.queries import find_import, list_imports
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.exchange.files import applied, bring, planned


@pytest.fixture
def brought(admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> Import:
    return planned(admin)


def test_a_page_of_a_plan_in_at_most_ten_queries(brought: Import, admin: Actor) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = find_import(admin, brought.id, with_names=True)
    assert len(asked) <= 10
    assert page.counts["create"] == sum(one.create for one in page.counts_by_sort)
    assert {one.sort for one in page.names} == {"person", "team", "cycle"}
    assert page.open_names == 0
    assert all(one.reasons for one in page.steps)
    assert page.can == ("map", "plan", "apply", "discard")
    with CaptureQueriesContext(connection) as listed:
        [row] = list_imports(admin)
    assert len(listed) == 1
    assert (row.id, row.counts["create"]) == (brought.id, page.counts["create"])


def test_steps_are_paged_by_sort_and_action(brought: Import, admin: Actor) -> None:
    found = find_import(admin, brought.id, sort="check_in", action="create").steps
    assert [one.title for one in found] == ["Activation rate", "Activation rate", "Wait"]
    later = find_import(
        admin, brought.id, sort="check_in", action="create", after=found[0].position
    )
    assert len(later.steps) == 2


def test_only_administrators_find_imports(
    brought: Import, champion: Actor, stranger: Actor
) -> None:
    for who in (champion, stranger):
        with pytest.raises(NotFound):
            find_import(who, brought.id)
    with pytest.raises(Forbidden):
        start_import(champion, file_name="a.csv", content=b"?")
    assert list_imports(stranger) == []


def test_a_name_is_taken_for_what_exists_here_alone(
    brought: Import, admin: Actor, stranger: Actor
) -> None:
    for choice in (str(stranger.member_id), "nobody@cairn.test", "new"):
        with pytest.raises(Invalid):
            map_import(admin, brought.id, people={"p3": choice})
    mapped = map_import(admin, brought.id, people={"p3": "employee@cairn.test"})
    assert mapped.state == "mapping"
    assert not mapped.steps.exists()


def test_what_is_applied_is_not_discarded(
    admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    with pytest.raises(Conflict):
        discard_import(admin, applied(admin).id)
    waiting = bring(admin)
    with pytest.raises(Conflict):
        apply_import(admin, waiting.id)
    discard_import(admin, waiting.id)
    assert Import.objects.count() == 1
