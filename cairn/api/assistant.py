"""The drafting assistant over REST. What it proposes is kept nowhere."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import extra
from cairn.api.requests import ApiRequest, answer, given, read_body, read_query
from cairn.api.schemas.assistant import AssistantIn, AssistantOut, SuggestionList, SuggestionsIn
from cairn.coach.limits import LONGEST_TEXT
from cairn.coaching.language import reader_language
from cairn.connectors.assistant.suggesting import MOST_SENT, suggest_key_results
from cairn.connectors.commands import change_assistant, find_assistant, read_assistant
from cairn.connectors.models import Assistant
from cairn.intake import MISSING, Intake

router = Router(tags=["the coach"])


@router.get(
    "/assistant",
    response=AssistantOut,
    summary="The drafting assistant",
    openapi_extra=extra(),
)
def show_assistant(request: ApiRequest) -> HttpResponse:
    read_query(request).settle()
    return answer(_shape(find_assistant(request.auth)))


@router.put(
    "/assistant",
    response=AssistantOut,
    summary="Name the drafting assistant, switch it on or off",
    openapi_extra=extra(body=AssistantIn),
)
def put_assistant(request: ApiRequest) -> HttpResponse:
    sent = read_body(request, AssistantIn)
    arguments = sent.read(read_assistant, given(sent.fields))
    return answer(_shape(change_assistant(request.auth, **arguments)))


@router.post(
    "/assistant/suggestions",
    response=SuggestionList,
    summary="Ask the drafting assistant for key results",
    openapi_extra=extra(body=SuggestionsIn),
)
def ask_assistant(request: ApiRequest) -> HttpResponse:
    """It may take half a minute. 409 where it is switched off, 503 where it does not answer."""
    sent = read_body(request, SuggestionsIn)
    asked = sent.read(_read_draft, given(sent.fields))
    found = suggest_key_results(request.auth, **asked, language=reader_language())
    items = [
        {"text": one.text, "findings": [finding.as_dict() for finding in one.findings]}
        for one in found
    ]
    return answer({"items": items, "next": None})


def _shape(assistant: Assistant | None) -> dict[str, Any]:
    return {
        "url": assistant.url if assistant else "",
        "model": assistant.model if assistant else "",
        "has_key": bool(assistant and assistant.sealed_key),
        "is_on": bool(assistant and assistant.organization.asks_assistant),
    }


def _read_draft(fields: dict[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    objective = intake.line("objective", LONGEST_TEXT)
    sent = fields.get("key_results", [])
    texts = [_line(intake, one) for one in sent]
    if len(texts) > MOST_SENT:
        intake.refuse(
            "key_results", _("At most %(most)s key results at once.") % {"most": MOST_SENT}
        )
    intake.settle()
    return {"objective": objective, "key_results": texts}


def _line(intake: Intake, value: Any) -> str:
    """One key result; a fault is told of the whole list."""
    one = Intake({"text": value})
    text = one.line("text", LONGEST_TEXT, required=False)
    for fault in one.errors.values():
        intake.refuse("key_results", fault)
    return text if text is not MISSING and isinstance(text, str) else ""
