"""What waits for me, done in place on Home and in the inbox: answering, noting, claiming."""

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.checkins.commands.actions import finish_action
from cairn.checkins.commands.mentions import answer_mention, see_mention
from cairn.errors import Conflict, Invalid
from cairn.goals.commands.key_results import claim_key_result
from cairn.intake import Intake
from cairn.notifications.inbox import see_notices_of_mention
from cairn.web.forms import back_to, see_other
from cairn.web.inbox_page import refuse_answer
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest

LONGEST_ANSWER = 10_000


@require_POST
@member_page
def answer(request: WebRequest, mention_id: int) -> HttpResponse:
    """Reply where I was named; without words the mention is only noted."""
    if "seen" in request.POST:
        see_mention(request.actor, mention_id)
        see_notices_of_mention(request.actor, mention_id)
        return _back(request, _("Noted."))
    intake = Intake(request.POST)
    body = intake.text("body", LONGEST_ANSWER, required=True)
    submission = intake.line("submission", 64, required=False)
    try:
        intake.settle()
        answer_mention(request.actor, mention_id, body=body, submission=submission or None)
    except Invalid as refusal:
        return refuse_answer(request, f"mention-{mention_id}", refusal)
    see_notices_of_mention(request.actor, mention_id)
    return _back(request, _("Your answer is in the discussion."))


@require_POST
@member_page
def claim(request: WebRequest, key_result_id: int) -> HttpResponse:
    try:
        claimed = claim_key_result(request.actor, key_result_id)
    except Conflict as refusal:
        return _back(request, str(refusal), level="warning")
    return _back(request, _("You now own “%(title)s”.") % {"title": claimed.title})


@require_POST
@member_page
def finish(request: WebRequest, action_id: int) -> HttpResponse:
    try:
        finish_action(request.actor, action_id)
    except Conflict as refusal:
        return _back(request, str(refusal), level="warning")
    return _back(request, _("Done."))


def _back(request: WebRequest, words: str, *, level: str = "success") -> HttpResponse:
    flash(request, words, level=level)
    return see_other(back_to(request, "/"))


urlpatterns = [
    path("inbox/mentions/<int:mention_id>", answer),
    path("inbox/claims/<int:key_result_id>", claim),
    path("inbox/actions/<int:action_id>", finish),
]
