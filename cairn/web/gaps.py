"""Where alignment has holes: lists to work through, each row with its act."""

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from cairn.goals.gap_rows import gap_rows
from cairn.goals.gaps import LISTS, ORDERS, SKIPPED, UNALIGNED, UNSUPPORTED, Within, find_gaps
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import PAGE, address, cut, id_in, wants_fragment
from cairn.web.people import team_options
from cairn.web.sessions import WebRequest

HERE = "/map/gaps"
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `cycle` is "", "all" or an id."""

    list: str
    cycle: str
    team: int | None

    def address(self, **changes: Any) -> str:
        kept = {"list": self.list, "cycle": self.cycle, "team": self.team}
        return address(HERE, kept | changes)


def read_asked(request: HttpRequest) -> Asked:
    """What is no known value counts as not asked."""
    name, cycle = request.GET.get("list", ""), request.GET.get("cycle", "")
    return Asked(
        name if name in LISTS else UNALIGNED,
        cycle if cycle == "all" or read_id(cycle) else "",
        id_in(request, "team"),
    )


@member_page
def show_gaps(request: WebRequest) -> HttpResponse:
    actor, asked = request.actor, read_asked(request)
    choice = choose_cycle(request, actor)
    teams = team_options(actor)
    within = _within(asked, choice)
    after = request.GET.get("after", "")
    found = find_gaps(actor, asked.list, within).order_by(*ORDERS[asked.list])
    part = cut(list(found.filter(behind(asked.list, after))[: PAGE + 1]), PAGE)
    rows = gap_rows(actor, asked.list, part.rows, clock.today(actor.time_zone))
    last = cursor_of(asked.list, part.rows[-1]) if part.has_more else ""
    context = {
        "asked": asked,
        "rows": rows,
        "more_url": asked.address(after=last) if last else "",
    }
    if wants_fragment(request) and after:
        return fragment(request, "gaps/gaps.html", "rows", context)
    context["tabs"] = _tabs(actor, asked, within)
    cycle = "all" if asked.cycle == "all" else choice.id
    context["filters"] = {"cycle": cycle, "team": asked.team}
    if wants_fragment(request):
        return fragment(request, "gaps/gaps.html", "found", context)
    offered = {
        "cycles": [(str(one.id), one.name) for one in choice.known],
        "chosen_cycle": asked.cycle if asked.cycle == "all" else str(choice.id or ""),
        "teams": teams,
    }
    return page(request, "gaps/gaps.html", context | offered)


def _within(asked: Asked, choice: CycleChoice) -> Within:
    cycles = () if asked.cycle == "all" or choice.id is None else (choice.id,)
    return Within(cycles, asked.team)


def behind(name: str, after: str) -> Q:
    """What comes after a cursor; one that cannot be read is the beginning."""
    ids = [read_id(part) for part in after.split(".")]
    if None in ids or len(ids) != len(ORDERS[name]):
        return Q()
    if name == UNALIGNED:
        return Q(id__lt=ids[0])
    place, id = ids
    return Q(place__lte=place) & (Q(place__lt=place) | Q(place=place, id__gt=id))


def cursor_of(name: str, last: Any) -> str:
    return str(last.id) if name == UNALIGNED else f"{last.place}.{last.id}"


class _Capped(Subquery):
    """How many rows a limited query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _tabs(viewer: Actor, asked: Asked, within: Within) -> list[tuple[str, str, bool, str]]:
    """What the tabs say: words, address, current, how many. One query."""
    words = {
        UNALIGNED: _("Unaligned"),
        UNSUPPORTED: _("Supported by nobody"),
        SKIPPED: _("Levels skipped"),
    }
    counts = {
        name: _Capped(_ids(find_gaps(viewer, name, within))[: MOST_COUNTED + 1]) for name in LISTS
    }
    here = Organization.objects.filter(id=viewer.organization_id)
    numbers = here.annotate(**counts).values_list(*LISTS).get()
    shown = [at_most(number) for number in numbers]
    return [
        (words[name], asked.address(list=name), name == asked.list, number)
        for name, number in zip(LISTS, shown, strict=True)
    ]


def at_most(number: int) -> str:
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def _ids(found: QuerySet[Any]) -> QuerySet[Any]:
    return cast("QuerySet[Any]", found.order_by().values("pk"))


urlpatterns = [path("map/gaps", show_gaps)]
