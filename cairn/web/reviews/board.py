"""What is to be scored, what is scored and what is closed in a cycle: mine, and my teams'."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cairn.cycles.models import Phase
from cairn.reviews.board import review_board
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.reviews.looking_back import retrospectives_of
from cairn.reviews.policy import rules
from cairn.reviews.queries import cycle_to_review, is_near
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.cycle_choice import choose_cycle
from cairn.web.forms import see_other
from cairn.web.pages import member_page, page
from cairn.web.paging import id_in
from cairn.web.sessions import WebRequest


@require_safe
@member_page
def show_board(request: WebRequest) -> HttpResponse:
    actor = request.actor
    on = clock.today(actor.time_zone)
    choice = choose_cycle(request, actor)
    chosen = choice.chosen
    if id_in(request, "cycle") is None:
        chosen = cycle_to_review(choice.known, choice.current, on)
    team = id_in(request, "team")
    may_end = chosen is not None and rules.can(actor, "cycle.close", chosen)
    context = {
        "cycles": [(one.id, one.name) for one in choice.known],
        "cycle": chosen,
        "team": team,
        "teams": actor.team_names,
        "board": review_board(actor, chosen, team) if chosen else None,
        "is_near": chosen is not None and is_near(chosen, on),
        "is_over": chosen is not None and on > chosen.ends_on,
        "is_scored": chosen is not None and chosen.phase in (Phase.RUNNING, Phase.SCORING),
        "may_close": may_end and chosen is not None and chosen.phase == Phase.SCORING,
        "may_go_on": may_end and chosen is not None and chosen.is_closed,
        "looking_back": retrospectives_of(actor, chosen) if chosen else (),
    }
    return page(request, "reviews/board.html", context)


@member_page
def look_back(request: WebRequest) -> HttpResponse:
    """Start the retrospective of an objective, a team or a cycle, or go on with it."""
    if request.method != "POST":
        return see_other("/reviews")
    given = {name: read_id(request.POST.get(name, "")) for name in ("objective", "team", "cycle")}
    made = start_retrospective(request.actor, **given)
    return see_other(f"/retrospectives/{made.id}")
