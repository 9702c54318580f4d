"""The mail that carries an invitation, in the language of whoever is invited."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cairn.organization.models import Member


def invitation_mail(member: Member, path: str, invited_by: str) -> tuple[str, str]:
    """Subject and body; `member.organization` must be loaded."""
    facts = {
        "name": member.name,
        "inviter": invited_by,
        "organization": member.organization.name,
        "link": settings.HOST_URL + path,
    }
    with translation.override(member.locale or member.organization.locale):
        subject = _("%(inviter)s invites you to %(organization)s on Cairn") % facts
        body = _(
            "Hello %(name)s,\n\n"
            "%(inviter)s invites you to follow the objectives of %(organization)s on Cairn. "
            "Open this link to come in:\n\n"
            "%(link)s\n\n"
            "It works once and for 14 days. If you do not know what this is about, leave it alone."
        )
        return " ".join(subject.split()), body % facts


def has_mail_server() -> bool:
    """Whether mails leave this machine; without a server they are printed."""
    return not settings.MAILERS["default"]["BACKEND"].endswith("printed_mail.EmailBackend")
