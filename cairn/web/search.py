"""Finding anything by its words: a page, and the quick list behind Ctrl K."""

import re
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from cairn.cycles.queries import current_cycle
from cairn.goals.finding import LONGEST_QUERY, find_everything, words_to_mark
from cairn.goals.queries import visible_objectives
from cairn.meetings.finding import find_minutes_and_updates
from cairn.okr_templates.queries import find_titles
from cairn.organization.actor import Actor
from cairn.reviews.lessons import find_lessons
from cairn.storage import clock
from cairn.web.learning.texts import Text, find_texts
from cairn.web.okr_templates.shown import Card, card
from cairn.web.okr_templates.words import spoken
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import wants_fragment
from cairn.web.sessions import WebRequest

ON_THE_PAGE = 10
IN_THE_PALETTE = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A page to jump to; `keys` are those that lead there from anywhere."""

    words: str
    url: str
    icon: str
    keys: str = ""


def places() -> list[Place]:
    return [
        Place(_("Home"), "/", "home", "g h"),
        Place(_("Inbox"), "/inbox", "inbox", "g i"),
        Place(_("Check-in"), "/check-in", "check-in", "g c"),
        Place(_("Weekly update"), "/weekly", "page", "g w"),
        Place(_("My objectives"), "/objectives?owner=me", "summit", "g o"),
        Place(_("Write an objective"), "/objectives/new", "plus", "n"),
        Place(_("All objectives"), "/objectives", "target"),
        Place(_("Map"), "/map", "map", "g m"),
        Place(_("Company"), "/company", "company"),
        Place(_("Teams"), "/teams", "teams", "g t"),
        Place(_("KPIs"), "/kpis", "pulse", "g k"),
        Place(_("Record readings"), "/kpis/measure", "pulse"),
        Place(_("Insights"), "/insights", "chart"),
        Place(pgettext("meeting", "Reports"), "/reports", "page"),
        Place(_("Exported files"), "/exports", "import"),
        Place(_("Planning rounds"), "/rounds", "calendar"),
        Place(_("Reviews"), "/reviews", "flag", "g r"),
        Place(_("Lessons"), "/lessons", "page"),
        Place(_("People"), "/people", "people"),
        Place(_("Following"), "/following", "bell"),
        Place(_("Gaps in the alignment"), "/map/gaps", "link"),
        Place(_("Templates"), "/templates", "stack"),
        Place(_("Good and bad"), "/templates/examples", "stack"),
        Place(_("What the coach looks at"), "/coach", "pencil"),
        Place(_("Learn"), "/learn", "book"),
        Place(_("Settings"), "/settings", "settings"),
    ]


def marked(text: str, query: str) -> Markup:
    """The text with what the query found in <mark>."""
    words = list(words_to_mark(query))
    if not words:
        return escape(text)
    pieces = re.split(f"({'|'.join(map(re.escape, words))})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )


@member_page
def show_search(request: WebRequest) -> HttpResponse:
    actor, query = request.actor, request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = find_everything(actor, query, clock.today(actor.time_zone), ON_THE_PAGE)
    minutes, updates = find_minutes_and_updates(actor, query, ON_THE_PAGE)
    context = {
        "q": query,
        "found": found,
        "minutes": minutes,
        "updates": updates,
        "lessons": find_lessons(actor, query, ON_THE_PAGE),
        "templates": _templates(actor, query, ON_THE_PAGE),
        "texts": _texts(query),
        "marked": marked,
    }
    if wants_fragment(request):
        return fragment(request, "search/search.html", "found", context)
    return page(request, "search/search.html", context)


@member_page
def show_palette(request: WebRequest) -> HttpResponse:
    """The fragment that the palette's dialog shows for what is typed into it so far."""
    actor, query = request.actor, request.GET.get("q", "").strip()[:LONGEST_QUERY]
    asked = query.casefold()
    minutes, updates = find_minutes_and_updates(actor, query, IN_THE_PALETTE)
    context = {
        "q": query,
        "marked": marked,
        "places": [one for one in places() if asked in one.words.casefold()],
        "found": find_everything(actor, query, clock.today(actor.time_zone), IN_THE_PALETTE),
        "minutes": minutes,
        "updates": updates,
        "lessons": find_lessons(actor, query, IN_THE_PALETTE),
        "templates": _templates(actor, query, IN_THE_PALETTE),
        "texts": [text for text in _texts(query) if asked in text.title.casefold()],
        "mine": [] if query else _mine(actor),
        "my_teams": () if query else actor.team_names,
    }
    return fragment(request, "search/palette.html", "results", context)


def _texts(query: str) -> list[Text]:
    """The learning pages about it, in the reader's language."""
    return find_texts(query, get_language() or "en")


def _templates(actor: Actor, query: str, most: int) -> list[Card]:
    """In the reader's language; none without words, since the list itself has all of them."""
    if not query:
        return []
    return [card(one, spoken(one)) for one in find_titles(actor, query, most)]


def _mine(actor: Actor) -> list[tuple[int, str]]:
    """The reader's own objectives of the current cycle, as (id, title). Two queries."""
    cycle = current_cycle(actor)
    found = visible_objectives(actor).filter(owner=actor.member_id, cycle=cycle)
    return list(found.order_by("position", "id").values_list("id", "title")[:IN_THE_PALETTE])


urlpatterns = [path("search", show_search), path("palette", show_palette)]
