"""What waits for me, done in place on Home and in the inbox: answering, noting, claiming."""

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.checkins.commands.actions import finish_action
from cairn.checkins.commands.mentions import answer_mention, see_mention
from cairn.goals.commands.key_results import claim_key_result
from cairn.intake import LONGEST_WORDS, Intake
from cairn.web.answering import act_in_row
from cairn.web.pages import member_page
from cairn.web.sessions import WebRequest


@require_POST
@member_page
def answer(request: WebRequest, mention_id: int) -> HttpResponse:
    """Reply where I was named; without words the mention is only noted."""

    def act() -> str:
        return _see(request, mention_id) if "seen" in request.POST else _reply(request, mention_id)

    return act_in_row(request, act, about=f"mention-{mention_id}", otherwise=_home)


def _see(request: WebRequest, mention_id: int) -> str:
    see_mention(request.actor, mention_id)
    return _("Noted.")


def _reply(request: WebRequest, mention_id: int) -> str:
    intake = Intake(request.POST)
    body = intake.text("body", LONGEST_WORDS, required=True)
    submission = intake.line("submission", 64, required=False)
    intake.settle()
    answer_mention(request.actor, mention_id, body=body, submission=submission or None)
    return _("Your answer is in the discussion.")


@require_POST
@member_page
def claim(request: WebRequest, key_result_id: int) -> HttpResponse:
    def act() -> str:
        claimed = claim_key_result(request.actor, key_result_id)
        return _("You now own “%(title)s”.") % {"title": claimed.title}

    return act_in_row(request, act, otherwise=_home)


@require_POST
@member_page
def finish(request: WebRequest, action_id: int) -> HttpResponse:
    def act() -> str:
        finish_action(request.actor, action_id)
        return _("Done.")

    return act_in_row(request, act, otherwise=_home)


def _home() -> str:
    return "/"


urlpatterns = [
    path("inbox/mentions/<int:mention_id>", answer),
    path("inbox/claims/<int:key_result_id>", claim),
    path("inbox/actions/<int:action_id>", finish),
]
