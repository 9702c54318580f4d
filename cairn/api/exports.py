"""Files of what a person may see, over REST: the same tables and filters that the pages offer."""

from typing import Annotated, Any, Final

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router
from pydantic import WithJsonSchema

from cairn.api.documents import extra, parameter
from cairn.api.requests import ApiRequest, QueryIntake
from cairn.api.schemas.types import ID, one_of
from cairn.exchange.writing.exports import EXPORTS, USUAL, make_export
from cairn.exchange.writing.formats import FORMATS
from cairn.goals.models import Kind, Status, Type
from cairn.goals.queries import DRAFT, GROWTH
from cairn.kpis.health import State
from cairn.okr_templates.queries import MEASURES
from cairn.okr_templates.words import Department, UsedBy

router = Router(tags=["exports"])

What = Annotated[str, WithJsonSchema(one_of(list(EXPORTS)))]
PERSON: Final[dict[str, Any]] = {"type": "string", "pattern": "^([0-9]{1,19}|me)$"}
WORDS: Final[dict[str, Any]] = {"type": "string", "maxLength": 200}
DAY: Final[dict[str, Any]] = {"type": "string", "format": "date"}
FILTERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "cycle": ("Of a cycle: its id, `current` or `all`.", WORDS),
    "team": ("Of a team.", ID),
    "owner": ("Owned by a member, or `me`.", PERSON),
    "person": ("What a member, or `me`, owns, answers for or did.", PERSON),
    "objective": ("About an objective.", ID),
    "kpi": ("About a KPI.", ID),
    "meeting": ("Of a meeting.", ID),
    "round": ("Of a planning round.", ID),
    "status": ("Objectives that show it today.", one_of([*Status.values, DRAFT])),
    "type": ("Objectives or templates of a type.", one_of([*Type.values, GROWTH])),
    "tag": ("With a tag.", WORDS),
    "q": ("That say these words.", WORDS),
    "state": ("KPIs in a state.", one_of(list(State))),
    "archived": ("Archived KPIs instead.", {"type": "boolean"}),
    "department": ("Templates of a department.", one_of(Department.values)),
    "role": ("Templates for somebody.", one_of(UsedBy.values)),
    "kind": ("Templates with a kind of key result.", one_of(Kind.values)),
    "unit": ("Templates with a measure.", one_of(list(MEASURES))),
    "only": ("Templates of one origin.", one_of(["own", "shipped"])),
    "since": ("From a day on.", DAY),
    "until": ("Up to a day.", DAY),
}


def _filters() -> list[dict[str, Any]]:
    return [
        parameter(name, f"{words} For: {', '.join(_knowing(name))}.", schema)
        for name, (words, schema) in FILTERS.items()
    ]


def _knowing(filter: str) -> list[str]:
    return [what for what, one in EXPORTS.items() if filter in one.filters]


@router.get(
    "/exports/{what}",
    response={200: None},
    summary="A table as a file: Excel, CSV, JSON or Markdown",
    openapi_extra=extra(
        parameter(
            "format",
            "`viva`: objectives as the CSV file of Viva Goals.",
            one_of(list(FORMATS)) | {"default": USUAL},
        ),
        *_filters(),
        files={one.media_type.partition(";")[0] for one in FORMATS.values()},
    ),
)
def export_table(request: ApiRequest, what: What) -> HttpResponse:
    """All rows that you may see, however many. Columns are headed in your language; the field names
    of JSON, its codes and its exact numbers stay the same."""
    made = make_export(request.auth, what, QueryIntake(request.GET.dict()))
    return FileResponse(  # type: ignore[return-value]  # a response as any other, sent in pieces
        made.file,
        content_type=made.media_type,
        headers={"Content-Disposition": content_disposition_header(True, made.name) or ""},
    )
