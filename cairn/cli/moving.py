"""`cairn export-organization` and `cairn import-organization`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cairn.cli.doctor import differences
from cairn.cli.people import administrator_of, find_organization
from cairn.cli.progress import progress_bar
from cairn.cli.start import Data, prepare_database, start

if TYPE_CHECKING:
    from cairn.organization.models import Organization

File = Annotated[Path, typer.Argument(metavar="FILE", help="The ZIP file.", dir_okay=False)]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The organization's name or id.")]
Link = Annotated[
    bool,
    typer.Option(
        "--link-accounts",
        help="People whose addresses have accounts here are the same people.",
    ),
]


def export_organization(name: Name, file: File, data: Data = None) -> None:
    """Write a whole organization into one ZIP of documented JSON while people work."""
    start(data)
    prepare_database()
    from django.utils.translation import gettext as _

    from cairn.exchange.organizations import commands

    actor = administrator_of(find_organization(name))
    with progress_bar(_("Exporting")) as tell:
        made = commands.export_organization(actor, file, tell)
    print(_("%(file)s holds %(what)s.") % {"file": file, "what": _rows(made.rows)})
    print(_("Keep it where only you can read it: private objectives are in it, too."))


def import_organization(file: File, link_accounts: Link = False, data: Data = None) -> None:
    """Make a new organization from such a file, beside those that are here; all of it or nothing."""
    start(data)
    prepare_database()
    from django.utils.translation import gettext as _

    from cairn.exchange.organizations import importing

    with progress_bar(_("Importing")) as tell:
        made = importing.import_organization(file, link_accounts=link_accounts, tell=tell)
    facts = {"name": made.organization.name, "id": made.organization.id, "what": _rows(made.rows)}
    print(_("%(name)s (%(id)s) is here: %(what)s, compared row by row.") % facts)
    _say_differences(made.organization)
    _say_way_in(made.organization)


def _rows(count: int) -> str:
    from django.utils.translation import ngettext

    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}


def _say_differences(organization: "Organization") -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    with progress_bar(_("Recomputing everything")):
        count = sum(1 for _one in differences(organization))
    if not count:
        print(_("Everything is correct."))
        return
    words = ngettext("%(count)s value differs.", "%(count)s values differ.", count)
    print(words % {"count": count}, _("To mend: cairn doctor --mend"))


def _say_way_in(organization: "Organization") -> None:
    """Nobody brought a password: a link for the first administrator whose account was made just now.
    One that was here before may open other organizations; no link is made for it."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from cairn.exchange.organizations.importing import administrators
    from cairn.organization.commands.invitations import is_account_in_use, resend_invitation

    new = [
        one
        for one in administrators(organization)
        if not is_account_in_use(one.user) and one.user.memberships.count() == 1
    ]
    if not new:
        words = _(
            "The administrators sign in with a code by mail, or with the accounts that they have here."
        )
        print(words)
        return
    path = resend_invitation(administrator_of(organization), new[0].id, send=False)
    print(_("%(name)s comes in here, once:") % {"name": new[0].name})
    print(settings.HOST_URL + path)
    print(_("The others sign in with a code by mail, or are invited under Settings → Members."))
