"""Telling Django where the data lies and in which language to speak, before it starts."""

import os
from pathlib import Path
from typing import Annotated

import typer

from cairn.errors import Refusal

Data = Annotated[
    Path | None,
    typer.Option(help="The data folder; else that of CAIRN_DATA, else ./data.", file_okay=False),
]


def start(data: Path | None = None, **environment: str) -> None:
    """Set Django up. What the environment says already is kept, but `data` goes before it."""
    if data is not None:
        os.environ["CAIRN_DATA"] = str(data)
    for name, value in environment.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.settings")
    import django
    from django.utils import translation

    try:
        django.setup()
    except OSError as error:
        raise Refusal(f"the data folder cannot be used: {error}") from error
    translation.activate(language())


def language() -> str:
    """The language of the terminal, if it is one of ours."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh-hans" if next(filter(None, names), "").startswith("zh") else "en"


def prepare_database() -> None:
    """Bring the tables up to date, with a backup before they change; quick where there is nothing
    to do."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from cairn.storage.statistics import renew_statistics

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _back_up_before()
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        renew_statistics()
    except OperationalError as error:
        raise Refusal(f"the database does not answer: {error}") from error


def _back_up_before() -> None:
    """Where there is an organization, so that nothing is lost if the change goes wrong."""
    from django.utils.translation import gettext as _

    from cairn.backup.keeping import BEFORE_A_CHANGE, take_backup
    from cairn.backup.restoring import is_empty

    if not is_empty():
        path = take_backup(BEFORE_A_CHANGE)
        print(_("Backed up before the tables change: %(file)s") % {"file": path}, flush=True)
