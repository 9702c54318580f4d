"""The library of lessons, and those that are shown beside what somebody drafts."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cairn.reviews.lessons import lessons_like, library
from cairn.storage.ids import read_id
from cairn.web.cycle_choice import choose_cycle
from cairn.web.pages import drawing, fragment, member_page, page
from cairn.web.paging import address, id_in, wants_fragment
from cairn.web.search import marked
from cairn.web.sessions import WebRequest

LONGEST = 300


@require_safe
@member_page
def show_library(request: WebRequest) -> HttpResponse:
    actor = request.actor
    query = request.GET.get("q", "").strip()[:LONGEST]
    choice = choose_cycle(request, actor)
    team, cycle = id_in(request, "team"), id_in(request, "cycle")
    narrowed = {"team": team, "cycle": cycle}
    before = read_id(request.GET.get("before", ""))
    found = library(actor, query, team=team, cycle=cycle, before=before)
    last = found.rows[-1].id if found.has_more else None
    context = {
        "q": query,
        "found": found,
        "marked": marked,
        "cycles": [(one.id, one.name) for one in choice.known],
        "teams": actor.team_names,
        "asked": narrowed,
        "is_narrowed": bool(query or narrowed["team"] or narrowed["cycle"]),
        "more_url": address("/lessons", {"q": query, **narrowed, "before": last}) if last else "",
    }
    if wants_fragment(request):
        block = "rows" if request.GET.get("before") else "found"
        return fragment(request, "reviews/lessons.html", block, context)
    return page(request, "reviews/lessons.html", context)


@require_safe
@member_page
def show_like(request: WebRequest) -> HttpResponse:
    """A fragment for the editor's margin: lessons that share words with the title."""
    title = request.GET.get("title", "")[:LONGEST]
    return drawing("reviews/like.html", "like", lessons_like(request.actor, title), title)
