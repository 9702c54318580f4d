"""Everybody in the organization, and the page of each person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    FETCH_RAISE,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
)
from django.http import HttpResponse
from django.urls import path

from cairn.errors import NotFound
from cairn.goals.models import KeyResult
from cairn.goals.queries import objective_rows, seen_through, visible_objectives
from cairn.goals.rows import KeyResultRow, ObjectiveRow, PersonRef
from cairn.notifications.queries import is_following
from cairn.organization.actor import Actor
from cairn.organization.away import absences_of, whose
from cairn.organization.models import PLACEHOLDERS, Member, Team
from cairn.organization.policy import rules
from cairn.organization.queries import members, members_after, teams_of
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.cycle_choice import choose_cycle
from cairn.web.feed import read_feed
from cairn.web.follow_button import FollowButton
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import PAGE, address, cut, id_in, wants_fragment
from cairn.web.sessions import WebRequest

MOST_TEAMS = 300


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str
    title: str
    manager: PersonRef | None
    teams: tuple[tuple[int, str], ...]
    objectives: int
    last_checkin_on: date | None

    @property
    def url(self) -> str:
        return f"/people/{self.id}"


@member_page
def show_people(request: WebRequest) -> HttpResponse:
    actor = request.actor
    query, team = request.GET.get("q", "").strip(), id_in(request, "team")
    choice = choose_cycle(request, actor)
    found = cut(_page_of_people(actor, query, team, request.GET.get("after", "")))
    rows = _rows(actor, list(found.rows), choice.id)
    last = f"{rows[-1].id}.{rows[-1].name}" if found.has_more else ""
    context = {
        "people": rows,
        "cycle": choice.chosen,
        "q": query,
        "more_url": address("/people", {"q": query, "team": team, "after": last}) if last else "",
    }
    if wants_fragment(request):
        block = "rows" if "after" in request.GET else "found"
        return fragment(request, "people/list.html", block, context)
    return page(
        request, "people/list.html", {**context, "team": team, "teams": team_options(actor)}
    )


def team_options(viewer: Actor) -> list[tuple[int, str]]:
    """The open teams that a filter offers, as (id, name), by name."""
    return list(
        Team.objects.open()
        .filter(organization_id=viewer.organization_id)
        .order_by("name", "id")
        .values_list("id", "name")[:MOST_TEAMS]
    )


def _page_of_people(
    viewer: Actor, query: str, team: int | None, after: str
) -> list[dict[str, Any]]:
    """By name; `after` is the id and name of the last person on the page before."""
    people = members(viewer, q=query, team=team)
    id, _, name = after.partition(".")
    if (last := read_id(id)) is not None:
        people = members_after(people, name, last)
    columns = ("id", "name", "title", "manager_id", "manager__name")
    return list(people.values(*columns)[: PAGE + 1])


def _rows(viewer: Actor, people: list[dict[str, Any]], cycle: int | None) -> list[PersonRow]:
    """With their teams, their objectives in the cycle and their last check-in. Three queries."""
    ids = [row["id"] for row in people]
    teams = teams_of(viewer, ids)
    objectives = _objectives_of(viewer, ids, cycle)
    checked_in = _last_checkins_of(viewer, ids)
    return [
        PersonRow(
            id=row["id"],
            name=row["name"],
            title=row["title"],
            manager=PersonRef(row["manager_id"], row["manager__name"])
            if row["manager_id"]
            else None,
            teams=tuple(teams.get(row["id"], ())),
            objectives=objectives.get(row["id"], 0),
            last_checkin_on=checked_in.get(row["id"]),
        )
        for row in people
    ]


def _objectives_of(viewer: Actor, ids: list[int], cycle: int | None) -> dict[int, int]:
    rows = (
        visible_objectives(viewer)
        .filter(owner__in=ids, cycle=cycle, published_at__isnull=False)
        .values("owner_id")
        .annotate(count=Count("id"))
        .order_by()
    )
    return {row["owner_id"]: row["count"] for row in rows}


def _last_checkins_of(viewer: Actor, ids: list[int]) -> dict[int, date | None]:
    """Only from what the viewer may see."""
    rows = (
        KeyResult.objects.filter(seen_through(viewer), owner__in=ids, deleted_at__isnull=True)
        .values("owner_id")
        .annotate(last=Max("checked_in_on"))
        .order_by()
    )
    return {row["owner_id"]: row["last"] for row in rows}


@member_page
def show_person(request: WebRequest, member_id: int) -> HttpResponse:
    actor = request.actor
    person, reports = person_and_reports(actor, member_id)
    choice = choose_cycle(request, actor)
    on = clock.today(actor.time_zone)
    answers = KeyResult.objects.filter(owner=member_id, deleted_at__isnull=True)
    theirs = visible_objectives(actor).filter(
        Q(owner=member_id) | Q(id__in=answers.values("objective")), cycle=choice.id
    )
    rows = objective_rows(actor, theirs.order_by("position", "id"), on)
    found = whose(person)
    context = {
        "person": person,
        "reports": reports,
        "teams": found.teams,
        "cycle": choice.chosen,
        "cycles": choice.links(f"/people/{member_id}"),
        "objectives": [row for row in rows if _is_owner(row, member_id)],
        "elsewhere": _elsewhere(rows, member_id),
        "feed": read_feed(
            actor, person=member_id, only_checkins=request.GET.get("feed") == "check-ins"
        ),
        "is_me": member_id == actor.member_id,
        "away": absences_of(actor, member_id, on).filter(starts_on__lte=on).first(),
        "may_merge": rules.can(actor, "member.merge", person),
        "may_plan_absence": rules.can(actor, "absence.plan", found),
        "follow": FollowButton("person", member_id, person.is_followed),
    }
    return page(request, "people/person.html", context)


def person_and_reports(viewer: Actor, member_id: int) -> tuple[Any, list[Member]]:
    """A person, gone or here, and those who report to them now, by name. One query.

    `is_followed` tells of each whether the viewer does, `is_by_name` whether only the name is known.
    """
    found = (
        Member.objects.filter(
            Q(id=member_id) | Q(manager=member_id, left_at__isnull=True),
            organization_id=viewer.organization_id,
        )
        .select_related("manager")
        .annotate(
            is_followed=Exists(is_following(viewer, "person", OuterRef("pk"))),
            is_by_name=ExpressionWrapper(
                Q(user__email__endswith=PLACEHOLDERS), output_field=BooleanField()
            ),
        )
        .order_by("name", "id")
        .fetch_mode(FETCH_RAISE)
    )
    people = list(found)
    person = next((one for one in people if one.id == member_id), None)
    if person is None:
        raise NotFound
    return person, [one for one in people if one.id != member_id]


def _is_owner(row: ObjectiveRow, member_id: int) -> bool:
    return row.owner is not None and row.owner.id == member_id


def _elsewhere(
    rows: list[ObjectiveRow], member_id: int
) -> list[tuple[ObjectiveRow, list[KeyResultRow]]]:
    """Other people's objectives with the key results of theirs that the person answers for."""
    return [
        (row, [kr for kr in row.key_results if kr.owner and kr.owner.id == member_id])
        for row in rows
        if not _is_owner(row, member_id)
    ]


urlpatterns = [path("people", show_people), path("people/<int:member_id>", show_person)]
