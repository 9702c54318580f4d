"""The map: a drawing for those who can see it, a nested list for everybody."""

from typing import Any

import orjson
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from markupsafe import Markup

from cairn.errors import NotFound
from cairn.goals.gaps import UNALIGNED, count_unaligned
from cairn.goals.map.alignment import Drawing, draw_alignment
from cairn.goals.map.branches import draw_any_branch
from cairn.goals.map.nodes import ROOT
from cairn.goals.map.teams import draw_teams
from cairn.goals.models import Status
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.storage.ids import read_id
from cairn.web.filters import status_word
from cairn.web.gaps import MOST_COUNTED, at_most
from cairn.web.map.asked import Map, read_map
from cairn.web.map.inputs import inputs_of
from cairn.web.map.outline import outline
from cairn.web.map.words import island_words
from cairn.web.pages import drawing, member_page, page
from cairn.web.paging import address, id_in, wants_fragment
from cairn.web.people import team_options
from cairn.web.sessions import WebRequest

TABLES = ("map", "alignments", "objectives")
"""Only the first knows past days, lines in focus and the teams below one."""


@gzip_page
@member_page
def show_map(request: WebRequest) -> HttpResponse:
    viewer, asked = request.actor, read_map(request, request.actor)
    filters, focus = asked.asked.filters(viewer), asked.asked.focus
    draw = draw_teams if asked.by_team else draw_alignment
    drawn = draw(asked.scope, request.member.organization, filters, focus)
    context = {
        "map": asked,
        "asked": asked.asked,
        "cycle": asked.choice.chosen,
        "days": asked.days,
        "drawn": drawn,
        "filtered": bool(filters),
        "focused": next((node for node in drawn.nodes if node.id == str(focus)), None),
        "shown": len(drawn.nodes) > 1,
        "tables": TABLES[:1] if asked.days.chosen or focus or filters.team else TABLES,
        "outline": outline(drawn.nodes),
        "data": _data(asked, drawn),
        "branch_url": asked.address("/map/branch"),
        "inputs_url": asked.address("/map/inputs"),
        **_gaps(viewer, asked),
        "views": [
            (_("Alignment"), asked.address("/map", view=None), asked.asked.view == "alignment"),
            (_("Teams"), asked.address("/map", view="teams"), asked.asked.view == "teams"),
        ],
        **_offered(request, asked),
    }
    return page(request, "map/map.html", context)


def _gaps(viewer: Actor, asked: Map) -> dict[str, Any]:
    """The way to the gaps of the cycle, with what its first list counts today. One query at most."""
    cycle = asked.choice.id
    known = asked.days.chosen is None and cycle is not None
    number = count_unaligned(viewer, [cycle], most=MOST_COUNTED) if known and cycle else 0
    return {
        "gaps_url": address("/map/gaps", {"list": UNALIGNED, "cycle": cycle}),
        "unaligned": number,
        "unaligned_text": at_most(number),
    }


def _data(asked: Map, drawn: Drawing) -> Markup:
    """What the island draws, as JSON that may stand in a script element."""
    written = orjson.dumps(
        {
            "nodes": [node.as_json() for node in drawn.nodes],
            "root": ROOT,
            "words": island_words(),
            "on": asked.days.on.isoformat(),
            "first_on": asked.days.first_on.isoformat(),
            "last_on": asked.days.last_on.isoformat(),
        }
    ).decode()
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(written)  # noqa: S704  no sign of markup is left


def _offered(request: WebRequest, asked: Map) -> dict[str, Any]:
    """What the filters offer. Two queries, the last only for somebody else's objectives."""
    viewer, owner = request.actor, read_id(asked.asked.owner)
    return {
        "cycles": [(one.id, one.name) for one in asked.choice.known],
        "chosen_cycle": asked.choice.id or "",
        "teams": team_options(viewer),
        "statuses": [(one, status_word(one)) for one in (*Status.values, "draft")],
        "owner": Member.objects.filter(id=owner, organization_id=viewer.organization_id)
        .values("id", "name")
        .first()
        if owner
        else None,
    }


@gzip_page
@member_page
def show_branch(request: WebRequest) -> HttpResponse:
    asked, of = read_map(request, request.actor), request.GET.get("of", "")
    drawn = draw_any_branch(asked.scope, of, by_team=asked.by_team, after=id_in(request, "after"))
    if drawn is None:
        raise NotFound
    more = asked.address("/map/branch", of=of, after=drawn.after) if drawn.after else None
    if wants_fragment(request):
        entries, goes_on = outline(drawn.nodes), "after" in request.GET
        return drawing("map/nodes.html", "branch_list", entries, asked, more, goes_on)
    return json({"nodes": [node.as_json() for node in drawn.nodes], "more": more})


@gzip_page
@member_page
def show_inputs(request: WebRequest) -> HttpResponse:
    asked = read_map(request, request.actor)
    cycles = [one.id for one in asked.choice.known]
    found = inputs_of(asked.scope, request.member.organization, id_in(request, "of"), cycles)
    return json(found)


def json(data: Any) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), content_type="application/json")


urlpatterns = [
    path("map", show_map),
    path("map/branch", show_branch),
    path("map/inputs", show_inputs),
]
