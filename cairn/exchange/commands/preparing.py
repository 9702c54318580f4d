"""Bringing a file up to the plan of what it would change; nothing of it is in the organization yet."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Invalid, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.exchange.families import NEWER_OF, earlier_files, is_sheet, take_source
from cairn.exchange.matching import LABELS, NEW, OUT, PLACEHOLDER
from cairn.exchange.models import CHANGEABLE, Format, Import, State
from cairn.exchange.policy import rules
from cairn.intake import refuse
from cairn.jobs.commands import put_job
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.organization.wording import UNKNOWN
from cairn.storage.ids import read_id

LARGEST: Final = 64 * 1024 * 1024
READ, PLAN, APPLY, UNDO = "import.read", "import.plan", "import.apply", "import.undo"
NOT_NOW = _("This is not possible in the state that the import is in now.")


@atomic
def start_import(
    actor: Actor,
    *,
    file_name: str,
    content: bytes,
    format: str = "",
    options: Mapping[str, Any] | None = None,
    submission: str | None = None,
) -> Import:
    """Keep a file and have it read by a worker; without a `format` it is recognised then. A table
    waits for its columns first (`map_import(columns=…)`). The same `submission` twice gives the
    import of the first time."""
    rules.require(actor, "import.prepare", None)
    mine = Import.objects.filter(created_by=actor.member_id)
    if submission and (first := mine.filter(submission=submission).defer("content").first()):
        return first
    if not content:
        refuse("file", _("The file is empty."))
    if len(content) > LARGEST:
        refuse("file", _("The file is too large: at most 64 MB fit."))
    if format and format not in Format.values:
        refuse("format", _("Choose one of the formats."))
    made = Import.objects.create(
        organization_id=actor.organization_id,
        created_by_id=actor.member_id,
        submission=submission or None,
        format=format,
        file_name=file_name.replace("\x00", "")[-255:] or "?",
        options=dict(options or {}),
        content=content,
        state=State.READING,
    )
    work(actor, made, READ)
    _record(actor, Event.IMPORT_STARTED, made)
    return made


@atomic
def map_import(
    actor: Actor,
    import_id: int,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    heading_row: int | None = None,
    people: Mapping[str, str] | None = None,
    teams: Mapping[str, str] | None = None,
    cycles: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    newer_of: str | None = None,
) -> Import:
    """Say what columns and names are; what is not given stays. Choices by key, as `matching.py` spells
    them (for a person also an e-mail address); "" takes a choice back. `columns` are our field →
    heading. `newer_of` is the import that brought the last version of this sheet, or "new". A plan
    that was made is forgotten; other columns or labels have the file read again."""
    rules.require(actor, "import.prepare", None)
    found = lock_import(actor, import_id)
    if found.state not in CHANGEABLE:
        raise Conflict(NOT_NOW)
    chosen = {
        "people": _people(actor, people or {}),
        "teams": _known(actor, "teams", Team, teams or {}, NEW),
        "cycles": _known(actor, "cycles", Cycle, cycles or {}, NEW),
        "labels": _labels(labels or {}),
    }
    before = dict(found.options)
    for name, choices in chosen.items():
        kept = {**found.mapping.get(name, {}), **choices}
        found.mapping[name] = {key: choice for key, choice in kept.items() if choice}
    _set_options(found, columns=columns, sheet=sheet, heading_row=heading_row)
    taken = {key: sort for key, sort in found.mapping["labels"].items() if sort != OUT}
    if taken:
        found.options["labels"] = taken
    _set_family(found, newer_of)
    forget_plan(found)
    if found.format != Format.FEISHU and (found.options != before or found.state == State.COLUMNS):
        work(actor, found, READ)
        found.state = State.READING
    elif found.state != State.FAILED:
        found.state = State.MAPPING
    found.save(update_fields=["mapping", "options", "source", "state", "counts", "digest"])
    return found


def _set_family(found: Import, newer_of: str | None) -> None:
    """Of which file this one is a newer version."""
    if newer_of is None:
        return
    if not is_sheet(found.source):
        refuse("newer_of", _("Only a sheet that was read can be the newer version of another."))
    earlier = earlier_files(found)
    if newer_of not in ("", NEW, *(str(one.import_id) for one in earlier)):
        refuse("newer_of", UNKNOWN)
    found.mapping[NEWER_OF] = newer_of
    take_source(found, earlier)


def _set_options(found: Import, **given: Any) -> None:
    for name, value in given.items():
        if value is not None:
            found.options[name] = dict(value) if isinstance(value, Mapping) else value


def _people(actor: Actor, given: Mapping[str, str]) -> dict[str, str]:
    here = Member.objects.filter(organization_id=actor.organization_id, left_at__isnull=True)
    by_email = {
        email: str(id)
        for id, email in here.filter(
            user__email__in=[one.strip().lower() for one in given.values() if "@" in one]
        ).values_list("id", "user__email")
    }
    spelled = {
        key: by_email.get(choice.strip().lower(), choice) if "@" in choice else choice
        for key, choice in given.items()
    }
    return _known(actor, "people", Member, spelled, PLACEHOLDER)


def _known(
    actor: Actor, name: str, model: Any, given: Mapping[str, str], made: str
) -> dict[str, str]:
    """Refuses what names nothing of this organization."""
    ids = [id for one in given.values() if (id := read_id(one)) is not None]
    there = model.objects.filter(id__in=ids, organization_id=actor.organization_id)
    allowed = {*map(str, there.values_list("id", flat=True)), made, OUT, ""}
    wrong = {f"{name}.{key}": UNKNOWN for key, choice in given.items() if choice not in allowed}
    if wrong:
        raise Invalid(wrong)
    return dict(given)


def _labels(given: Mapping[str, str]) -> dict[str, str]:
    wrong = {
        f"labels.{key}": _("Choose what this is.")
        for key, choice in given.items()
        if choice not in (*LABELS, OUT, "")
    }
    if wrong:
        raise Invalid(wrong)
    return dict(given)


@atomic
def plan_import(actor: Actor, import_id: int) -> Import:
    """Have a worker find out what the file would change, as its names are mapped now."""
    rules.require(actor, "import.prepare", None)
    found = lock_import(actor, import_id)
    if found.state == State.PLANNING:
        return found
    if found.state not in (State.MAPPING, State.PLANNED):
        raise Conflict(NOT_NOW)
    forget_plan(found)
    found.state = State.PLANNING
    work(actor, found, PLAN)
    found.save(update_fields=["state", "counts", "digest"])
    return found


@atomic
def discard_import(actor: Actor, import_id: int) -> None:
    """Forget a file that was not applied, or what is being fetched. What is applied stays as a record."""
    rules.require(actor, "import.prepare", None)
    found = lock_import(actor, import_id)
    if found.state not in CHANGEABLE and not found.is_fetched:
        raise Conflict(NOT_NOW)
    _record(actor, Event.IMPORT_DISCARDED, found)
    found.delete()


def forget_plan(found: Import) -> None:
    found.steps.all()._raw_delete("default")
    found.counts, found.digest = {}, ""


def work(actor: Actor, found: Import, kind: str) -> None:
    """Put the next piece of work on an import down; whoever asked is whoever it is done for."""
    job = put_job(
        kind,
        {"import": str(found.id)},
        organization_id=actor.organization_id,
        by=actor.member_id,
    )
    found.job_id, found.error = job.id, ""
    found.save(update_fields=["job_id", "error"])


def lock_import(actor: Actor, import_id: int) -> Import:
    """Read again, for update, without the file; `NotFound` if it is another organization's."""
    found = (
        Import.objects.select_for_update(no_key=True)
        .filter(id=import_id, organization_id=actor.organization_id)
        .defer("content", "rows")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _record(actor: Actor, kind: Event, found: Import, **values: Any) -> None:
    new = {"format": found.format, "import": str(found.id)}
    record(actor, kind, found.id, title=found.file_name, new=new, **values)
