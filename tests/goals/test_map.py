"""The map: what is drawn, where it stands, what a filter finds, and how it was on a past day."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import end_alignment, request_alignment
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.map.alignment import Drawing, draw_alignment, draw_branch
from cairn.goals.map.filters import Filters, showing
from cairn.goals.map.nodes import LOOSE, ROOT, Node
from cairn.goals.map.scope import Scope, scope_of
from cairn.goals.map.teams import draw_team_branch, draw_teams
from cairn.goals.models import Objective, Status
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from cairn.storage.pieces import weave
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, again

pytestmark = pytest.mark.django_db

NO_FILTERS = Filters()
Look = Callable[..., Drawing]


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


@pytest.fixture
def scope(cycle: Cycle, year: Cycle) -> Callable[..., Scope]:
    def of(viewer: Actor, on: date | None = None, today: date = TODAY) -> Scope:
        return scope_of(again(viewer), [cycle, year], cycle, today, on)

    return of


@pytest.fixture
def look(organization: Organization, scope: Callable[..., Scope]) -> Look:
    """The first answer by alignment, as a viewer sees it."""

    def draw(viewer: Actor, filters: Filters = NO_FILTERS, **asked: Any) -> Drawing:
        focus = asked.pop("focus", None)
        return draw_alignment(scope(viewer, **asked), organization, filters, focus)

    return draw


def by_id(drawn: Drawing) -> dict[str, Node]:
    return {node.id: node for node in drawn.nodes}


def parents(drawn: Drawing, objective: Objective) -> list[str]:
    return [tie.id for tie in by_id(drawn)[str(objective.id)].parents]


def support(actor: Actor, objective: Objective, target: Objective, **more: Any) -> int:
    return request_alignment(actor, objective.id, target=target.id, **more).id


def test_it_goes_down_from_the_mission(
    look: Look, champion: Actor, above: Objective, objective: Objective
) -> None:
    support(champion, objective, above)
    drawn = look(champion)
    assert [node.id for node in drawn.nodes] == [ROOT, str(above.id), str(objective.id)]
    assert parents(drawn, above) == [ROOT]
    assert parents(drawn, objective) == [str(above.id)]
    assert by_id(drawn)[str(above.id)].children == 1


def test_what_is_only_asked_for_is_no_line_yet(
    look: Look, employee: Actor, above: Objective, objective: Objective
) -> None:
    support(employee, objective, above)
    drawn = look(employee)
    assert str(objective.id) not in by_id(drawn)
    assert by_id(drawn)[LOOSE].children == 1


def test_with_several_parents_it_comes_once_below_the_first(
    look: Look,
    champion: Actor,
    above: Objective,
    objective: Objective,
    write_objective: WriteObjective,
    company: Team,
) -> None:
    second = write_objective(champion, title="第二个", team=company.id)
    support(champion, objective, second)
    support(champion, objective, above)
    drawn = look(champion)
    assert len(drawn.nodes) == 4
    assert parents(drawn, objective) == [str(second.id), str(above.id)]


def test_a_quarter_of_the_companys_stands_below_its_year(
    look: Look,
    champion: Actor,
    above: Objective,
    year: Cycle,
    company: Team,
    write_objective: WriteObjective,
) -> None:
    annual = write_objective(champion, title="全年", team=company.id, cycle=year.id)
    support(champion, above, annual)
    drawn = look(champion)
    assert parents(drawn, above) == [str(annual.id)]
    assert by_id(drawn)[ROOT].children == 1


def test_it_opens_level_after_level_while_they_fit(
    look: Look, champion: Actor, above: Objective, write_objective: WriteObjective
) -> None:
    for n in range(3):
        middle = write_objective(champion, title=f"中 {n}")
        support(champion, middle, above)
        rows = [
            Objective(
                organization_id=middle.organization_id,
                cycle_id=middle.cycle_id,
                owner_id=champion.member_id,
                title="下",
                due_on=middle.due_on,
                created_by_id=champion.member_id,
                published_at=clock.now(),
            )
            for _ in range(60)
        ]
        Objective.objects.bulk_create(rows)
        align_all(champion, rows, middle)
    drawn = look(champion)
    assert len(drawn.nodes) == 5
    closed = by_id(drawn)[str(middle.id)]
    assert (closed.children, closed.open) == (60, False)


def align_all(actor: Actor, rows: list[Objective], target: Objective) -> None:
    """Accepted a moment ago, without the commands' checks."""
    from cairn.goals.models import Alignment

    Alignment.objects.bulk_create(
        Alignment(
            organization_id=target.organization_id,
            objective=row,
            target=target,
            state="accepted",
            requested_by_id=actor.member_id,
            answered_at=clock.now() - timedelta(minutes=1),
        )
        for row in rows
    )


def test_a_branch_comes_in_pages(
    scope: Callable[..., Scope], champion: Actor, above: Objective
) -> None:
    rows = [
        Objective(
            organization_id=above.organization_id,
            cycle_id=above.cycle_id,
            owner_id=champion.member_id,
            title="下",
            due_on=above.due_on,
            created_by_id=champion.member_id,
            published_at=clock.now(),
        )
        for _ in range(203)
    ]
    Objective.objects.bulk_create(rows)
    align_all(champion, rows, above)
    first = draw_branch(scope(champion), str(above.id))
    assert first is not None
    assert len(first.nodes) == 200
    rest = draw_branch(scope(champion), str(above.id), first.after)
    assert rest is not None
    assert len(rest.nodes) == 3
    assert not rest.more


# What may be seen


HIDDEN: dict[str, dict[str, Any]] = {
    "people": {"visibility": "people"},
    "draft": {"publish": False},
    "deleted": {},
}


@pytest.mark.parametrize("way", HIDDEN)
def test_what_is_hidden_leaves_no_trace(
    way: str,
    look: Look,
    champion: Actor,
    lead: Actor,
    colleague: Actor,
    above: Objective,
    objective: Objective,
    team: Team,
    write_objective: WriteObjective,
    scope: Callable[..., Scope],
    organization: Organization,
) -> None:
    support(champion, objective, above)
    ways: tuple[dict[str, Any], ...] = (
        {},
        {"filters": Filters(team=team.id)},
        {"filters": Filters(q="秘密")},
        {"filters": Filters(status="not_started")},
        {"focus": objective.id},
        {"on": TODAY, "today": TODAY + timedelta(days=1)},
    )
    before = [_json(look(colleague, **one)) for one in ways]
    teams = _json(draw_teams(scope(colleague), organization, NO_FILTERS))
    hidden = write_objective(champion, title="秘密", team=team.id, **HIDDEN[way])
    if way == "people":
        Objective.objects.filter(id=hidden.id).update(visibility="people")
    if not hidden.is_draft:
        support(champion, hidden, above)
        support(champion, objective, hidden)
    if way == "deleted":
        delete_objective(champion, hidden.id)
    assert [_json(look(colleague, **one)) for one in ways] == before
    assert _json(draw_teams(scope(colleague), organization, NO_FILTERS)) == teams
    assert draw_branch(scope(colleague), str(hidden.id)) is None


def _json(drawn: Drawing) -> Any:
    return [node.as_json() for node in drawn.nodes], drawn.matches, drawn.more


def test_who_sees_what_is_the_policys_word(
    scope: Callable[..., Scope],
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    viewer: Actor,
    stranger: Actor,
    team: Team,
    product: Team,
    company: Team,
    write_objective: WriteObjective,
) -> None:
    audiences: list[dict[str, Any]] = [
        {},
        {"visibility": "people"},
        {"visibility": "people", "readers": [colleague.member_id]},
        *({"visibility": "team", "visible_team": one.id} for one in (team, product, company)),
    ]
    for publish in (True, False):
        for given in audiences:
            for who in (employee, lead, colleague):
                write_objective(again(who), publish=publish, **given)
            write_objective(again(lead), team=team.id, publish=publish, **given)
    for who in (admin, champion, lead, employee, colleague, viewer, stranger):
        asked = scope(who)
        rows = weave(
            "SELECT o.id FROM {tables} WHERE {visible}",
            tables=asked.tables("o"),
            visible=asked.visible("o"),
        ).rows()
        seen = visible_objectives(again(who)).filter(cycle__in=asked.cycles)
        assert {id for (id,) in rows} == set(seen.values_list("id", flat=True)), who.name


# Filters and focus


def test_a_status_in_sql_is_the_status_that_is_shown(
    scope: Callable[..., Scope],
    employee: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    for share, days in ((0, 0), (10, 0), (40, 0), (90, 0), (90, 20), (None, 0)):
        made = write_objective(employee, title=f"{share} {days}")
        if share is not None:
            added = write_key_result(employee, made)
            day = TODAY - timedelta(days=days)
            check_in(employee, added.id, value=Decimal(share), effective_on=day)
    close_objective(employee, made.id, outcome="postponed", note="?")
    asked = scope(employee)
    shown = {row.id: row.status for row in objective_rows(employee, _all(employee), TODAY)}
    assert len(set(shown.values())) >= 4
    for status in Status.values:
        rows = weave(
            "SELECT o.id FROM {tables} WHERE {visible} AND {showing}",
            tables=asked.tables("o"),
            visible=asked.visible("o"),
            showing=showing(asked, status, "o"),
        ).rows()
        expected = {id for id, one in shown.items() if one == status}
        assert {id for (id,) in rows} == expected, status


def _all(viewer: Actor) -> Any:
    return visible_objectives(viewer)


def test_a_filter_shows_matches_and_the_lines_that_lead_there(
    look: Look,
    champion: Actor,
    above: Objective,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    support(champion, objective, above)
    mine = write_objective(champion, title="独自")
    found = by_id(look(champion, Filters(q="老客户")))
    assert not found[str(objective.id)].dim
    assert found[str(above.id)].dim
    assert str(mine.id) not in found
    alone = look(champion, Filters(q="独自"))
    assert parents(alone, mine) == [LOOSE]
    assert alone.matches == 1


def test_a_team_means_all_below_it(
    look: Look, champion: Actor, above: Objective, objective: Objective, company: Team
) -> None:
    drawn = look(champion, Filters(team=company.id))
    assert drawn.matches == 2


def test_a_focus_lights_the_line_up_and_down(
    look: Look,
    champion: Actor,
    above: Objective,
    objective: Objective,
    company: Team,
    write_objective: WriteObjective,
) -> None:
    below, other = write_objective(champion, title="下"), write_objective(champion, title="旁")
    support(champion, objective, above)
    support(champion, below, objective)
    support(champion, other, above)
    found = by_id(look(champion, focus=objective.id))
    lit = {id for id, node in found.items() if node.lit}
    assert lit == {ROOT, str(above.id), str(objective.id), str(below.id)}
    assert str(other.id) in found


# A past day


def test_a_past_day_is_as_it_was(
    look: Look,
    champion: Actor,
    employee: Actor,
    above: Objective,
    objective: Objective,
    product: Team,
    write_key_result: WriteKeyResult,
) -> None:
    measured = write_key_result(employee, objective)
    check_in(employee, measured.id, value=Decimal(30))
    tie = support(champion, objective, above)
    with clock.set_to(MORNING + timedelta(days=5)):
        check_in(employee, measured.id, value=Decimal(80))
        edit_objective(champion, objective.id, title="新名字", team=product.id, reason="?")
        end_alignment(champion, tie, reason="?")
        today = TODAY + timedelta(days=5)
        now, then = look(champion, today=today), look(champion, on=TODAY, today=today)
        before = look(champion, on=TODAY - timedelta(days=1), today=today)
    assert LOOSE in by_id(now)
    past = by_id(then)[str(objective.id)]
    assert (past.title, past.team, past.progress) == (
        "让老客户愿意留下来",
        "增长部",
        Decimal("0.3"),
    )
    assert past.status == "behind"
    assert parents(then, objective) == [str(above.id)]
    assert [node.id for node in before.nodes] == [ROOT]


def test_a_draft_of_that_day_is_no_more_open_today(
    look: Look, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    from cairn.goals.commands.drafts import publish_objective

    draft = write_objective(employee, title="还没想好", publish=False)
    with clock.set_to(MORNING + timedelta(days=1)):
        publish_objective(employee, draft.id)
        today = TODAY + timedelta(days=1)
        assert by_id(look(colleague, today=today))[LOOSE].children == 1
        assert LOOSE not in by_id(look(colleague, on=TODAY, today=today))
        own = by_id(look(employee, Filters(status="draft"), on=TODAY, today=today))
    assert own[str(draft.id)].status == "draft"


# By team


def test_by_team_it_goes_down_the_tree_to_the_people(
    scope: Callable[..., Scope],
    organization: Organization,
    champion: Actor,
    employee: Actor,
    above: Objective,
    objective: Objective,
    team: Team,
    write_objective: WriteObjective,
) -> None:
    own = write_objective(employee, title="自己的")
    found = by_id(draw_teams(scope(champion), organization, NO_FILTERS))
    person = f"member:{employee.member_id}"
    assert found[str(above.id)].parents[0].id == ROOT
    assert found[str(objective.id)].parents[0].id == f"team:{team.id}"
    assert found[person].parents[0].id == f"team:{team.id}"
    assert found[person].children == 1
    assert str(own.id) not in found
    branch = draw_team_branch(scope(champion), person)
    assert branch is not None
    assert [node.id for node in branch.nodes] == [str(own.id)]
    filtered = by_id(draw_teams(scope(champion), organization, Filters(q="自己的")))
    assert {ROOT, f"team:{team.id}", person, str(own.id)} == set(filtered)


def test_what_is_no_node_has_no_branch(scope: Callable[..., Scope], champion: Actor) -> None:
    for of in ("team:5", "member:5"):
        assert draw_team_branch(scope(champion), of) is None
    assert draw_branch(scope(champion), "5") is None
