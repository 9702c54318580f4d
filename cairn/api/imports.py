"""Bringing files in over REST: send one, say what its names are, look at the plan, have it written."""

from typing import Any, NoReturn

from django.db.models import IntegerField
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, Asked, read_cursor, read_page, write_cursor
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    submission_of,
)
from cairn.api.schemas.imports import (
    ImportChange,
    ImportColumns,
    ImportNames,
    ImportOut,
    ImportPage,
    ImportPlan,
    NewImport,
)
from cairn.api.schemas.types import Id, one_of
from cairn.api.shapes.imports import (
    columns_shape,
    import_row_shape,
    import_shape,
    name_shape,
    step_shape,
)
from cairn.errors import Invalid
from cairn.exchange.commands import deciding, preparing
from cairn.exchange.intake import read_mapping
from cairn.exchange.models import Action, Sort
from cairn.exchange.policy import rules
from cairn.exchange.previewing import preview_import, said_faults
from cairn.exchange.queries import MAPPED_AS, find_import, list_imports, steps_after
from cairn.exchange.uploads import read_upload

router = Router(tags=["imports"])
NARROWED = [
    parameter("sort", "Only rows of this sort.", one_of(Sort.values)),
    parameter("action", "Only rows of which this becomes.", one_of(Action.values)),
]
OF_A_SORT = parameter("sort", "Only names of this sort.", one_of(list(MAPPED_AS)))
ONLY_OPEN = parameter("open", "Only those that need an answer.", {"type": "boolean"})
LOOKED_AT = [
    parameter("sheet", "Which sheet; else the one that looks most like OKRs."),
    parameter("heading_row", "The row of the headings.", {"type": "integer", "minimum": 1}),
]


@router.get(
    "/imports", response=ImportPage, summary="The imports, newest first", openapi_extra=extra(*PAGE)
)
def list_all(request: ApiRequest) -> HttpResponse:
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    before = _from(asked)
    rows = list_imports(request.auth, before=before, most=asked.limit + 1)
    shown = rows[: asked.limit]
    following = write_cursor([str(shown[-1].id)]) if len(rows) > asked.limit else None
    return answer({"items": [import_row_shape(one) for one in shown], "next": following})


def _from(asked: Asked) -> int | None:
    return read_cursor([IntegerField()], asked.cursor)[0] if asked.cursor else None


@router.post(
    "/imports",
    response={202: ImportOut},
    summary="Send a file; it is read in the background",
    openapi_extra=extra(IDEMPOTENCY, form=NewImport),
)
def start_import(request: ApiRequest) -> HttpResponse:
    """As a form (`multipart/form-data`) with the field `file`. Ask for the import until its `state` is
    `mapping`, or `columns` where it is a sheet whose columns have to be named first."""
    rules.require(request.auth, "import.prepare", None)
    if not (request.content_type or "").startswith("multipart/form-data"):
        _refuse_file()
    name, content = read_upload(request.FILES.get("file"))
    made = preparing.start_import(
        request.auth,
        file_name=name,
        content=content,
        format=request.POST.get("format", ""),
        submission=submission_of(request),
    )
    return _shown(request, made.id, 202)


def _refuse_file() -> NoReturn:
    raise Invalid(
        {"file": _("Send the file as a form (multipart/form-data), in the field “file”.")}
    )


@router.get(
    "/imports/{import_id}",
    response=ImportOut,
    summary="How far an import has come",
    openapi_extra=extra(),
)
def show_import(request: ApiRequest, import_id: Id) -> HttpResponse:
    return _shown(request, path_id(import_id))


@router.patch(
    "/imports/{import_id}",
    response=ImportOut,
    summary="Say what its columns and names are",
    openapi_extra=extra(body=ImportChange),
)
def change_import(request: ApiRequest, import_id: Id) -> HttpResponse:
    """A plan that was made is forgotten; other columns or labels have the file read again."""
    found = path_id(import_id)
    sent = read_body(request, ImportChange)
    mapping = sent.read(read_mapping, given(sent.fields))
    preparing.map_import(request.auth, found, **mapping)
    return _shown(request, found)


@router.delete(
    "/imports/{import_id}",
    response={204: None},
    summary="Throw an import away of which nothing is written",
    openapi_extra=extra(),
)
def discard_import(request: ApiRequest, import_id: Id) -> HttpResponse:
    preparing.discard_import(request.auth, path_id(import_id))
    return no_content()


@router.get(
    "/imports/{import_id}/columns",
    response=ImportColumns,
    summary="The first rows of a sheet, and what each column seems to be",
    openapi_extra=extra(*LOOKED_AT),
)
def show_columns(request: ApiRequest, import_id: Id) -> HttpResponse:
    """Only while nothing of it is written."""
    intake = read_query(request, "sheet", "heading_row")
    intake.settle()
    options = read_mapping(request.GET.dict())
    shown = preview_import(request.auth, path_id(import_id), options)
    return answer(columns_shape(shown, said_faults(shown.faults)))


@router.get(
    "/imports/{import_id}/names",
    response=ImportNames,
    summary="The people, teams, cycles and labels of the file, and what they are taken for",
    openapi_extra=extra(OF_A_SORT, ONLY_OPEN, *PAGE),
)
def show_names(request: ApiRequest, import_id: Id) -> HttpResponse:
    """Empty until the file is read, and once it is written."""
    intake = read_query(request, *PAGE_PARAMETERS, "sort", "open")
    asked = read_page(intake)
    sort = or_none(intake.choice("sort", list(MAPPED_AS)))
    is_open = or_none(intake.flag("open"))
    intake.settle()
    after = _from(asked)
    found = find_import(request.auth, path_id(import_id), with_names=True)
    names = [
        (at, one)
        for at, one in enumerate(found.names)
        if (after is None or at > after)
        and (sort is None or one.sort == sort)
        and not (is_open and one.chosen)
    ]
    shown = names[: asked.limit]
    following = write_cursor([str(shown[-1][0])]) if len(names) > asked.limit else None
    return answer({"items": [name_shape(one) for _at, one in shown], "next": following})


@router.get(
    "/imports/{import_id}/plan",
    response=ImportPlan,
    summary="What becomes of each row, and why",
    openapi_extra=extra(*PAGE, *NARROWED),
)
def show_plan(request: ApiRequest, import_id: Id) -> HttpResponse:
    """Once it is applied: what was done."""
    intake = read_query(request, *PAGE_PARAMETERS, "sort", "action")
    asked = read_page(intake)
    sort = or_none(intake.choice("sort", Sort.values)) or ""
    action = or_none(intake.choice("action", Action.values)) or ""
    intake.settle()
    after = _from(asked)
    rows = steps_after(
        request.auth,
        path_id(import_id),
        sort=sort,
        action=action,
        after=-1 if after is None else after,
        most=asked.limit + 1,
    )
    shown = rows[: asked.limit]
    following = write_cursor([str(shown[-1].position)]) if len(rows) > asked.limit else None
    return answer({"items": [step_shape(one) for one in shown], "next": following})


@router.post(
    "/imports/{import_id}/plan",
    response={202: ImportOut},
    summary="Have the plan made, as the names are mapped now",
    openapi_extra=extra(),
)
def plan_import(request: ApiRequest, import_id: Id) -> HttpResponse:
    return _done(request, import_id, preparing.plan_import)


@router.post(
    "/imports/{import_id}/apply",
    response={202: ImportOut},
    summary="Have it written: all of the plan, or nothing",
    openapi_extra=extra(),
)
def apply_import(request: ApiRequest, import_id: Id) -> HttpResponse:
    return _done(request, import_id, deciding.apply_import)


@router.post(
    "/imports/{import_id}/undo",
    response={202: ImportOut},
    summary="Take it back, within 30 days",
    openapi_extra=extra(),
)
def undo_import(request: ApiRequest, import_id: Id) -> HttpResponse:
    """What people have changed since stays; `left` names it and says why."""
    return _done(request, import_id, deciding.undo_import)


def _done(request: ApiRequest, import_id: str, act: Any) -> HttpResponse:
    found = path_id(import_id)
    act(request.auth, found)
    return _shown(request, found, 202)


def _shown(request: ApiRequest, import_id: int, status: int = 200) -> HttpResponse:
    return answer(import_shape(find_import(request.auth, import_id)), status)
