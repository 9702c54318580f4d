"""`cairn organization`, `cairn member` and `cairn token`."""

from typing import TYPE_CHECKING, Annotated

import typer

from cairn.cli.start import Data, prepare_database, start
from cairn.errors import Refusal

if TYPE_CHECKING:
    from cairn.organization.actor import Actor
    from cairn.organization.models import Member, Organization

Which = Annotated[str | None, typer.Option("--organization", help="The organization's name or id.")]


def create_organization(
    name: Annotated[str, typer.Option(help="The organization's name.")],
    owner: Annotated[str, typer.Option(help="The first administrator's name.")],
    email: Annotated[str, typer.Option(help="The first administrator's e-mail address.")],
    password: Annotated[
        str,
        typer.Option(
            help="Their password; an account that exists keeps its own.",
            prompt=True,
            hide_input=True,
        ),
    ],
    locale: Annotated[str, typer.Option(help="zh-hans or en.")] = "zh-hans",
    time_zone: Annotated[str, typer.Option(help="For example Asia/Shanghai.")] = "Asia/Shanghai",
    data: Data = None,
) -> None:
    """Found an organization and its first administrator; prints the organization's id."""
    start(data)
    prepare_database()
    from cairn.organization.actor import Face
    from cairn.organization.commands.founding import found_organization
    from cairn.organization.intake import read_founding

    fields = {"name": name, "owner_name": owner, "email": email, "password": password}
    arguments = read_founding(fields | {"locale": locale, "time_zone": time_zone})
    organization, _owner = found_organization(**arguments, face=Face.CLI)
    print(organization.id)


def invite_member(
    email: str,
    name: Annotated[str, typer.Option(help="Their name.")],
    organization: Which = None,
    role: Annotated[str, typer.Option(help="admin, champion, member or viewer.")] = "member",
    title: Annotated[str, typer.Option(help="What they do.")] = "",
    data: Data = None,
) -> None:
    """Invite somebody; prints the link that lets them in, and mails it where mail is set up."""
    start(data)
    prepare_database()
    from django.conf import settings

    from cairn.organization.commands import invitations
    from cairn.organization.intake import read_invitation
    from cairn.organization.invitations import has_mail_server

    fields = {"email": email, "name": name, "role": role, "title": title}
    arguments = read_invitation(fields)
    inviter = administrator_of(find_organization(organization))
    _member, path = invitations.invite_member(inviter, **arguments, send=has_mail_server())
    print(settings.HOST_URL + path)


def create_token(
    email: str,
    name: Annotated[str, typer.Option(help="What the token is for.")],
    days: Annotated[int | None, typer.Option(help="Days until it expires; else never.")] = None,
    scopes: Annotated[
        list[str] | None, typer.Option(help="read, write or admin; may be repeated.")
    ] = None,
    organization: Which = None,
    data: Data = None,
) -> None:
    """Create a personal access token; prints it and nothing else."""
    start(data)
    prepare_database()
    from cairn.organization.actor import Face
    from cairn.organization.commands import tokens
    from cairn.organization.intake import read_token
    from cairn.organization.signing import actor_for

    words = [word for text in scopes or [] for word in text.replace(",", " ").split()]
    arguments = read_token({"name": name, "days": days, "scopes": words or None})
    member = find_member(email, organization)
    _token, secret = tokens.create_token(actor_for(member, Face.CLI), **arguments)
    print(secret)


def find_organization(which: str | None) -> "Organization":
    """The one that is meant: by name or id, or the only one there is."""
    from django.utils.translation import gettext as _

    from cairn.organization.models import Organization
    from cairn.storage.ids import read_id

    known = Organization.objects.all()
    if which is not None:
        by_id = read_id(which)
        known = known.filter(id=by_id) if by_id else known.filter(name=which)
    found = list(known[:2])
    if not found:
        raise Refusal(_("There is no such organization."))
    if len(found) > 1 and which is not None:
        ids = ", ".join(str(one.id) for one in known.order_by("id"))
        raise Refusal(_("Several have this name; say which by its id: %(ids)s") % {"ids": ids})
    if len(found) > 1:
        raise Refusal(_("There are several: say which with --organization."))
    return found[0]


def find_member(email: str, which: str | None) -> "Member":
    """The member with this address, in the organization that is meant."""
    from django.utils.translation import gettext as _

    from cairn.organization.models import Member

    known = Member.objects.select_related("organization").filter(
        user__email=email.strip().lower(), left_at__isnull=True
    )
    if which is not None:
        known = known.filter(organization=find_organization(which))
    found = list(known.order_by("id")[:2])
    if not found:
        raise Refusal(_("Nobody has the e-mail address %(email)s.") % {"email": email})
    if len(found) > 1:
        raise Refusal(_("There are several: say which with --organization."))
    return found[0]


def administrator_of(organization: "Organization") -> "Actor":
    """The command line acts as the first of the administrators."""
    from cairn.organization.actor import Face, Role
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for

    admins = Member.objects.select_related("organization").filter(
        organization=organization, role=Role.ADMIN, left_at__isnull=True
    )
    return actor_for(admins.order_by("id")[0], Face.CLI)
