"""An organization's own template, from its rows."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import FETCH_RAISE, Prefetch, QuerySet

from cairn.okr_templates.models import OwnKeyResult, OwnTemplate
from cairn.okr_templates.templates import KeyResultTemplate, Template, Wording


def whole_templates(found: QuerySet[OwnTemplate]) -> QuerySet[OwnTemplate]:
    """With all that `template_of` reads."""
    lines = OwnKeyResult.objects.order_by("position")
    return found.prefetch_related(Prefetch("key_results", lines), "tags").fetch_mode(FETCH_RAISE)


def template_of(row: OwnTemplate) -> Template:
    """From a row with its lines and tags loaded."""
    return replace(
        head_of(row),
        tags=tuple(sorted(tag.name for tag in row.tags.all())),
        key_results=tuple(_line(one) for one in row.key_results.all()),
    )


def head_of(row: OwnTemplate) -> Template:
    """What the row alone says; lines and tags stay empty."""
    return Template(
        key=str(row.id),
        title=Wording(row.title_zh, row.title_en),
        why=Wording(row.why_zh, row.why_en),
        department=row.department,
        role=row.role,
        type=row.type,
        tags=(),
        key_results=(),
        own_id=row.id,
        version=row.version,
        is_deleted=row.deleted_at is not None,
    )


def _line(row: OwnKeyResult) -> KeyResultTemplate:
    typical: dict[str, Decimal | None] = {
        "from": row.start,
        "to": row.target,
        "low": row.lower,
        "high": row.upper,
    }
    return KeyResultTemplate(
        text=Wording(row.text_zh, row.text_en),
        kind=row.kind,
        unit=Wording(row.unit, row.unit),
        values={name: value for name, value in typical.items() if value is not None},
        is_leading=row.is_leading,
    )
