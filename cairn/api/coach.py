"""A draft reviewed over REST. Nothing of it is kept."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import extra
from cairn.api.requests import ApiRequest, answer, given, read_body
from cairn.api.schemas.coach import DraftIn, ReviewOut
from cairn.coach.draft import make_draft
from cairn.coach.limits import LONGEST_TEXT, MOST_KEY_RESULTS
from cairn.coaching.hearing import muted_for, review_for
from cairn.coaching.language import reader_language
from cairn.errors import Forbidden
from cairn.intake import MISSING, Intake
from cairn.organization.actor import Scope
from cairn.organization.rules import NO_SCOPE

router = Router(tags=["the coach"])


@router.post(
    "/coach",
    response=ReviewOut,
    summary="Review a draft",
    openapi_extra=extra(body=DraftIn),
)
def review(request: ApiRequest) -> HttpResponse:
    """Writes nothing: a token that may read is enough. Rules that the caller muted or the
    organization switched off are silent."""
    actor = request.auth
    if Scope.READ not in actor.scopes:
        raise Forbidden(NO_SCOPE)
    sent = read_body(request, DraftIn)
    asked = sent.read(_read_draft, given(sent.fields))
    draft = make_draft(asked["objective"], *asked["key_results"])
    language = asked["language"] or reader_language()
    return answer(review_for(muted_for(actor), draft, language).as_dict())


def _read_draft(fields: dict[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    objective = intake.line("objective", LONGEST_TEXT, required=False)
    language = intake.choice("language", ("en", "zh"))
    texts = _read_texts(intake)
    objective = None if objective is MISSING else objective
    if not objective and not texts and not intake.errors:
        intake.refuse("objective", _("Write an objective or at least one key result."))
    intake.settle()
    return {
        "objective": objective or None,
        "key_results": texts,
        "language": None if language is MISSING else language,
    }


def _read_texts(intake: Intake) -> list[str]:
    """Each refusal names its key result, counted from 0: `key_results/3`."""
    found = intake.fields.get("key_results", [])
    if not isinstance(found, list):
        intake.refuse("key_results", _("Write this as a list."))
        return []
    if len(found) > MOST_KEY_RESULTS:
        few = _("At most %(most)s key results at once.") % {"most": MOST_KEY_RESULTS}
        intake.refuse("key_results", few)
        return []
    lines = Intake({f"key_results/{place}": text for place, text in enumerate(found)})
    texts = [lines.line(name, LONGEST_TEXT, required=False) for name in lines.fields]
    for name, why in lines.errors.items():
        intake.refuse(name, why)
    return texts
