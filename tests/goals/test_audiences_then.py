"""Who belonged to the audience of an objective on a past day, and what was never kept of it."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from cairn.cycles.models import Cycle
from cairn.goals.commands.key_results import claim_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.teams import edit_team
from cairn.goals.map.reading import read_nodes
from cairn.goals.map.scope import scope_of
from cairn.goals.models import Objective, Standing
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, again, make_team

NOBODY = (",", None)
Withheld = Callable[[Actor, Objective], bool]


@pytest.fixture
def withheld(cycle: Cycle) -> Withheld:
    """Whether a viewer is told no number of today tomorrow."""

    def ask(viewer: Actor, objective: Objective) -> bool:
        tomorrow = TODAY + timedelta(days=1)
        scope = scope_of(again(viewer), [cycle], cycle, tomorrow, TODAY)
        return read_nodes(scope, [objective.id])[str(objective.id)].withheld

    return ask


def tomorrow_opened(actor: Actor, objective: Objective) -> None:
    with clock.set_to(MORNING + timedelta(days=1)):
        edit_objective(actor, objective.id, visibility="organization")


def test_whoever_was_named_that_day_is_told(
    withheld: Withheld,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    employee: Actor,
    lead: Actor,
    champion: Actor,
    colleague: Actor,
    viewer: Actor,
) -> None:
    """By their part, or because they answer for a key result; stewards always."""
    made = write_objective(employee, visibility="people")
    open_one = write_key_result(employee, made, owner=None)
    edit_objective(employee, made.id, readers=[viewer.member_id, lead.member_id])
    claim_key_result(again(lead), open_one.id)
    edit_objective(employee, made.id, readers=[viewer.member_id])
    tomorrow_opened(employee, made)
    named = (employee, lead, champion, viewer)
    assert [withheld(one, made) for one in named] == [False] * 4
    assert withheld(colleague, made)


def test_a_teams_line_is_told_as_it_ran_that_day(
    withheld: Withheld,
    write_objective: WriteObjective,
    employee: Actor,
    lead: Actor,
    admin: Actor,
    colleague: Actor,
    team: Team,
    product: Team,
) -> None:
    Team.objects.filter(id=product.id).update(lead=colleague.member_id)
    below = make_team(team.organization, "小组", team)
    made = write_objective(lead, visibility="team", team=team.id, visible_team=below.id)
    other = write_objective(lead, visibility="team", team=team.id)
    with clock.set_to(MORNING + timedelta(days=1)):
        edit_team(admin, below.id, parent=product.id)
    for one in (made, other):
        tomorrow_opened(again(admin), one)
    assert [withheld(one, made) for one in (lead, employee, colleague)] == [False, True, True]
    assert [withheld(one, other) for one in (lead, employee, colleague)] == [False, False, True]


def kept(objective: Objective) -> list[tuple[str | None, str | None]]:
    return list(objective.standings.order_by("stood_on").values_list("audience", "audience_line"))


def test_what_was_never_kept_is_told_to_too_few_rather_than_too_many(
    write_objective: WriteObjective, employee: Actor, lead: Actor, team: Team
) -> None:
    """The migration knows the present and the ledger."""
    lead = again(lead)
    always = write_objective(employee)
    limited = write_objective(lead, team=team.id, visibility="team")
    opened = write_objective(lead, team=team.id, visibility="people")
    widened = write_objective(lead, team=team.id, visibility="people")
    with clock.set_to(MORNING + timedelta(days=2)):
        edit_objective(lead, opened.id, visibility="organization")
        edit_objective(lead, widened.id, readers=[lead.member_id, employee.member_id])
    right = {one.id: kept(one) for one in (always, limited, opened, widened)}
    Standing.objects.update(audience=None, audience_line=None)
    import_module("cairn.goals.migrations.0007_audiences_then").fill(apps, None)
    assert [kept(one) for one in (always, limited)] == [right[always.id], right[limited.id]]
    assert kept(opened) == [NOBODY, (None, None)]
    assert kept(widened) == [NOBODY, right[widened.id][1]]
