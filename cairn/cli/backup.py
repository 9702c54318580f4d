"""`cairn backup`, `cairn restore` and `cairn move-db`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cairn.cli.progress import progress_bar
from cairn.cli.start import Data, start

if TYPE_CHECKING:
    from cairn.backup.archive import Manifest

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup's file.", dir_okay=False)]
Url = Annotated[
    str,
    typer.Argument(metavar="URL", help="postgresql://user:password@host/name or sqlite:///path"),
]


def backup(
    file: File,
    verify: Annotated[bool, typer.Option("--verify", help="Examine a backup instead.")] = False,
    data: Data = None,
) -> None:
    """Write everything into one file while people work; or, with --verify, examine such a file."""
    start(data)
    from django.utils.translation import gettext as _

    from cairn.backup.checking import check_backup
    from cairn.backup.making import make_backup

    if verify:
        with progress_bar(_("Examining")) as tell:
            manifest = check_backup(file, tell)
        print(_("%(file)s is whole: %(what)s.") % {"file": file, "what": _what(manifest)})
        return
    with progress_bar(_("Backing up")) as tell:
        manifest = make_backup(file, tell)
    print(_("%(file)s holds %(what)s.") % {"file": file, "what": _what(manifest)})
    print(_("Keep it where only you can read it: it holds everything, secrets too."))


def restore(file: File, data: Data = None) -> None:
    """Put a backup into an empty place: an empty data folder, or an empty DATABASE_URL."""
    start(data)
    from django.utils.translation import gettext as _

    from cairn.backup.restoring import restore_backup

    with progress_bar(_("Restoring")) as tell:
        manifest = restore_backup(file, tell)
    words = _("Restored and compared: %(what)s, as of %(moment)s.")
    print(words % {"what": _what(manifest), "moment": manifest.made_at[:16].replace("T", " ")})


def move_db(url: Url, data: Data = None) -> None:
    """Copy everything into the empty database at URL and compare every row; nobody can write
    meanwhile. This database stays as it is."""
    start(data)
    from django.utils.translation import gettext as _

    from cairn.backup.moving import move_database

    with progress_bar(_("Moving")) as tell:
        manifest = move_database(url, tell)
    print(_("Moved and compared: %(what)s.") % {"what": _what(manifest)})
    print(
        _(
            "Now stop Cairn, set DATABASE_URL to the new address and start it again. "
            "What is written into the old database from here on stays behind."
        )
    )


def _what(manifest: "Manifest") -> str:
    from django.utils.translation import ngettext

    tables = len(manifest.parts)
    words = ngettext(
        "%(rows)s row in %(tables)s tables", "%(rows)s rows in %(tables)s tables", manifest.rows
    )
    return words % {"rows": manifest.rows, "tables": tables}
