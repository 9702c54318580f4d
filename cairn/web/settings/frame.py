"""What the settings pages share: their list and who finds what in it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cairn.connectors.policy import rules as assistant_rules
from cairn.notifications.policy import rules
from cairn.organization.actor import Actor
from cairn.web.forms import Form
from cairn.web.pages import page, take_unsent
from cairn.web.sessions import WebRequest


def settings_page(
    request: WebRequest,
    section: str,
    form: Form | None = None,
    *,
    template: str = "",
    **context: Any,
) -> HttpResponse:
    """A page of a section, `settings/<template or section>.html`, with its form as it stands."""
    form = form or Form()
    full = {
        "section": section,
        "sections": sections(request.actor),
        "values": form.values,
        "errors": form.errors,
        **context,
    }
    return page(request, f"settings/{template or section}.html", full, status=form.status)


def sections(actor: Actor) -> list[tuple[str, str]]:
    """(name, words) of the settings pages; all may look, but for the
    mails of others and the assistant. What one may
    do differs."""
    mails = [("mails", _("Mail delivery"))] if rules.can(actor, "mail.manage", None) else []
    named = assistant_rules.can(actor, "assistant.change", None)
    assistant = [("assistant", _("Drafting assistant"))] if named else []
    return [
        ("profile", _("Profile")),
        ("absences", _("Absences")),
        ("mail", _("Mails")),
        ("tokens", _("Access tokens")),
        ("organization", _("Organization")),
        ("teams", _("Teams")),
        ("members", _("Members")),
        ("cycles", _("Cycles")),
        *mails,
        *assistant,
    ]


def filled(request: WebRequest, **values: Any) -> Form:
    """A form with what is kept, and over it what was typed before the session ended."""
    return Form({**values, **take_unsent(request)})
