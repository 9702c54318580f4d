"""Invitations by mail: written when they are sent, because only the hash of their secret is kept."""

from typing import Final

from django.db.transaction import atomic

from cairn.jobs.commands import hurry
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.notifications.letters import Letter
from cairn.notifications.models import Mail
from cairn.organization.credentials import hash_of, invitation_secret
from cairn.organization.invitations import invitation_mail
from cairn.organization.models import Invitation
from cairn.storage import clock
from cairn.storage.ids import read_id

INVITATION: Final = "invitation"


@atomic
def put_invitation(job: Job, _tell: Tell) -> None:
    """A mail for the invitation that the job names, once; one that was replaced needs none."""
    wanted = read_id(job.payload.get("invitation"))
    found = Invitation.objects.filter(id=wanted or 0, accepted_at__isnull=True).first()
    if (
        found is None
        or Mail.objects.filter(member=found.member_id, facts__invitation=str(wanted)).exists()
    ):
        return
    Mail.objects.create(
        organization_id=found.organization_id,
        member_id=found.member_id,
        kind=INVITATION,
        facts={"invitation": str(found.id)},
    )
    hurry("mails.send")


def invitation_letter(mail: Mail) -> Letter | None:
    """None where it was accepted, replaced or is over."""
    found = (
        Invitation.objects.select_related("invited_by")
        .filter(id=read_id(mail.facts.get("invitation")) or 0, accepted_at__isnull=True)
        .first()
    )
    if found is None or found.expires_at <= clock.now():
        return None
    secret = invitation_secret(found.id)
    if hash_of(secret) != found.secret_hash:
        return None
    subject, text = invitation_mail(mail.member, f"/invitations/{secret}", found.invited_by.name)
    return Letter(subject, text)
