"""What the settings pages share: their list and who finds what in it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cairn.connectors.policy import rules as assistant_rules
from cairn.exchange.policy import rules as import_rules
from cairn.notifications.policy import rules
from cairn.organization.actor import Actor
from cairn.organization.policy import rules as organization_rules
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
    """A page of a section, `settings/<template or section>.html` (or of another folder, where the
    template names it), with its form as it stands."""
    form = form or Form()
    full = {
        "section": section,
        "sections": sections(request.actor),
        "values": form.values,
        "errors": form.errors,
        **context,
    }
    path = template if "/" in template else f"settings/{template or section}"
    return page(request, f"{path}.html", full, status=form.status)


def sections(actor: Actor) -> list[tuple[str, str]]:
    """(name, words) of the settings pages; all may look, but for the mails of others, the assistant,
    imports and the whole organization. What one may do differs."""
    mails = [("mails", _("Mail delivery"))] if rules.can(actor, "mail.manage", None) else []
    named = assistant_rules.can(actor, "assistant.change", None)
    assistant = [("assistant", _("Drafting assistant"))] if named else []
    may_import = import_rules.can(actor, "import.prepare", None)
    imports = [("imports", _("Import"))] if may_import else []
    may_export = organization_rules.can(actor, "organization.export", None)
    export = [("export", _("Whole organization"))] if may_export else []
    return [
        ("profile", _("Profile")),
        ("absences", _("Absences")),
        ("mail", _("Mails")),
        ("tokens", _("Access tokens")),
        ("organization", _("Organization")),
        ("teams", _("Teams")),
        ("members", _("Members")),
        ("cycles", _("Cycles")),
        *imports,
        *export,
        *mails,
        *assistant,
    ]


def filled(request: WebRequest, **values: Any) -> Form:
    """A form with what is kept, and over it what was typed before the session ended."""
    return Form({**values, **take_unsent(request)})
