"""`cairn member merge` and `cairn member address`: people known by name only."""

from typing import Annotated

import typer

from cairn.cli.people import Which, administrator_of, find_member, find_organization
from cairn.cli.start import Data, prepare_database, start
from cairn.errors import Refusal

Who = Annotated[str, typer.Argument(help="Their name as the import brought it, or their id.")]


def merge_member(
    who: Who,
    into: Annotated[str, typer.Argument(help="The member's e-mail address.")],
    organization: Which = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else only say what moves.")] = False,
    data: Data = None,
) -> None:
    """Let a member take the place of somebody whom an import brought by name only."""
    start(data)
    prepare_database()
    from dataclasses import fields

    from django.utils.translation import gettext as _

    from cairn.exchange.commands.merging import merge_placeholder
    from cairn.exchange.merging import what_moves

    actor = administrator_of(find_organization(organization))
    member, other = _by_name(actor.organization_id, who), find_member(into, organization)
    act = merge_placeholder if yes else what_moves
    moves = act(actor, member, into=other.id)
    for one in fields(moves)[2:]:
        if count := getattr(moves, one.name):
            print(f"{one.name}: {count}")
    if not yes:
        print(_("Nothing is merged yet: say --yes to do it. It cannot be taken back."))


def give_address(
    who: Who,
    email: str,
    organization: Which = None,
    invite: Annotated[bool, typer.Option(help="Without, a mailed code lets them in.")] = True,
    data: Data = None,
) -> None:
    """Give somebody known by name only an address; prints the link that lets them in."""
    start(data)
    prepare_database()
    from django.conf import settings

    from cairn.organization.commands.placeholders import name_address
    from cairn.organization.intake import read_address
    from cairn.organization.invitations import has_mail_server

    actor = administrator_of(find_organization(organization))
    asked = read_address({"email": email, "invite": invite})
    member = _by_name(actor.organization_id, who)
    path = name_address(actor, member, **asked, send=has_mail_server())
    if path:
        print(settings.HOST_URL + path)


def _by_name(organization_id: int, who: str) -> int:
    """The one of whom only the name is known."""
    from django.db.models import Q
    from django.utils.translation import gettext as _

    from cairn.organization.models import PLACEHOLDERS, Member
    from cairn.storage.ids import read_id

    known = Member.objects.filter(
        Q(id=read_id(who) or 0) | Q(name=who),
        organization=organization_id,
        user__email__endswith=PLACEHOLDERS,
    ).order_by("id")
    ids = list(known.values_list("id", flat=True))
    if not ids:
        raise Refusal(_("Nobody is known by the name %(name)s only.") % {"name": who})
    if len(ids) > 1:
        raise Refusal(
            _("Several have this name; say which by its id: %(ids)s")
            % {"ids": ", ".join(map(str, ids))}
        )
    return ids[0]
