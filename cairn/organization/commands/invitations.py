"""Asking people in, and letting them come."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.intake import Intake, refuse
from cairn.jobs.commands import put_job
from cairn.organization import findable
from cairn.organization.accounts import account_for, set_first_password, trust_address
from cairn.organization.actor import Actor, Face, Role
from cairn.organization.commands.locking import (
    find_open_team,
    find_present_member,
    lock_member,
    lock_organization,
)
from cairn.organization.commands.teams import add_to_team
from cairn.organization.credentials import hash_of, invitation_secret
from cairn.organization.models import Invitation, Member, Team, User
from cairn.organization.policy import rules
from cairn.organization.signing import actor_for
from cairn.storage import clock

VALID_DAYS = 14
INVITATION_MAIL = "invitation.mail"


@atomic
def invite_member(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: str = Role.MEMBER,
    team: int | None = None,
    title: str = "",
    manager: int | None = None,
    send: bool = True,
) -> tuple[Member, str]:
    """The new member and the path of the link that lets them in, also sent by mail if `send`."""
    organization = lock_organization(actor)
    rules.require(actor, "member.invite", organization)
    if role in (Role.ADMIN, Role.CHAMPION):
        rules.require(actor, "member.promote", organization)
    intake = Intake({})
    check_new_address(actor, intake, email)
    place = find_open_team(actor, team, intake, "team")
    boss = find_present_member(actor, manager, intake, "manager")
    intake.settle()
    member = Member.objects.create(
        organization=organization,
        user=account_for(email),
        name=name,
        role=role,
        title=title,
        manager=boss,
        joined_at=clock.now(),
    )
    findable.put_member(member)
    _place(actor, member, place)
    path = write_invitation(actor, member, send=send)
    record(
        actor, Event.MEMBER_INVITED, member.id, title=name, new={"email": email, "role": str(role)}
    )
    return member, path


def check_new_address(actor: Actor, intake: Intake, email: str) -> None:
    """Nobody here has the address, or the field `email` is refused."""
    known = Member.objects.filter(
        organization_id=actor.organization_id, user__email=email.strip().lower()
    ).first()
    if known is None:
        return
    if known.left_at is None:
        intake.refuse("email", _("%(name)s is already a member.") % {"name": known.name})
    else:
        intake.refuse(
            "email", _("%(name)s was a member and has left. Restore them.") % {"name": known.name}
        )


def _place(actor: Actor, member: Member, team: Team | None) -> None:
    if team is not None:
        add_to_team(team, member, clock.today(actor.time_zone))


def write_invitation(actor: Actor, member: Member, *, send: bool) -> str:
    """A new link for a member, in place of an older one; the path of it."""
    Invitation.objects.filter(member=member, accepted_at__isnull=True).delete()
    made = Invitation(
        organization_id=actor.organization_id,
        member=member,
        invited_by_id=actor.member_id,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=VALID_DAYS),
    )
    secret = invitation_secret(made.id)
    made.secret_hash = hash_of(secret)
    made.save(force_insert=True)
    if send:
        put_job(
            INVITATION_MAIL,
            {"invitation": str(made.id)},
            organization_id=actor.organization_id,
            key=f"invitation:{made.id}",
            by=actor.member_id,
        )
    return f"/invitations/{secret}"


@atomic
def resend_invitation(actor: Actor, member_id: int, *, send: bool = True) -> str:
    """A new link for somebody who has not come yet, invited before or imported; the old one ends.
    The path of the new one. Refused for those who are here: a link would shut them out."""
    member = lock_member(actor, member_id)
    rules.require(actor, "member.invite", member)
    if member.left_at is not None:
        raise Conflict(_("%(name)s has left the organization.") % {"name": member.name})
    if member.user.is_placeholder:
        raise Conflict(_("Of %(name)s only the name is known.") % {"name": member.name})
    waiting = member.invitations.filter(accepted_at__isnull=True)
    if is_account_in_use(member.user) and not waiting.exists():
        raise Conflict(_("%(name)s has already joined.") % {"name": member.name})
    path = write_invitation(actor, member, send=send)
    record(actor, Event.MEMBER_INVITED, member.id, title=member.name)
    return path


def find_invitation(secret: str) -> Invitation:
    """The open invitation that a link names, with member, account and organization loaded."""
    found = (
        Invitation.objects.select_related("member__user", "member__organization", "invited_by")
        .filter(secret_hash=hash_of(secret), member__left_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound(_("This invitation does not exist or was replaced by a newer one."))
    if found.accepted_at is not None:
        raise Conflict(_("This invitation has been accepted already. Sign in instead."))
    if found.expires_at <= clock.now():
        raise Conflict(_("This invitation has expired. Ask for a new one."))
    return found


def invite_known_elsewhere(actor: Actor, members: Iterable[Member]) -> None:
    """Members who came without an invitation, with their accounts loaded: those whose account somebody
    uses already in another organization get one.

    Whoever chose its password there may have had the link without reading mail at the address. So the
    account alone does not open this organization: the link does, which goes to the address.
    """
    used = [one for one in members if is_account_in_use(one.user)]
    users = [one.user_id for one in used]
    elsewhere = Member.objects.exclude(organization=actor.organization_id)
    known = set(elsewhere.filter(user__in=users).values_list("user_id", flat=True))
    for member in used:
        if member.user_id in known:
            write_invitation(actor, member, send=True)


@atomic
def accept_invitation(
    secret: str,
    *,
    password: str = "",
    name: str = "",
    signed_in: int | None = None,
    knows_password: bool = True,
) -> Member:
    """Come in, with the name that one wants and a first password.

    The link may have passed through other hands, and an account may be in other organizations: an
    account that somebody uses already is opened only by its own password, or by being signed in
    (`signed_in` is that user's id); one that another organization has made somebody's already, only by
    being signed in, with a code sent to its address. Whoever came with such a code and does not know the
    password (`knows_password`) may not be who chose it, through another organization's link: it ends, and
    with it every other session.
    """
    Invitation.objects.select_for_update().filter(secret_hash=hash_of(secret)).first()
    invitation = find_invitation(secret)
    member = invitation.member
    if member.user_id != signed_in:
        _open_account(member, password)
    elif not knows_password and _is_elsewhere(member):
        member.user.set_unusable_password()
        member.user.save(update_fields=["password"])
    if name:
        member.name = name
        member.save(update_fields=["name"])
        findable.put_member(member)
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    trust_address(member.user)
    record(actor_for(member, Face.WEB), Event.MEMBER_JOINED, member.id, title=member.name)
    return member


def is_account_in_use(user: User) -> bool:
    """Whether somebody signs in with this account already, here or in another organization."""
    return user.has_usable_password() or user.last_login is not None


def _open_account(member: Member, password: str) -> None:
    user = member.user
    if is_account_in_use(user):
        if not user.check_password(password):
            refuse(
                "password",
                _("You have an account here already: write its password, or sign in first."),
            )
    elif _is_elsewhere(member):
        refuse(
            "password",
            _(
                "Another organization here knows your address, too. Sign in with a code that is sent "
                "to it, then open this link again."
            ),
        )
    else:
        set_first_password(user, password)


def _is_elsewhere(member: Member) -> bool:
    """Whether the same account opens another organization, or did, of which whoever passed on the link
    may know nothing."""
    return Member.objects.filter(user=member.user_id).exclude(id=member.id).exists()
