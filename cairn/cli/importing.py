"""`cairn import`: a file read, planned, written and taken back from the command line."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cairn.cli.people import Which, administrator_of, find_organization
from cairn.cli.progress import Report, progress_bar
from cairn.cli.start import Data, prepare_database, start
from cairn.errors import Refusal

if TYPE_CHECKING:
    from cairn.exchange.queries import ImportPage
    from cairn.jobs.models import Job
    from cairn.jobs.worker import Handler, Tell
    from cairn.organization.actor import Actor

LOOK_EVERY_S = 0.5
UNFINISHED = 1
SHAPE = ("columns", "sheet", "heading_row")
MAPPING = (*SHAPE, "people", "teams", "cycles", "labels", "newer_of")

OnlyPlan = Annotated[
    bool,
    typer.Option("--plan", help="Only show what would happen; so it is unless told otherwise."),
]
Write = Annotated[bool, typer.Option("--apply", help="Write it: all of it, or nothing.")]


def import_file(
    file: Annotated[
        Path | None, typer.Argument(help="A file to bring in.", exists=True, dir_okay=False)
    ] = None,
    plan: OnlyPlan = False,
    apply: Write = False,
    undo: Annotated[
        str | None, typer.Option("--undo", help="Take back the import with this number.")
    ] = None,
    newer_of: Annotated[
        str | None,
        typer.Option(
            "--newer-of",
            help="Of a sheet: the number of the import that brought its last version, or “new”.",
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            help="A JSON file that says what names and columns are: people, teams, cycles, labels, "
            "columns, sheet, heading_row.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    organization: Which = None,
    data: Data = None,
) -> None:
    """Bring a file of objectives in: an export of Viva Goals, our template, or any table."""
    if (file is None) == (undo is None) or (plan and apply):
        raise typer.BadParameter("give a file (with --plan or --apply), or --undo and a number")
    start(data)
    prepare_database()
    actor = administrator_of(find_organization(organization))
    if undo is not None:
        _take_back(actor, undo)
    elif file is not None:
        said = _read_mapping(mapping) if mapping else {}
        if newer_of is not None:
            said["newer_of"] = newer_of
        _bring_in(actor, file, said, writes=apply)


def _read_mapping(file: Path) -> dict[str, Any]:
    """The arguments of `map_import`; `Invalid` names the field that is wrong."""
    import json

    from django.utils.translation import gettext as _

    from cairn.exchange.intake import read_mapping
    from cairn.intake import refuse

    try:
        said = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        refuse("mapping", _("This is not a JSON object."))
    if unknown := sorted(said.keys() - {*MAPPING}):
        refuse(unknown[0][:100], _("There is no field of this name here."))
    return read_mapping(said)


def _bring_in(actor: "Actor", file: Path, said: dict[str, Any], *, writes: bool) -> None:
    """`said` is what the mapping says: of the columns first, of the names once they are read."""
    from django.utils.translation import pgettext

    from cairn.exchange.commands.preparing import map_import, start_import
    from cairn.exchange.models import State

    made = start_import(actor, file_name=file.name, content=file.read_bytes())
    found = see_through(actor, made.id, pgettext("import", "Reading"))
    if found.state == State.COLUMNS:
        found = _take_guess(actor, found, {name: said[name] for name in SHAPE if name in said})
    names = _by_key(found, {name: one for name, one in said.items() if name not in SHAPE})
    if names and found.state == State.MAPPING:
        map_import(actor, made.id, **names)
        found = see_through(actor, made.id, pgettext("import", "Reading"))
    plan_and_tell(actor, found, writes=writes)


def _by_key(found: "ImportPage", said: dict[str, Any]) -> dict[str, Any]:
    """Choices by key, where they are given by name: as the file spells it, and no other name does."""
    from collections import defaultdict

    from cairn.exchange.queries import MAPPED_AS

    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found.names:
        keys[MAPPED_AS[one.sort], one.name].append(one.key)
    spelled = {one.key for one in found.names}

    def key_of(group: str, name: str) -> str:
        alike = keys.get((group, name), [])
        return alike[0] if name not in spelled and len(alike) == 1 else name

    return {
        group: {key_of(group, name): choice for name, choice in one.items()}
        if isinstance(one, dict)
        else one
        for group, one in said.items()
    }


def plan_and_tell(actor: "Actor", found: "ImportPage", *, writes: bool) -> None:
    """What was read becomes a plan, is written where that is asked for, and is told."""
    from django.utils.translation import pgettext

    from cairn.exchange.commands.deciding import apply_import
    from cairn.exchange.commands.preparing import plan_import
    from cairn.exchange.models import State

    if found.state == State.MAPPING and not found.open_names:
        plan_import(actor, found.id)
        found = see_through(actor, found.id, pgettext("import", "Planning"))
    if found.state == State.PLANNED and writes and "apply" in found.can:
        apply_import(actor, found.id)
        found = see_through(actor, found.id, pgettext("import", "Writing"))
    _tell(found, writes=writes)


def _take_guess(actor: "Actor", found: "ImportPage", said: dict[str, Any]) -> "ImportPage":
    """A table's columns as they are said to be, else by their headings."""
    from django.utils.translation import pgettext

    from cairn.exchange.commands.preparing import map_import
    from cairn.exchange.previewing import preview_import

    guessed = preview_import(actor, found.id, said)
    map_import(
        actor,
        found.id,
        columns=said.get("columns", guessed.columns),
        sheet=guessed.sheet,
        heading_row=guessed.heading_row,
    )
    return see_through(actor, found.id, pgettext("import", "Reading"))


def _take_back(actor: "Actor", number: str) -> None:
    from django.utils.translation import pgettext

    from cairn.errors import NotFound
    from cairn.exchange.commands.deciding import undo_import
    from cairn.storage.ids import read_id

    import_id = read_id(number)
    if import_id is None:
        raise NotFound
    undo_import(actor, import_id)
    found = see_through(actor, import_id, pgettext("import", "Taking it back"))
    if found.error:
        raise Refusal(found.error)
    print(pgettext("import", "Taken back."))
    for one in found.left:
        print(f"{one.sort_label}: {one.title}: {one.reason}")


def see_through(actor: "Actor", import_id: int, words: str) -> "ImportPage":
    """Do what waits, here, until no worker has anything more to do with this import."""
    from cairn.exchange.queries import find_import
    from cairn.jobs.worker import Worker
    from cairn.schedule import HANDLERS, RECURRING

    with progress_bar(words) as report:
        watched = {
            kind: _watched(handler, report) if kind.startswith("import.") else handler
            for kind, handler in HANDLERS.items()
        }
        worker = Worker(watched, RECURRING)
        while (found := find_import(actor, import_id)).is_at_work:
            if not worker.work_once():
                time.sleep(LOOK_EVERY_S)
    return found


def _watched(handler: "Handler", report: Report) -> "Handler":
    def act(job: "Job", tell: "Tell") -> None:
        def told(step: int, steps: int) -> None:
            tell(step, steps)
            report(step, steps)

        handler(job, told)

    return act


def _tell(found: "ImportPage", *, writes: bool) -> None:
    """What it comes to; ends with 1 where somebody has to do something first."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from cairn.exchange.matching import NEW
    from cairn.exchange.models import State

    for one in found.faults:
        print(": ".join(part for part in (one.place, one.words) if part), file=sys.stderr)
    if found.newer_of and found.newer_of.chosen != NEW:
        print(_("Newer version of: %(file)s") % {"file": found.newer_of.label})
    for of in found.counts_by_sort:
        print(f"{of.label}: " + _figures(of.create, of.change, of.skip, of.conflict))
    page = f"{settings.HOST_URL}/settings/imports/{found.id}"
    if found.state == State.APPLIED:
        print(_("Written. “cairn import --undo %(id)s” takes it back.") % {"id": found.id})
    elif found.state == State.PLANNED and not found.error:
        print(_("Nothing has been written. The plan is at %(page)s") % {"page": page})
        if writes:
            print(_("There is nothing to write."))
    elif found.open_names:
        print(_("Say first who and what some names are, at %(page)s") % {"page": page})
        raise typer.Exit(UNFINISHED)
    else:
        raise Refusal(found.error)


def _figures(new: int, changed: int, same: int, conflicts: int) -> str:
    from django.utils.translation import gettext as _

    words = _(
        "%(new)s new, %(changed)s changed, %(same)s left as they are, %(conflicts)s in conflict"
    )
    return words % {"new": new, "changed": changed, "same": same, "conflicts": conflicts}
