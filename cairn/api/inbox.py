"""The caller's notices and mails, over REST. Nobody else's are to be had."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import PAGE, extra, parameter
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    or_none,
    read_body,
    read_query,
)
from cairn.api.schemas.inbox import (
    MailChoiceIn,
    MailChoiceOut,
    NoticePage,
    SeenIn,
    SeenOut,
)
from cairn.api.shapes.inbox import mail_choice_shape, notice_shape
from cairn.intake import Intake, present, refuse
from cairn.notifications.choices import choice_of, choose_mail, read_mail_choice
from cairn.notifications.inbox import see_notices
from cairn.notifications.notices import notice_rows, notices_of, unseen_count

router = Router(tags=["inbox"])


@router.get(
    "/inbox",
    response=NoticePage,
    summary="What concerns you, newest first",
    openapi_extra=extra(
        parameter("unseen", "`true`: only what you have not seen.", {"type": "boolean"}), *PAGE
    ),
)
def list_notices(request: ApiRequest) -> HttpResponse:
    """What names an objective that you may no longer see is left out."""
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
    return answer({"items": items, "next": after, "unseen": unseen_count(request.auth)})


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
