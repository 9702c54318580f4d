"""Asking the assistant. Its text is a suggestion, read by the coach first, and never stored."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from cairn.coach.draft import make_draft
from cairn.coach.findings import Finding, Language
from cairn.coaching.hearing import muted_for, review_for
from cairn.connectors.assistant.answers import read_lines
from cairn.connectors.assistant.prompts import ask_for_key_results
from cairn.connectors.assistant.protocol import BUSY, NO_KEY, NONSENSE, Endpoint, complete
from cairn.connectors.models import Assistant
from cairn.connectors.policy import rules
from cairn.errors import Conflict, Invalid, Unavailable
from cairn.organization.actor import Actor
from cairn.storage.sealing import unseal

AT_ONCE: Final = 2
"""Questions that may wait for an answer at one time in a process: the others serve pages."""
MOST_SENT: Final = 10
_free = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A key result that the assistant proposes, and what the coach says of it."""

    text: str
    findings: tuple[Finding, ...]


def suggest_key_results(
    actor: Actor, *, objective: str, key_results: Sequence[str] = (), language: Language
) -> list[Suggestion]:
    """Key results for an objective. `Conflict` where the assistant is off, `Unavailable` where it
    does not answer. Not to be called in a transaction."""
    rules.require(actor, "assistant.ask", None)
    endpoint = _endpoint(actor.organization_id)
    written = [one.strip() for one in key_results if one.strip()][:MOST_SENT]
    if not objective.strip():
        raise Invalid(
            {"objective": _("Write the objective first: it is what the assistant reads.")}
        )
    lines = ask(endpoint, objective.strip(), written, language)
    fresh = [one for one in lines if one not in written]
    if not fresh:
        raise Unavailable(NONSENSE)
    review = review_for(muted_for(actor), make_draft(objective, *fresh), language)
    return [
        Suggestion(text, one.findings) for text, one in zip(fresh, review.key_results, strict=True)
    ]


def ask(
    endpoint: Endpoint, objective: str, key_results: Sequence[str], language: Language
) -> list[str]:
    """The lines that the model proposes, at least one; one question at a time beside few others."""
    if not _free.acquire(blocking=False):
        raise Unavailable(BUSY)
    try:
        said = complete(endpoint, ask_for_key_results(objective, key_results, language))
    finally:
        _free.release()
    lines = read_lines(said)
    if not lines:
        raise Unavailable(NONSENSE)
    return lines


def _endpoint(organization_id: int) -> Endpoint:
    found = Assistant.objects.filter(
        organization=organization_id, organization__asks_assistant=True
    ).first()
    if found is None:
        raise Conflict(_("The drafting assistant is switched off in your organization."))
    return endpoint_of(found)


def endpoint_of(assistant: Assistant) -> Endpoint:
    """With its key; `Unavailable` where the key can no longer be read."""
    key = unseal(assistant.sealed_key)
    if key is None:
        raise Unavailable(NO_KEY)
    return Endpoint(assistant.url, assistant.model, key)
