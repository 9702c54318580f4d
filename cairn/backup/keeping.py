"""Backups that are taken by themselves: each day into a folder, and before the tables change their
form. The oldest of each kind go."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.backup.checking import check_backup
from cairn.backup.making import Tell, make_backup
from cairn.errors import Refusal
from cairn.jobs.models import Job
from cairn.jobs.telling import telling_beside
from cairn.storage import clock
from cairn.storage.packing import Damaged

REGULAR: Final = "cairn"
BEFORE_A_CHANGE: Final = "before-migration"


def keep_backup(_job: Job, tell: Tell) -> None:
    """The regular one, examined after it was made."""
    with telling_beside(tell) as tell_beside:
        take_backup(REGULAR, tell_beside)


def take_backup(kind: str, tell: Tell = lambda _done, _all: None) -> Path:
    """A new file in the folder of backups. Older ones of the kind go once it has been examined, so
    that `CAIRN_BACKUP_KEEP` are left."""
    folder = backup_folder()
    path = _free(folder, f"{kind}-{clock.now():%Y%m%d-%H%M%S}")
    make_backup(path, tell)
    try:
        check_backup(path)
    except Damaged:
        path.unlink(missing_ok=True)
        raise
    for old in kept_backups(kind)[settings.BACKUP_KEEP :]:
        old.unlink(missing_ok=True)
    return path


def backup_folder() -> Path:
    """Made if it is not there; `Refusal` where it cannot be."""
    folder: Path = settings.BACKUPS
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as wrong:
        words = _("The folder of backups, %(folder)s, cannot be used: %(why)s.")
        raise Refusal(words % {"folder": folder, "why": wrong.strerror or wrong}) from wrong
    return folder


def kept_backups(kind: str = REGULAR) -> list[Path]:
    """Those taken by themselves, the newest first."""
    found = settings.BACKUPS.glob(f"{kind}-????????-??????*.zip")
    return sorted(found, key=lambda one: one.stem.split("-"), reverse=True)


def _free(folder: Path, name: str) -> Path:
    """A second one within a second gets another name."""
    path, number = folder / f"{name}.zip", 2
    while path.exists():
        path, number = folder / f"{name}-{number}.zip", number + 1
    return path
