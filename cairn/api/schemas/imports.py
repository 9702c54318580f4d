"""Imports in JSON."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Body, Id, Instant, nullable, one_of, text
from cairn.exchange.matching import LABELS, NEW, OUT, PLACEHOLDER
from cairn.exchange.models import Action, Format, Sort, State, Whom

ACTS = ("map", "plan", "apply", "undo", "discard", "pause", "resume")
READABLE = (Format.VIVA_TABLE, Format.VIVA_ARCHIVE, Format.SHEET, Format.TABLE)

Chosen = Annotated[
    Any,
    WithJsonSchema(
        nullable({"type": "object", "additionalProperties": {"type": "string"}})
        | {"examples": [{"11": "placeholder", "12": "232471539480641021"}]}
    ),
]
Maybe = Annotated[Any, WithJsonSchema({"type": ["string", "null"], "format": "date-time"})]


class NewImport(Body):
    """A form (`multipart/form-data`): the file, and what it is where Cairn should not find out."""

    file: Annotated[Any, WithJsonSchema({"type": "string", "format": "binary"})]
    format: Annotated[Any, WithJsonSchema(one_of(["", *READABLE]))] = ""


class ImportChange(Body):
    """What columns and names are; what is not given stays. Choices by key: of a person an id, an
    e-mail address, “placeholder” or “out”; of a team or cycle an id, “new” or “out”; of a label
    “objective”, “key_result”, “initiative” or “out”; "" takes a choice back. `columns` are our
    fields → headings of the sheet. `newer_of` says of which file this sheet is a newer version: the id
    of the import that brought it last, or “new”."""

    columns: Chosen = None
    sheet: Annotated[Any, WithJsonSchema(nullable(text(255)))] = None
    heading_row: Annotated[Any, WithJsonSchema(nullable({"type": "integer", "minimum": 1}))] = None
    people: Chosen = None
    teams: Chosen = None
    cycles: Chosen = None
    labels: Chosen = None
    newer_of: Annotated[Any, WithJsonSchema(nullable(text(255)))] = None


class NewFeishuImport(Body):
    """Where Feishu's API is (https, up to before `/open-apis`), and the app that may read there. Without
    a secret the one that is kept of this app is taken. `people`: the members of this organization by
    their e-mail addresses, everybody whom the app may see, or those `listed`, by address or open_id."""

    address: Annotated[Any, WithJsonSchema(text(300) | {"examples": ["https://open.feishu.cn"]})]
    app_id: Annotated[Any, WithJsonSchema(text(100) | {"examples": ["cli_a1b2c3"]})]
    app_secret: Annotated[Any, WithJsonSchema(nullable(text(200)))] = None
    people: Annotated[Any, WithJsonSchema(nullable(one_of(Whom.values)))] = None
    listed: Annotated[
        Any, WithJsonSchema(nullable({"type": "array", "items": {"type": "string"}}))
    ] = None
    since: Annotated[Any, WithJsonSchema({"type": ["string", "null"], "format": "date"})] = None


class ResumedFetch(Body):
    """Another secret, where the app has one; else the one that is kept."""

    app_secret: Annotated[Any, WithJsonSchema(nullable(text(200)))] = None


class FeishuSource(Answer):
    """`under_way` is the import that fetches through this app now."""

    id: Id
    address: str
    app_id: str
    people: Annotated[str, WithJsonSchema(one_of(Whom.values))]
    has_secret: bool
    last_fetched_at: Maybe
    under_way: Annotated[Any, WithJsonSchema({"type": ["string", "null"]})]


class FeishuSources(Answer):
    items: list[FeishuSource]


class ImportFetch(Answer):
    """How far a fetch from Feishu has come. `people` is null until they are known, `minutes_left` a
    guess."""

    paused: bool
    has_secret: bool
    people: int | None
    done: int
    calls: int
    minutes_left: int | None


class ImportSummary(Answer):
    """One of the list. `counts` are rows by what becomes of them; empty before the plan."""

    id: Id
    file_name: str
    format: Annotated[str, WithJsonSchema(one_of(["", *Format.values]))]
    state: Annotated[str, WithJsonSchema(one_of(State.values))]
    created_by: str
    created_at: Instant
    counts: Annotated[dict[str, int], WithJsonSchema({"type": "object"})]
    applied_at: Maybe
    undo_until: Maybe
    undone_at: Maybe


class ImportPage(Answer):
    items: list[ImportSummary]
    next: str | None


class ImportFault(Answer):
    """What the reading found; a row with a fault that is no warning is left out."""

    detail: str
    place: str
    warning: bool


class ImportSort(Answer):
    """How many of a sort are created, changed, skipped and in conflict."""

    sort: Annotated[str, WithJsonSchema(one_of(Sort.values))]
    create: int
    change: int
    skip: int
    conflict: int


class ImportLeft(Answer):
    """What an undo left as it is, and why."""

    sort: str
    title: str
    reason: str


class ImportChoice(Answer):
    value: str
    label: str


class ImportEarlier(Answer):
    """Which earlier file a sheet is a newer version of: an import's id, or “new” for a file of its own."""

    chosen: str
    suggested: bool
    choices: list[ImportChoice]


class ImportOut(Answer):
    """How far an import has come. `step` of `steps` is of the work under way, `fetch` is there while
    it is fetched from Feishu; `open_names` have to be
    mapped before it can be planned; `can` says which acts are possible now."""

    id: Id
    file_name: str
    format: Annotated[str, WithJsonSchema(one_of(["", *Format.values]))]
    source: str
    state: Annotated[str, WithJsonSchema(one_of(State.values))]
    created_by: str
    created_at: Instant
    step: int
    steps: int
    fetch: ImportFetch | None
    open_names: int
    newer_of: ImportEarlier | None
    counts: Annotated[dict[str, int], WithJsonSchema({"type": "object"})]
    counts_by_sort: list[ImportSort]
    faults: list[ImportFault]
    error: str
    applied_by: str
    applied_at: Maybe
    undo_until: Maybe
    undone_by: str
    undone_at: Maybe
    left: list[ImportLeft]
    can: Annotated[list[str], WithJsonSchema({"type": "array", "items": one_of(list(ACTS))})]


class ImportName(Answer):
    """A person, team, cycle or label of the file: what is chosen for it (or suggested), and the likely
    choices."""

    sort: Annotated[str, WithJsonSchema(one_of(["person", "team", "cycle", "label"]))]
    key: str
    name: str
    hint: str
    uses: int
    chosen: Annotated[
        str, WithJsonSchema({"type": "string", "examples": [PLACEHOLDER, NEW, OUT, *LABELS]})
    ]
    suggested: bool
    choices: list[ImportChoice]


class ImportNames(Answer):
    items: list[ImportName]
    next: str | None


class ImportColumns(Answer):
    """The first rows of a sheet, and what each of our fields is taken from."""

    sheets: list[str]
    sheet: str
    heading_row: int
    headings: list[str]
    rows: Annotated[Any, WithJsonSchema({"type": "array", "items": {"type": "array"}})]
    row_count: int
    columns: Annotated[dict[str, str], WithJsonSchema({"type": "object"})]
    labels: Annotated[dict[str, str], WithJsonSchema({"type": "object"})]
    faults: list[ImportFault]


class ImportStep(Answer):
    """What becomes of one row and why."""

    position: int
    sort: Annotated[str, WithJsonSchema(one_of(Sort.values))]
    action: Annotated[str, WithJsonSchema(one_of(Action.values))]
    title: str
    reasons: list[str]
    place: str


class ImportPlan(Answer):
    items: list[ImportStep]
    next: str | None
