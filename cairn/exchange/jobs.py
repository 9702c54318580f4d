"""What workers do with imports: reading, planning, applying, undoing. Each is safe to do twice; one that
is killed is done again from its beginning, and what is applied is applied as one."""

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cairn.errors import Forbidden, Refusal
from cairn.exchange.commands.applying import write_import
from cairn.exchange.commands.planning import write_plan
from cairn.exchange.commands.undoing import take_back
from cairn.exchange.families import settle_source
from cairn.exchange.models import Format, Import, State
from cairn.exchange.packing import pack
from cairn.exchange.reading import read_file, recognise
from cairn.exchange.rows import Fault, Rows
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.organization.actor import Actor, Face
from cairn.organization.models import Member
from cairn.organization.signing import actor_for

MOST_TRIES: Final = 3
MOST_FAULTS: Final = 500
SERVER_FAULT: Final = gettext_lazy(
    "Something went wrong on the server; the administrator finds it in the log."
)
log = logging.getLogger(__name__)


def read_import(job: Job, tell: Tell) -> None:
    """The file → neutral rows, in a child process; then its names wait to be mapped."""
    _do(job, tell, State.READING, _read)


def plan_import(job: Job, tell: Tell) -> None:
    _do(job, tell, State.PLANNING, write_plan)


def apply_import(job: Job, tell: Tell) -> None:
    _do(job, tell, State.APPLYING, write_import)


def undo_import(job: Job, tell: Tell) -> None:
    _do(job, tell, State.UNDOING, take_back)


type Act = Callable[[Actor, Import, Tell], None]


def _do(job: Job, tell: Tell, state: State, act: Act) -> None:
    """Act with the rights that the asker has now; what is refused is told on the import's page."""
    found = (
        Import.objects.filter(id=int(job.payload["import"]), state=state)
        .select_related("created_by__organization")
        .first()
    )
    if found is None:
        return
    actor = asker_of(job, found)
    try:
        if actor is None:
            raise Forbidden(_("Whoever asked for this has left the organization."))
        act(actor, found, tell)
    except Refusal as refusal:
        with override(actor.locale if actor else found.created_by.organization.locale):
            _fail(found, state, words_of_refusal(refusal))
    except Exception:
        if job.attempts < MOST_TRIES:
            raise
        log.exception("Import %s cannot go on", found.id)
        with override(actor.locale if actor else None):
            _fail(found, state, str(SERVER_FAULT))


def asker_of(job: Job, found: Import) -> Actor | None:
    """With the rights that they have now; None once they have left."""
    asked = Member.objects.select_related("organization").filter(
        id=job.created_by_id or found.created_by_id, left_at__isnull=True
    )
    member = asked.first()
    return actor_for(member, Face.IMPORT) if member else None


def words_of_refusal(refusal: Refusal) -> str:
    fields = getattr(refusal, "fields", None)
    return " ".join(map(str, fields.values())) if fields else str(refusal.reason)


AFTER_A_FAULT: Final = {
    State.READING: State.FAILED,
    State.PLANNING: State.MAPPING,
    State.APPLYING: State.PLANNED,
    State.UNDOING: State.APPLIED,
}
"""Nothing was written, so it stands where it stood before."""


def _fail(found: Import, state: State, why: str) -> None:
    Import.objects.filter(id=found.id, state=state).update(state=AFTER_A_FAULT[state], error=why)


def _read(_actor: Actor, found: Import, tell: Tell) -> None:
    """A table of which nobody has said what its columns are waits for that."""
    tell(0, 2)
    with tempfile.TemporaryDirectory(prefix="cairn-import-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(bytes(found.content or b""))
        format = found.format or recognise(path, found.file_name)
        if format == Format.TABLE and not found.options.get("columns"):
            changes: dict[str, object] = {"state": State.COLUMNS}
        else:
            read = read_file(path, name=found.file_name, format=format, options=found.options)
            tell(1, 2)
            settle_source(found, read)
            changes = {**_kept(found, read), "state": State.MAPPING}
    reading = Import.objects.filter(id=found.id, state=State.READING)
    reading.update(format=format, error="", **changes)
    tell(2, 2)


def _kept(found: Import, read: Rows) -> dict[str, object]:
    return {
        "rows": pack(read),
        "source": found.source,
        "mapping": found.mapping,
        "faults": [plain_fault(one) for one in read.faults[:MOST_FAULTS]],
    }


def plain_fault(fault: Fault) -> dict[str, object]:
    """As an import keeps it."""
    place = fault.place
    return {
        "code": fault.code,
        "values": dict(fault.values),
        "place": [place.sheet, place.row, place.column],
        "warning": fault.warning,
    }
