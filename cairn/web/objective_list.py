"""All objectives, narrowed by what the address says; and those deleted lately, to bring back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cairn.goals.models import Objective, ObjectiveTag, Status, Type
from cairn.goals.queries import (
    DRAFT,
    GROWTH,
    Filters,
    filtered,
    objective_rows,
    seen_through,
)
from cairn.goals.removed import deleted_objectives
from cairn.goals.stones import stones_of
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.filters import status_word
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import PAGE, address, cut, id_in, wants_fragment
from cairn.web.people import team_options
from cairn.web.sessions import WebRequest

MOST_TAGS = 100
MOST_COUNTED = 999
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address narrows the list to; empty and None mean "any". `cycle` is "", "all" or an
    id, `owner` is "", "me" or an id."""

    cycle: str = ""
    team: int | None = None
    owner: str = ""
    status: str = ""
    type: str = ""
    tag: str = ""
    q: str = ""

    def query(self) -> dict[str, Any]:
        """The parts of the address, for links that keep them."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_narrowed(self) -> bool:
        return any((self.team, self.owner, self.status, self.type, self.tag, self.q))


def read_asked(request: HttpRequest) -> Asked:
    """What is no known value counts as not asked."""
    said = {name: request.GET.get(name, "").strip()[:LONGEST] for name in Asked.__slots__}
    owner, status, type = said["owner"], said["status"], said["type"]
    return Asked(
        cycle=said["cycle"] if said["cycle"] == "all" or read_id(said["cycle"]) else "",
        team=id_in(request, "team"),
        owner=owner if owner == "me" or read_id(owner) else "",
        status=status if status in Status or status == DRAFT else "",
        type=type if type in Type or type == GROWTH else "",
        tag=said["tag"],
        q=said["q"],
    )


@member_page
def show_objectives(request: WebRequest) -> HttpResponse:
    actor, asked = request.actor, read_asked(request)
    choice = choose_cycle(request, actor)
    on = clock.today(actor.time_zone)
    fitting = _fitting(actor, asked, choice, on)
    before = id_in(request, "before")
    behind = fitting.filter(id__lt=before) if before else fitting
    found = cut(objective_rows(actor, behind[: PAGE + 1], on, with_key_results=False))
    last = found.rows[-1].id if found.has_more else None
    context = {
        "asked": asked,
        "objectives": found.rows,
        "stones": stones_of(found.rows, on),
        "more_url": address("/objectives", {**asked.query(), "before": last}) if last else "",
    }
    if wants_fragment(request) and before:
        return fragment(request, "objectives/list.html", "rows", context)
    context |= {"count": fitting.order_by()[: MOST_COUNTED + 1].count(), "cycle": choice.chosen}
    context["most_counted"] = MOST_COUNTED
    if wants_fragment(request):
        return fragment(request, "objectives/list.html", "found", context)
    return page(request, "objectives/list.html", {**context, **_offered(actor, asked, choice)})


def _fitting(viewer: Actor, asked: Asked, choice: CycleChoice, on: date) -> QuerySet[Objective]:
    """Newest first. A status says nothing of drafts, so that asking for one leaves them out."""
    owner = viewer.member_id if asked.owner == "me" else read_id(asked.owner)
    filters = Filters(
        cycle=None if asked.cycle == "all" else choice.id,
        team=asked.team,
        owner=owner,
        status=asked.status,
        drafts=asked.status in ("", DRAFT),
        type=asked.type,
        tag=asked.tag,
        q=asked.q,
    )
    return filtered(viewer, filters, on)


def _offered(viewer: Actor, asked: Asked, choice: CycleChoice) -> dict[str, Any]:
    """What the filters offer. Three queries, the last only for somebody else's objectives."""
    owner = read_id(asked.owner)
    return {
        "cycles": [(one.id, one.name) for one in choice.known],
        "chosen_cycle": asked.cycle if asked.cycle == "all" else choice.id or "",
        "teams": team_options(viewer),
        "statuses": [(one, status_word(one)) for one in (*Status.values, DRAFT)],
        "tags": [(tag, tag) for tag in _tags(viewer)],
        "owner": Member.objects.filter(id=owner, organization_id=viewer.organization_id)
        .values("id", "name")
        .first()
        if owner
        else None,
    }


def _tags(viewer: Actor) -> Iterable[str]:
    """The words on objectives that the viewer may see."""
    return (
        ObjectiveTag.objects.filter(seen_through(viewer))
        .order_by("name")
        .values_list("name", flat=True)
        .distinct()[:MOST_TAGS]
    )


@member_page
def show_deleted(request: WebRequest) -> HttpResponse:
    """Those that the reader may restore: their own, and for stewards everybody's."""
    actor = request.actor
    context = {"objectives": list(deleted_objectives(actor)[:PAGE])}
    return page(request, "objectives/deleted.html", context)


urlpatterns = [
    path("objectives", show_objectives),
    path("objectives/deleted", show_deleted),
]
