"""The caller's notices and mails, over REST. Nobody else's are to be had."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import PAGE, extra, parameter
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    read_words,
    submission_of,
)
from cairn.api.schemas.inbox import (
    MailChoiceIn,
    MailChoiceOut,
    MentionAnswer,
    NoticePage,
    SeenIn,
    SeenOut,
)
from cairn.api.schemas.types import Id
from cairn.api.shapes.inbox import mail_choice_shape, notice_shape
from cairn.api.shapes.owed import section_shape
from cairn.checkins.commands.mentions import answer_mention, see_mention
from cairn.intake import LONGEST_WORDS, MISSING, Intake, present, refuse
from cairn.notifications.choices import choice_of, choose_mail, read_mail_choice
from cairn.notifications.inbox import see_notices, see_notices_of_mention
from cairn.notifications.notices import notice_rows, notices_of, unseen_count
from cairn.notifications.owed import A_FEW, SECTIONS, Owed, owed_by
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock

router = Router(tags=["inbox"])


@router.get(
    "/inbox",
    response=NoticePage,
    summary="What you owe, and what concerns you, newest first",
    openapi_extra=extra(
        parameter("unseen", "`true`: only what you have not seen.", {"type": "boolean"}), *PAGE
    ),
)
def list_notices(request: ApiRequest) -> HttpResponse:
    """What names an objective that you may no longer see is left out. What you owe comes with the
    first page."""
    intake = read_query(request, "unseen", *PAGE_PARAMETERS)
    only_unseen = or_none(intake.flag("unseen"))
    asked = read_page(intake)
    intake.settle()
    found = notices_of(request.auth)
    if only_unseen:
        found = found.filter(seen_at__isnull=True)
    rows, after = take_page(found.only("id"), ("-id",), asked)
    shown = notice_rows(notices_of(request.auth).filter(id__in=[row.id for row in rows]))
    by_id = {row.id: row for row in shown}
    items = [notice_shape(by_id[row.id]) for row in rows if row.id in by_id]
    owed = _owed(request.auth) if "cursor" not in request.GET else Owed({})
    unseen = owed.counts.news if owed.counts else unseen_count(request.auth)
    sections = [section_shape(one) for one in owed.sections.values() if one.rows]
    return answer({"items": items, "next": after, "unseen": unseen, "owed": sections})


def _owed(actor: Actor) -> Owed:
    """The first of each sort."""
    organization = Organization.objects.get(id=actor.organization_id)
    return owed_by(SECTIONS, actor, organization, clock.today(actor.time_zone), A_FEW)


@router.post(
    "/inbox/mentions/{mention_id}",
    response={204: None},
    summary="Answer where you were named, or note it",
    openapi_extra=extra(body=MentionAnswer, is_needed=False),
)
def answer_where_named(request: ApiRequest, mention_id: Id) -> HttpResponse:
    """The answer stands in the discussion; without words the mention is only noted."""
    found = path_id(mention_id)
    sent = read_words(request, MentionAnswer)
    said = sent.read(_read_mention, given(sent.fields))
    if said:
        answer_mention(request.auth, found, submission=submission_of(request), **said)
    else:
        see_mention(request.auth, found)
    see_notices_of_mention(request.auth, found)
    return no_content()


def _read_mention(fields: dict[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    body = intake.text("body", LONGEST_WORDS)
    intake.settle()
    return present(body=body or MISSING)


@router.post(
    "/inbox/seen",
    response=SeenOut,
    summary="Mark notices as seen",
    openapi_extra=extra(body=SeenIn),
)
def mark_seen(request: ApiRequest) -> HttpResponse:
    """Those that are not yours, or not there, are left alone."""
    arguments = read_body(request, SeenIn)
    wanted = arguments.read(_read_seen, given(arguments.fields))
    return answer({"seen": see_notices(request.auth, wanted.get("ids"), until=wanted.get("until"))})


def _read_seen(fields: dict[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    wanted = present(ids=intake.ids("ids"), until=intake.id("until"))
    intake.settle()
    if not wanted:
        refuse("ids", _("Say which: “ids”, or all “until” one."))
    return wanted


@router.get(
    "/me/mail",
    response=MailChoiceOut,
    summary="When and about what you get mails",
    openapi_extra=extra(),
)
def show_mail_choice(request: ApiRequest) -> HttpResponse:
    read_query(request).settle()
    return answer(mail_choice_shape(choice_of(request.auth.member_id)))


@router.patch(
    "/me/mail",
    response=MailChoiceOut,
    summary="Choose when and about what you get mails",
    openapi_extra=extra(body=MailChoiceIn),
)
def change_mail_choice(request: ApiRequest) -> HttpResponse:
    sent = read_body(request, MailChoiceIn)
    changes = sent.read(read_mail_choice, given(sent.fields))
    return answer(mail_choice_shape(choose_mail(request.auth, **changes)))
