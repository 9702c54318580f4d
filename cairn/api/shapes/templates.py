"""Templates and hand-outs."""

from typing import Any

from cairn.api.shapes.values import amount, can, ref
from cairn.okr_templates.handing_out import Plan
from cairn.okr_templates.models import HandOut
from cairn.okr_templates.policy import Candidate, rules
from cairn.okr_templates.templates import LANGUAGES, KeyResultTemplate, Template, Wording
from cairn.organization.actor import Actor

ACTS = {"insert": "template.insert", "hand_out": "template.hand_out"}
OWN_ACTS = {**ACTS, "keep": "template.keep"}


def wording(text: Wording) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def template_shape(actor: Actor, template: Template) -> dict[str, Any]:
    asks = [name for language in LANGUAGES for name in template.asked(language)]
    return {
        "id": template.key,
        "own": template.own_id is not None,
        "title": wording(template.title),
        "why": wording(template.why),
        "department": template.department,
        "role": template.role,
        "type": template.type,
        "tags": list(template.tags),
        "key_results": [_line(one) for one in template.key_results],
        "asks": list(dict.fromkeys(asks)),
        "version": template.version,
        "deleted": template.is_deleted,
        "can": can(rules, actor, None, OWN_ACTS if template.own_id else ACTS),
    }


def _line(line: KeyResultTemplate) -> dict[str, Any]:
    return {
        "text": wording(line.text),
        "kind": line.kind,
        "unit": wording(line.unit),
        "values": {name: amount(value) for name, value in line.values.items()},
        "leading": line.is_leading,
    }


def plan_shape(plan: Plan) -> dict[str, Any]:
    return {
        "cycle": ref(plan.cycle),
        "given": [{**_whose(one.receiver, "owner"), "title": one.title} for one in plan.given],
        "skipped": [
            {**_whose(one.receiver, "person"), "why": str(one.why)} for one in plan.skipped
        ],
        "fingerprint": plan.fingerprint,
    }


def _whose(receiver: Candidate, person: str) -> dict[str, Any]:
    return {"team": ref(receiver.team), person: ref(receiver.owner)}


def hand_out_shape(row: HandOut) -> dict[str, Any]:
    """From a row with its cycle loaded."""
    state = "failed" if row.failed_at else "done" if row.done_at else "waiting"
    return {
        "id": str(row.id),
        "template": row.template,
        "title": row.title,
        "language": row.language,
        "cycle": ref(row.cycle),
        "drafts": row.size,
        "skipped": row.skipped,
        "state": state,
        "error": row.error,
        "asked_at": row.asked_at,
    }
