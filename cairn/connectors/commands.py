"""Naming the drafting assistant, switching it on and off, and trying it."""

from collections.abc import Mapping
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.coach.findings import Language
from cairn.connectors.assistant.protocol import fault_of_url
from cairn.connectors.assistant.suggesting import ask, endpoint_of
from cairn.connectors.models import Assistant
from cairn.connectors.policy import rules
from cairn.errors import Conflict
from cairn.events.kinds import Kind
from cairn.events.ledger import record
from cairn.intake import MISSING, Intake, present
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_organization
from cairn.organization.models import Organization
from cairn.storage import clock
from cairn.storage.sealing import seal

EXAMPLE = {
    "zh": "让新客户第一周就用起来",
    "en": "New customers are at home in the product within their first week",
}
LONGEST_KEY = 1_000


def read_assistant(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `change_assistant`; only what was given. An empty key leaves the one that is
    kept, `forget_key` takes it away."""
    intake = Intake(fields)
    given = present(
        url=intake.line("url", 300),
        model=intake.line("model", 100),
        key=intake.line("key", LONGEST_KEY, required=False),
        is_on=intake.flag("is_on"),
        forget_key=intake.flag("forget_key"),
    )
    if isinstance(given.get("url"), str) and (fault := fault_of_url(given["url"])):
        intake.refuse("url", fault)
    key = given.get("key", "")
    if isinstance(key, str) and not key.isascii():
        intake.refuse("key", _("A key holds plain letters, digits and signs only."))
    intake.settle()
    return given


def find_assistant(actor: Actor) -> Assistant | None:
    """With its organization."""
    rules.require(actor, "assistant.change", None)
    found = Assistant.objects.filter(organization=actor.organization_id)
    return found.select_related("organization").first()


@atomic
def change_assistant(
    actor: Actor,
    *,
    url: str | Any = MISSING,
    model: str | Any = MISSING,
    key: str | Any = MISSING,
    is_on: bool | Any = MISSING,
    forget_key: bool = False,
) -> Assistant:
    """Change what is given. The ledger keeps the address, never the key. Another address forgets
    the key, so that nobody can send it elsewhere."""
    organization = lock_organization(actor)
    rules.require(actor, "assistant.change", None)
    kept = Assistant.objects.filter(organization=organization).first()
    assistant = kept or Assistant(organization=organization)
    before = _facts(assistant, organization)
    changes = present(url=url, model=model)
    if url is not MISSING and assistant.sealed_key and url != assistant.url:
        forget_key = True
    for name, value in changes.items():
        setattr(assistant, name, value)
    if not assistant.url or not assistant.model:
        raise Conflict(_("Name its address and its model first."))
    if key not in (MISSING, ""):
        assistant.sealed_key = seal(key)
    elif forget_key:
        assistant.sealed_key = ""
    assistant.changed_by_id, assistant.changed_at = actor.member_id, clock.now()
    assistant.save()
    if is_on is not MISSING:
        organization.asks_assistant = is_on
        organization.save(update_fields=["asks_assistant"])
    record(
        actor,
        Kind.ORGANIZATION_CHANGED,
        organization.id,
        title=organization.name,
        old=before,
        new=_facts(assistant, organization),
    )
    return assistant


def try_assistant(actor: Actor, language: Language) -> list[str]:
    """One question about a made-up objective, also while it is off; `Unavailable` says what is
    wrong."""
    found = find_assistant(actor)
    if found is None:
        raise Conflict(_("Name its address and its model first."))
    return ask(endpoint_of(found), EXAMPLE[language], (), language)


def _facts(assistant: Assistant, organization: Organization) -> dict[str, Any]:
    return {
        "assistant_url": assistant.url,
        "assistant_model": assistant.model,
        "assistant_has_key": bool(assistant.sealed_key),
        "assistant_is_on": organization.asks_assistant,
    }
