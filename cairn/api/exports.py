"""Files of what a person may see, over REST: the same tables and filters that the pages offer. What is
too long to be sent at once is asked for; see `table_files.py`."""

from typing import Annotated, Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router
from pydantic import WithJsonSchema

from cairn.api.documents import IDEMPOTENCY, extra, parameter
from cairn.api.downloads import made_answer
from cairn.api.problems import problem
from cairn.api.requests import ApiRequest, QueryIntake, answer, submission_of
from cairn.api.schemas.table_files import TableFileOut
from cairn.api.schemas.types import ID, one_of
from cairn.api.table_files import MEDIA_TYPES, table_file_shape
from cairn.exchange.models import Action, Sort
from cairn.exchange.table_files.commands import ask_table
from cairn.exchange.tables.asked import SORTS
from cairn.exchange.tables.index import EXPORTS
from cairn.exchange.writing.exports import USUAL, TooLong, make_export
from cairn.exchange.writing.formats import FORMATS
from cairn.goals.agreeing import Stage
from cairn.goals.models import Kind, Status, Type
from cairn.goals.queries import DRAFT, GROWTH
from cairn.kpis.health import State
from cairn.notifications.owed import SECTIONS
from cairn.okr_templates.queries import MEASURES
from cairn.okr_templates.words import TEACHES, Department, UsedBy

router = Router(tags=["exports"])

What = Annotated[str, WithJsonSchema(one_of(list(EXPORTS)))]
PERSON: Final[dict[str, Any]] = {"type": "string", "pattern": "^([0-9]{1,19}|me)$"}
WORDS: Final[dict[str, Any]] = {"type": "string", "maxLength": 200}
DAY: Final[dict[str, Any]] = {"type": "string", "format": "date"}
FILTERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "cycle": ("Of a cycle: its id, `current` or `all`.", WORDS),
    "team": ("Of a team.", ID),
    "member_of": ("Of a team itself, without the teams below it.", ID),
    "owner": ("Owned by a member, or `me`.", PERSON),
    "person": ("What a member, or `me`, owns, answers for or did.", PERSON),
    "objective": ("About an objective.", ID),
    "key_result": ("About a key result.", ID),
    "focus": ("On the lines of an objective, up and down.", ID),
    "kpi": ("About a KPI.", ID),
    "meeting": ("Of a meeting.", ID),
    "retrospective": ("Of a retrospective.", ID),
    "round": ("Of a planning round.", ID),
    "room": ("Of a room of a planning round.", ID),
    "status": ("Objectives that show it today.", one_of([*Status.values, DRAFT])),
    "type": ("Objectives or templates of a type.", one_of([*Type.values, GROWTH])),
    "tag": ("With a tag.", WORDS),
    "q": ("That say these words.", WORDS),
    "state": ("KPIs in a state.", one_of(list(State))),
    "archived": ("Archived KPIs instead.", {"type": "boolean"}),
    "section": ("What you owe of one section.", one_of(list(SECTIONS))),
    "followed": ("Of what you follow, without your own doings.", {"type": "boolean"}),
    "unseen": ("Only what you have not seen.", {"type": "boolean"}),
    "department": ("Templates of a department.", one_of(Department.values)),
    "role": ("Templates for somebody.", one_of(UsedBy.values)),
    "kind": ("Templates with a kind of key result.", one_of(Kind.values)),
    "unit": ("Templates with a measure.", one_of(list(MEASURES))),
    "only": ("Templates of one origin.", one_of(["own", "shipped"])),
    "like": (
        "That share words with a title, the most first.",
        {"type": "string", "maxLength": 300},
    ),
    "of": ("What people or what teams have; else who is expected to.", one_of(["people", "teams"])),
    "stage": ("As far with agreeing.", one_of(Stage.values)),
    "sort": ("Found of one sort.", one_of(list(SORTS))),
    "show": ("Behind a number, as the address of its page says it; all without it.", WORDS),
    "group": ("Behind the number of a team, `0` of people without one.", ID),
    "import_id": ("Of an import; needed there.", ID),
    "row_sort": ("Rows of one sort.", one_of(Sort.values)),
    "action": ("Rows of which this becomes.", one_of(Action.values)),
    "closed": ("Closed teams too.", {"type": "boolean"}),
    "left": ("Those who have left instead.", {"type": "boolean"}),
    "unsent": ("Only mails that were not sent.", {"type": "boolean"}),
    "deleted": ("Deleted templates instead, for those who may restore them.", {"type": "boolean"}),
    "hand_out": ("Of a hand-out of yours.", ID),
    "to_measure": ("Those that are yours to measure.", {"type": "boolean"}),
    "template": ("A template alone.", WORDS),
    "teaches": ("Examples that teach something.", one_of(list(TEACHES))),
    "since": ("From a day on.", DAY),
    "until": ("Up to a day.", DAY),
    "on": ("As of a past day of the cycle; today without it.", DAY),
}


LONG: Final = ("too-long", gettext_lazy("This table is too long to be sent at once"))


def parameters() -> list[dict[str, Any]]:
    format = parameter(
        "format",
        "`viva`: objectives as the CSV file of Viva Goals.",
        one_of(list(FORMATS)) | {"default": USUAL},
    )
    return [format, *_filters()]


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
    openapi_extra=extra(*parameters(), files=MEDIA_TYPES),
)
def export_table(request: ApiRequest, what: What) -> HttpResponse:
    """All rows that you may see. Columns are headed in your language; the field names of JSON, its
    codes and its exact numbers stay the same. A table of more than 5,000 rows as `xlsx`, 1,500 as
    `viva` or 15,000 in another format is a 409 of the type `too-long`: send the same as POST."""
    try:
        return made_answer(make_export(request.auth, what, QueryIntake(request.GET.dict())))
    except TooLong as long:
        words = _("%(why)s Send the same address as POST to have it made.") % {"why": long}
        return problem(request, 409, words, kind=LONG)


@router.post(
    "/exports/{what}",
    response={202: TableFileOut},
    summary="Have a table made into a file, however long it is",
    openapi_extra=extra(IDEMPOTENCY, *parameters()),
)
def create_table_file(request: ApiRequest, what: What) -> HttpResponse:
    """The work is put down; the parameters are those of GET. Ask again until its `state` is `made`,
    then fetch its file. It holds what you may see when it is made."""
    made = ask_table(
        request.auth,
        what,
        QueryIntake(request.GET.dict()),
        submission=submission_of(request),
    )
    return answer(table_file_shape(made), 202)
