"""One worker's turn at a fetch: how long it lasts, and what of it is kept when it ends.

A turn is one job. When it has worked long enough, or would have to wait, it puts the next one down and
gives the worker back. What is written counts only while the fetch is still at this turn: a job that is
done twice, or that somebody paused, discarded or resumed meanwhile, writes nothing.
"""

import time
from datetime import timedelta
from typing import Any, Final

from django.db.transaction import atomic

from cairn.exchange.feishu.client import Client
from cairn.exchange.models import FeishuFetch, FeishuSource, Import, State
from cairn.exchange.packing import pack_plain, unpack_plain
from cairn.jobs.commands import put_job
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.storage import clock

KIND: Final = "import.fetch"
WORK_S: Final = 60.0
LONGEST_SLEEP_S: Final = 5.0
LOOK_EVERY_S: Final = 5.0
MOST_STALLED: Final = 10


class Later(Exception):
    """The turn is over; the next one begins after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Superseded(Exception):
    """Paused, thrown away, or taken on by another turn: nothing more is to be done here."""


def new_client(address: str, app_id: str, secret: str, **how: Any) -> Client:
    return Client(address, app_id, secret, **how)


class Turn:
    """`fetch` with its source; `client` asks in its name."""

    def __init__(self, job: Job, fetch: FeishuFetch, secret: str, tell: Tell) -> None:
        self.job, self.fetch, self._tell = job, fetch, tell
        self._began = self._looked = time.monotonic()
        self._calls, self._gained = fetch.calls, False
        part = unpacked(fetch.part) or {}
        self._had = len(part)
        self.client = new_client(
            fetch.source.address,
            fetch.source.app_id,
            secret,
            wait=self.wait,
            instants=fetch.source.instants,
            part=part,
        )

    def wait(self, seconds: float) -> None:
        """Before every call."""
        if seconds > LONGEST_SLEEP_S or time.monotonic() - self._began > WORK_S:
            raise Later(seconds)
        if time.monotonic() - self._looked > LOOK_EVERY_S:
            self.look()
        if seconds > 0:
            time.sleep(seconds)

    def look(self) -> None:
        """Keep the job's lease, and see whether to go on."""
        self._looked = time.monotonic()
        self._tell(self.done, self.fetch.people or 0)
        if not self._mine().filter(paused_at__isnull=True).exists():
            raise Superseded

    @property
    def done(self) -> int:
        return self.fetch.answers.filter(answer__isnull=False).count() if self.fetch.people else 0

    @atomic
    def keep(self, **values: Any) -> None:
        """A step is done: `values` of the fetch, what it cost, and no part of an answer any more."""
        self.client.part.clear()
        self._gained = True
        self._write(part=None, **values)

    @atomic
    def end(self, seconds: float | None = None) -> None:
        """Keep the part of the step under way; with `seconds`, the next turn goes on after them."""
        gained = self._gained or len(self.client.part) > self._had
        stalled = 0 if gained else self.fetch.stalled + 1
        part = pack_plain(self.client.part) if self.client.part else None
        if seconds is None:
            self._write(part=part)
            return
        run_at = clock.now() + timedelta(seconds=seconds)
        turn = self.fetch.turn + 1
        self._write(part=part, turn=turn, stalled=stalled, waits_until=run_at)
        job = put_job(
            KIND,
            {"import": str(self.fetch.of_id), "turn": turn},
            organization_id=self.job.organization_id,
            run_at=run_at,
            by=self.job.created_by_id,
        )
        reading = Import.objects.filter(id=self.fetch.of_id, state=State.READING)
        reading.update(job_id=job.id)

    @atomic
    def pause(self, why: str) -> None:
        """Nothing is lost: somebody reads why, does something about it and has it go on."""
        self.client.forget_refusals()
        part = pack_plain(self.client.part) if self.client.part else None
        self._write(part=part, paused_at=clock.now())
        reading = Import.objects.filter(id=self.fetch.of_id, state=State.READING)
        reading.update(error=why)

    @property
    def is_stuck(self) -> bool:
        return self.fetch.stalled >= MOST_STALLED

    def _write(self, **values: Any) -> None:
        calls = self._calls + self.client.calls
        if not self._mine().update(calls=calls, **values):
            raise Superseded
        source = FeishuSource.objects.filter(id=self.fetch.source_id)
        source.update(instants=list(self.client.instants))

    def _mine(self) -> Any:
        return FeishuFetch.objects.filter(id=self.fetch.id, turn=self.fetch.turn)


def unpacked(packed: Any) -> Any:
    """None stays None."""
    return None if packed is None else unpack_plain(bytes(packed))
