"""The mails of the organization, for its administrators: what waits, what the server said."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.errors import Conflict
from cairn.notifications.inbox import send_again
from cairn.notifications.outbox import (
    MailList,
    mails_of,
    server_state,
    try_again,
    work_in_trouble,
)
from cairn.notifications.policy import rules
from cairn.organization.invitations import has_mail_server
from cairn.storage.ids import read_id
from cairn.web.forms import see_other
from cairn.web.pages import flash, member_page
from cairn.web.paging import address
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import settings_page

HERE = "/settings/mails"


@member_page
def mails(request: WebRequest) -> HttpResponse:
    actor = request.actor
    rules.require(actor, "mail.manage", None)
    which = MailList.ALL if request.GET.get("which") == "all" else MailList.UNSENT
    found = mails_of(actor, which, before=read_id(request.GET.get("before", "")))
    query = {"which": which.value if which is MailList.ALL else ""}
    older = address(HERE, {**query, "before": found.rows[-1].id}) if found.has_more else ""
    return settings_page(
        request,
        "mails",
        mails=found.rows,
        older_url=older,
        which=which.value,
        server=server_state(),
        has_server=has_mail_server(),
        work=work_in_trouble(actor.organization_id),
    )


@require_POST
@member_page
def again(request: WebRequest, mail_id: int) -> HttpResponse:
    try:
        send_again(request.actor, mail_id)
    except Conflict:
        flash(request, _("It was sent meanwhile."), level="warning")
    else:
        flash(request, _("It is tried again now."))
    return see_other(HERE)


@require_POST
@member_page
def work_again(request: WebRequest, job_id: int) -> HttpResponse:
    """Later work that was given up, or waits for its next try."""
    try:
        try_again(request.actor, job_id)
    except Conflict:
        flash(request, _("It is being done just now."), level="warning")
    else:
        flash(request, _("It is tried again now."))
    return see_other(HERE)
