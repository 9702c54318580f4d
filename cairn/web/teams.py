"""The tree of teams, and the page of each team."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE, Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.urls import path

from cairn.errors import NotFound
from cairn.goals.dependencies import needed_from
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import PersonRef
from cairn.goals.tallies import NOTHING, Tally, tallies_by_team
from cairn.kpis.beside import kpis_beside, rows_beside
from cairn.meetings.beside import meetings_beside
from cairn.meetings.beside import rows_beside as meetings_in
from cairn.meetings.minutes import MeetingRow
from cairn.meetings.models import Meeting
from cairn.meetings.policy import rules as meeting_rules
from cairn.notifications.queries import is_following
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team
from cairn.storage import clock
from cairn.web.cycle_choice import choose_cycle
from cairn.web.feed import read_feed
from cairn.web.follow_button import FollowButton
from cairn.web.pages import member_page, page
from cairn.web.paging import id_in
from cairn.web.sessions import WebRequest

WHOLE_TREE = 300
"""Up to so many teams are shown at once; of more, two levels below the one that is looked at."""
FACES = 24
LINE = "parent__parent__parent__parent__parent__parent"
HERE_NOW = Count("memberships", filter=Q(memberships__member__left_at__isnull=True))


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A team in the tree. `hidden` says that teams below it are not shown here."""

    id: int
    name: str
    depth: int
    lead: PersonRef | None
    people: int
    tally: Tally
    is_company: bool
    hidden: bool

    @property
    def url(self) -> str:
        return f"/teams/{self.id}"


@member_page
def show_teams(request: WebRequest) -> HttpResponse:
    actor = request.actor
    choice = choose_cycle(request, actor)
    under = id_in(request, "under")
    on = clock.today(actor.time_zone)
    tallies = tallies_by_team(actor, choice.id, on) if choice.id else {}
    context = {
        "rows": tree_rows(actor, under, tallies),
        "cycle": choice.chosen,
        "cycles": choice.links("/teams", under=str(under or "")),
        "under": under,
        "members": Member.objects.filter(
            organization_id=actor.organization_id, left_at__isnull=True
        ).count(),
    }
    return page(request, "teams/list.html", context)


def tree_rows(
    viewer: Actor, under: int | None, tallies: Mapping[int | None, Tally]
) -> list[TreeRow]:
    """The tree in reading order: each team before those below it, sisters by name. Two queries."""
    opened = Team.objects.open().filter(organization_id=viewer.organization_id)
    is_whole = under is None and opened.count() <= WHOLE_TREE
    shown = opened if is_whole else _near(opened, under)
    rows = list(
        shown.annotate(people=HERE_NOW)
        .order_by("name", "id")
        .values("id", "parent_id", "name", "lead_id", "lead__name", "people")
    )
    if under and not rows:
        raise NotFound
    return _in_order(rows, tallies, cut_at=None if is_whole else 2)


def _near(teams: QuerySet[Team], under: int | None) -> QuerySet[Team]:
    """A team (the company where none is named) and two levels below it."""
    if under is None:
        return teams.filter(parent__parent__parent__isnull=True)
    return teams.filter(Q(id=under) | Q(parent=under) | Q(parent__parent=under))


def _in_order(
    rows: Sequence[Mapping[str, Any]], tallies: Mapping[int | None, Tally], cut_at: int | None
) -> list[TreeRow]:
    known = {row["id"] for row in rows}
    below: dict[int | None, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        below[row["parent_id"] if row["parent_id"] in known else None].append(row)
    ordered: list[TreeRow] = []
    waiting = [(row, 0) for row in reversed(below[None])]
    while waiting:
        row, depth = waiting.pop()
        ordered.append(_row(row, depth, tallies, cut_at))
        waiting.extend((child, depth + 1) for child in reversed(below[row["id"]]))
    return ordered


def _row(
    row: Mapping[str, Any], depth: int, tallies: Mapping[int | None, Tally], cut_at: int | None
) -> TreeRow:
    return TreeRow(
        id=row["id"],
        name=row["name"],
        depth=depth,
        lead=PersonRef(row["lead_id"], row["lead__name"]) if row["lead_id"] else None,
        people=row["people"],
        tally=tallies.get(row["id"], NOTHING),
        is_company=row["parent_id"] is None,
        hidden=depth == cut_at,
    )


@member_page
def show_team(request: WebRequest, team_id: int) -> HttpResponse:
    actor = request.actor
    team, below = team_and_below(actor, team_id)
    choice = choose_cycle(request, actor)
    on = clock.today(actor.time_zone)
    people = people_of(team)
    objectives = visible_objectives(actor).filter(team=team, cycle=choice.id)
    meetings = meetings_in(team.meetings_beside)
    kpis, more_kpis = rows_beside(team.kpis_beside, on, actor.locale)
    context = {
        "team": team,
        "line": line_above(team),
        "below": below,
        "people": people,
        "cycle": choice.chosen,
        "cycles": choice.links(f"/teams/{team_id}"),
        "objectives": objective_rows(actor, objectives.order_by("position", "id"), on),
        "asked": needed_from(actor, team.id, on),
        "kpis": kpis,
        "more_kpis": more_kpis,
        "meetings": meetings,
        "may_meet": may_meet(actor, team, meetings),
        "feed": read_feed(
            actor, team=team_id, only_checkins=request.GET.get("feed") == "check-ins"
        ),
        "follow": FollowButton("team", team_id, team.is_followed),
        "may_write": may_write_for(actor, team),
        "may_order": may_order_for(actor, team),
    }
    return page(request, "teams/team.html", context)


def team_and_below(viewer: Actor, team_id: int) -> tuple[Any, list[Team]]:
    """A team with its line and its KPIs loaded, and the open teams right below it. One query."""
    found = (
        Team.objects.filter(
            Q(id=team_id) | Q(parent=team_id, valid_to__isnull=True),
            organization_id=viewer.organization_id,
        )
        .select_related("lead", LINE)
        .annotate(people=HERE_NOW, is_followed=Exists(is_following(viewer, "team", OuterRef("pk"))))
        .annotate(kpis_beside=kpis_beside(), meetings_beside=meetings_beside(viewer))
        .order_by("name", "id")
        .fetch_mode(FETCH_RAISE)
    )
    teams = list(found)
    team = next((one for one in teams if one.id == team_id), None)
    if team is None:
        raise NotFound
    return team, [one for one in teams if one.id != team_id]


def line_above(team: Team) -> list[Team]:
    """From the company down to the team above; six levels at most."""
    line: list[Team] = []
    above = team.parent
    for _level in LINE.split("__"):
        if above is None:
            break
        line.insert(0, above)
        above = above.parent if len(line) < len(LINE.split("__")) else None
    return line


def people_of(team: Team) -> Sequence[Mapping[str, Any]]:
    """The first of a team's people by name; one more than are shown, to know of the rest."""
    return list(
        Member.objects.filter(team_memberships__team=team, left_at__isnull=True)
        .order_by("name", "id")
        .values("id", "name", "title")[:FACES]
    )


def may_write_for(actor: Actor, team: Team) -> bool:
    """Whether to offer writing an objective here; the command asks again."""
    belongs = actor.is_steward or team.id in actor.teams | actor.leads
    return belongs and actor.role is not Role.VIEWER and team.valid_to is None


def may_meet(actor: Actor, team: Team, meetings: Sequence[MeetingRow]) -> bool:
    """Whether to offer starting the team's meeting, or joining the one that goes on: the newest."""
    act = "meeting.write" if meetings and meetings[0].is_going else "meeting.start"
    return team.valid_to is None and meeting_rules.can(actor, act, Meeting(team=team))


def may_order_for(actor: Actor, team: Team) -> bool:
    """Whoever may change all objectives of the team puts them in order."""
    return actor.role is not Role.VIEWER and (actor.is_steward or team.id in actor.leads)


def by_team(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows of objectives by the team that owns them, in their order."""
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.team:
            grouped[row.team.id].append(row)
    return grouped


urlpatterns = [path("teams", show_teams), path("teams/<int:team_id>", show_team)]
