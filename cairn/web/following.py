"""What I follow and what changed there; and the button that follows or lets go."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from cairn.notifications.commands import follow, unfollow
from cairn.notifications.queries import PLACES, events_in, followed_by, followed_events
from cairn.storage.ids import read_id
from cairn.web.feed import MOST, Feed, entries_of
from cairn.web.follow_button import FollowButton
from cairn.web.forms import see_other
from cairn.web.pages import drawing, fragment, member_page, page
from cairn.web.paging import wants_fragment
from cairn.web.sessions import WebRequest

HERE = "/following"


@member_page
def show_following(request: WebRequest) -> HttpResponse:
    actor = request.actor
    before = read_id(request.GET.get("before", ""))
    ids = followed_events(actor, before, MOST + 1)
    entries = entries_of(actor, events_in(ids[:MOST]))
    feed = Feed(entries, {}, len(ids) > MOST, HERE)
    if wants_fragment(request) and before:
        return fragment(request, "feed/feed.html", "entries", {"feed": feed})
    follows = [(one, FollowButton(one.kind, one.id, True)) for one in followed_by(actor)]
    context = {"feed": feed, "follows": follows, "is_older": before is not None}
    return page(request, "following/following.html", context)


def change(kind: str) -> Callable[..., HttpResponse]:
    """The address that the button of a person, a team or an objective sends to."""

    @require_POST
    @member_page
    def answer(request: WebRequest, **ids: int) -> HttpResponse:
        [subject_id] = ids.values()
        is_followed = request.POST.get("follow") == "1"
        (follow if is_followed else unfollow)(request.actor, kind, subject_id)
        button = FollowButton(kind, subject_id, is_followed)
        if wants_fragment(request):
            token = request.POST.get("csrfmiddlewaretoken", "")
            return drawing("following/button.html", "follow_button", button, token)
        there = f"/{PLACES[kind]}/{subject_id}"
        return see_other(HERE if request.POST.get("from") == "following" else there)

    return answer


urlpatterns = [
    path("following", show_following),
    path("people/<int:member_id>/follow", change("person")),
    path("teams/<int:team_id>/follow", change("team")),
    path("objectives/<int:objective_id>/follow", change("objective")),
]
