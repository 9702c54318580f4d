"""Attempts to break what must always be true of templates; see tests/test_constraints.py."""

from collections.abc import Callable
from typing import Any, Final

from cairn.goals.models import KeyResult
from cairn.okr_templates.models import HandOut, Origin, OwnKeyResult, OwnTag, OwnTemplate
from cairn.storage import clock


def template(kr: KeyResult, **values: Any) -> OwnTemplate:
    """Kept by the key result's owner."""
    given = {
        "organization_id": kr.organization_id,
        "created_by_id": kr.owner_id,
        "title_zh": "?",
        "department": "sales",
    }
    return OwnTemplate.objects.create(**{**given, **values})


def line(kr: KeyResult, of: OwnTemplate | None = None, **values: Any) -> OwnKeyResult:
    given = {"template": of or template(kr), "position": 0, "text_zh": "?"}
    return OwnKeyResult.objects.create(**{**given, **values})


def same_place(kr: KeyResult) -> None:
    of = template(kr)
    for _ in range(2):
        line(kr, of)


def tagged_twice(kr: KeyResult) -> None:
    of = template(kr)
    for _ in range(2):
        OwnTag.objects.create(template=of, name="?")


def hand_out(kr: KeyResult, **values: Any) -> HandOut:
    given = {
        "organization_id": kr.organization_id,
        "member_id": kr.owner_id,
        "template": "?",
        "title": "?",
        "language": "zh",
        "cycle_id": kr.objective.cycle_id,
    }
    return HandOut.objects.create(**{**given, **values})


def origin(kr: KeyResult) -> Origin:
    return Origin.objects.create(objective_id=kr.objective_id, template="?", title="?")


TEMPLATES: Final[dict[str, Callable[[KeyResult], object]]] = {
    "template_says_something": lambda kr: template(kr, title_zh=""),
    "template_submitted_once": lambda kr: [template(kr, submission="f00") for _ in range(2)],
    "template_line_says_something": lambda kr: line(kr, text_zh=""),
    "template_line_has_its_place": same_place,
    "template_tag_once": tagged_twice,
    "hand_out_once": lambda kr: [hand_out(kr, submission="f00") for _ in range(2)],
    "hand_out_ends_once": lambda kr: hand_out(kr, done_at=clock.now(), failed_at=clock.now()),
    "okr_templates_origin objective": lambda kr: [origin(kr) for _ in range(2)],
}
