"""Templates over REST: find, keep one's own, insert, hand out."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.objectives import path_id, today, unless_null, with_own_id
from cairn.api.paging import PAGE_PARAMETERS, read_page
from cairn.api.problems import InvalidParameter
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
from cairn.api.schemas.objectives import ObjectiveOut
from cairn.api.schemas.templates import (
    HandingOut,
    HandOutOut,
    HandOutPreview,
    Inserting,
    NewTemplate,
    TemplateChange,
    TemplateId,
    TemplateOut,
    TemplatePage,
)
from cairn.api.schemas.types import Id, one_of
from cairn.api.shapes.objectives import objective_shape
from cairn.api.shapes.templates import hand_out_shape, plan_shape, template_shape
from cairn.errors import NotFound
from cairn.goals.loading import whole
from cairn.goals.models import Kind, Type
from cairn.goals.queries import visible_objectives
from cairn.okr_templates.commands.handing_out import hand_out
from cairn.okr_templates.commands.inserting import insert_template
from cairn.okr_templates.commands.keeping import (
    create_template,
    delete_template,
    edit_template,
    restore_template,
)
from cairn.okr_templates.filling import Filling
from cairn.okr_templates.handing_out import Asked, plan_hand_out
from cairn.okr_templates.intake import read_handing, read_inserting, read_template
from cairn.okr_templates.queries import (
    MEASURES,
    Filters,
    find_hand_out,
    find_template,
    find_templates,
    is_key,
    usable_template,
)
from cairn.okr_templates.templates import Template, language_of
from cairn.okr_templates.words import Department, UsedBy
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id

router = Router(tags=["templates"])
CHOICES: dict[str, list[str]] = {
    "department": Department.values,
    "role": UsedBy.values,
    "type": Type.values,
    "kind": Kind.values,
    "unit": list(MEASURES),
    "only": ["own", "shipped"],
}


@router.get(
    "/templates",
    response=TemplatePage,
    summary="Templates: the organization's own first, then those that ship",
    openapi_extra=extra(
        parameter("q", "Words of them, in Chinese or English.", {"type": "string"}),
        parameter("department", "Whose they are.", one_of(CHOICES["department"])),
        parameter("role", "Who would use them.", one_of(CHOICES["role"])),
        parameter("type", "Committed or aspirational.", one_of(CHOICES["type"])),
        parameter("kind", "A key result of this kind.", one_of(CHOICES["kind"])),
        parameter("unit", "A key result measured in this.", one_of(CHOICES["unit"])),
        parameter("tag", "A tag of theirs.", {"type": "string", "maxLength": 40}),
        parameter("only", "The organization's own, or those that ship.", one_of(CHOICES["only"])),
        *PAGE,
    ),
)
def list_templates(request: ApiRequest) -> HttpResponse:
    actor = request.auth
    intake = read_query(request, *CHOICES, "q", "tag", *PAGE_PARAMETERS)
    page = read_page(intake)
    chosen: dict[str, Any] = {
        name: or_none(intake.choice(name, known)) or "" for name, known in CHOICES.items()
    }
    filters = Filters(
        **chosen,
        q=or_none(intake.line("q", 200, required=False)) or "",
        tag=or_none(intake.line("tag", 40, required=False)) or "",
    )
    intake.settle()
    if page.cursor and not is_key(page.cursor):
        words = _("This is not a cursor of this list. Use the one in “next”.")
        raise InvalidParameter({"cursor": words})
    found = find_templates(actor, filters, page.cursor, page.limit)
    shapes = [template_shape(actor, one) for one in found.rows]
    return answer({"items": shapes, "next": found.following or None})


@router.post(
    "/templates",
    response={201: TemplateOut},
    summary="Keep a template of the organization's own",
    openapi_extra=extra(IDEMPOTENCY, body=NewTemplate),
)
def create_own_template(request: ApiRequest) -> HttpResponse:
    sent = read_body(request, NewTemplate)
    arguments = sent.read(read_template, given(sent.fields), by_machine=True)
    made = create_template(
        request.auth, **{"department": "other", **arguments}, submission=submission_of(request)
    )
    where = f"/api/v1/templates/{made.id}"
    return _answer(request.auth, str(made.id), 201, Location=where)


def _answer(actor: Actor, key: str, status: int = 200, **headers: str) -> HttpResponse:
    return answer(template_shape(actor, find_template(actor, key)), status, **headers)


@router.get(
    "/templates/{template_id}",
    response=TemplateOut,
    summary="Read a template",
    openapi_extra=extra(),
)
def show_template(request: ApiRequest, template_id: TemplateId) -> HttpResponse:
    return _answer(request.auth, template_id)


@router.patch(
    "/templates/{template_id}",
    response=TemplateOut,
    summary="Change a template of the organization's own",
    openapi_extra=extra(body=TemplateChange),
)
def change_template(request: ApiRequest, template_id: TemplateId) -> HttpResponse:
    own = _own_id(request.auth, template_id)
    sent = read_body(request, TemplateChange)
    told = unless_null(sent.fields, "version", "department", "role", "type", "tags", "key_results")
    edit_template(request.auth, own, **sent.read(read_template, told, by_machine=True))
    return _answer(request.auth, template_id)


def _own_id(actor: Actor, key: str) -> int:
    """Of an organization's own; those that ship are nobody's to change."""
    if read_id(key) is None:
        raise NotFound
    return int(find_template(actor, key).own_id or 0)


@router.delete(
    "/templates/{template_id}",
    response={204: None},
    summary="Delete a template of the organization's own; drafts made from it stay",
    openapi_extra=extra(),
)
def remove_template(request: ApiRequest, template_id: TemplateId) -> HttpResponse:
    delete_template(request.auth, _own_id(request.auth, template_id))
    return no_content()


@router.post(
    "/templates/{template_id}/restore",
    response=TemplateOut,
    summary="Restore a deleted template",
    openapi_extra=extra(),
)
def bring_template_back(request: ApiRequest, template_id: TemplateId) -> HttpResponse:
    restore_template(request.auth, _own_id(request.auth, template_id))
    return _answer(request.auth, template_id)


@router.post(
    "/templates/{template_id}/insert",
    response={201: ObjectiveOut},
    summary="Start a draft from a template",
    openapi_extra=extra(IDEMPOTENCY, body=Inserting),
)
def start_from_template(request: ApiRequest, template_id: TemplateId) -> HttpResponse:
    actor = request.auth
    template = usable_template(actor, template_id)
    sent = read_body(request, Inserting)
    fields = with_own_id(actor, given(sent.fields))
    arguments = sent.read(
        read_inserting, fields, template=template, locale=language_of(actor.locale)
    )
    arguments["submission"] = submission_of(request)
    made = insert_template(actor, template.key, **arguments)
    row = whole(visible_objectives(actor).filter(id=made.id)).first()
    if row is None:
        raise NotFound
    where = f"/api/v1/objectives/{made.id}"
    return answer(objective_shape(actor, row, today(actor)), 201, Location=where)


@router.post(
    "/templates/{template_id}/hand-out/preview",
    response=HandOutPreview,
    summary="Who would get a draft, and who is skipped and why",
    openapi_extra=extra(body=HandingOut),
)
def preview_hand_out(request: ApiRequest, template_id: TemplateId) -> HttpResponse:
    """Nothing is written."""
    actor = request.auth
    template = usable_template(actor, template_id)
    filling, asked, cycle, _seen = _read_handing(request, template)
    return answer(plan_shape(plan_hand_out(actor, template, filling, asked, cycle)))


@router.post(
    "/templates/{template_id}/hand-out",
    response={201: HandOutOut},
    summary="Give many a draft from a template: all of them, or nobody",
    openapi_extra=extra(IDEMPOTENCY, body=HandingOut),
)
def hand_template_out(request: ApiRequest, template_id: TemplateId) -> HttpResponse:
    """More than twenty are written later: ask for the hand-out until its `state` is `done`."""
    actor = request.auth
    template = usable_template(actor, template_id)
    filling, asked, cycle, seen = _read_handing(request, template)
    submission = submission_of(request)
    row = hand_out(
        actor, template.key, filling, asked, cycle=cycle, seen=seen, submission=submission
    )
    where = f"/api/v1/hand-outs/{row.id}"
    return answer(hand_out_shape(find_hand_out(actor, row.id)), 201, Location=where)


def _read_handing(
    request: ApiRequest, template: Template
) -> tuple[Filling, Asked, int | None, str | None]:
    sent = read_body(request, HandingOut)
    fields: dict[str, Any] = given(sent.fields)
    seen = fields.pop("fingerprint", None)
    locale = language_of(request.auth.locale)
    read = sent.read(read_handing, fields, template=template, locale=locale)
    filling = Filling(read["language"], read["answers"], read["values"], read["lines"])
    asked = Asked(
        read.get("teams", ()), read.get("people", ()), read.get("below"), read.get("members_of")
    )
    return filling, asked, read.get("cycle"), None if seen is None else str(seen)


@router.get(
    "/hand-outs/{hand_out_id}",
    response=HandOutOut,
    summary="How a hand-out of yours stands",
    openapi_extra=extra(),
)
def show_hand_out(request: ApiRequest, hand_out_id: Id) -> HttpResponse:
    return answer(hand_out_shape(find_hand_out(request.auth, path_id(hand_out_id))))
