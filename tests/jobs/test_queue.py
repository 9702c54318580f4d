"""Later work: put down once, taken up by one, tried again, given up, taken over."""

from datetime import timedelta

import pytest
from django.db.transaction import atomic

from cairn.errors import Conflict
from cairn.jobs import commands
from cairn.jobs.commands import LeaseLost, gap_after, lease_job, put_job, retry_job
from cairn.jobs.models import Job
from cairn.jobs.worker import Handler, Stopping, Tell, Worker
from cairn.storage import clock
from tests.cast import MORNING
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def worker(handler: Handler, every: dict[str, timedelta] | None = None) -> Worker:
    return Worker({"test": handler}, every or {})


def nothing(_job: Job, _tell: Tell) -> None:
    pass


def broken(_job: Job, _tell: Tell) -> None:
    raise ValueError("no such luck")


def test_the_same_key_is_put_down_once() -> None:
    first = put_job("test", {"to": "1"}, key="one")
    again = put_job("test", {"to": "2"}, key="one")
    assert again.id == first.id
    assert again.payload == {"to": "1"}
    assert put_job("test", {}).id != put_job("test", {}).id


def test_what_is_put_down_in_a_transaction_that_fails_is_not_there() -> None:
    def fails() -> None:
        with atomic():
            put_job("test", {}, key="gone")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not Job.objects.exists()


def test_a_job_is_done_once_and_in_order() -> None:
    done: list[str] = []
    put_job("test", {"name": "later"}, run_at=MORNING + timedelta(minutes=1))
    put_job("test", {"name": "first"}, run_at=MORNING - timedelta(minutes=2))
    put_job("test", {"name": "second"})
    made = worker(lambda job, _tell: done.append(job.payload["name"]))
    while made.work_once():
        pass
    assert done == ["first", "second"]
    with clock.set_to(MORNING + timedelta(minutes=1)):
        assert made.work_once()
    assert done[-1] == "later"
    assert Job.objects.filter(done_at__isnull=False).count() == 3


def test_the_gaps_grow_and_are_the_same_each_time() -> None:
    gaps = [gap_after(tries) for tries in range(1, 30)]
    assert gaps[:4] == [timedelta(seconds=gap) for gap in (15, 30, 60, 120)]
    assert gaps == sorted(gaps)
    assert gaps[-1] == timedelta(hours=1)


def test_what_fails_is_tried_again_and_then_given_up() -> None:
    job = put_job("test", {})
    instant, made = MORNING, worker(broken)
    for tries in range(1, commands.MOST_ATTEMPTS + 1):
        with clock.set_to(instant):
            assert made.work_once()
            assert not made.work_once(), "not before its gap"
        job.refresh_from_db()
        assert (job.attempts, job.error) == (tries, "ValueError: no such luck")
        instant += gap_after(tries)
    assert job.failed_at is not None
    with clock.set_to(instant + timedelta(days=1)):
        assert not made.work_once()


def test_what_was_given_up_can_be_sent_again() -> None:
    job = put_job("test", {})
    Job.objects.update(failed_at=MORNING, attempts=10, error="x")
    retry_job(job.id)
    assert worker(nothing).work_once()
    job.refresh_from_db()
    assert job.done_at is not None
    with pytest.raises(Conflict):
        retry_job(job.id)


def test_what_is_being_done_is_not_begun_a_second_time() -> None:
    put_job("test", {})
    held = lease_job()
    assert held is not None
    assert lease_job() is None
    with pytest.raises(Conflict):
        retry_job(held.id)


def test_a_killed_workers_row_is_taken_again_and_the_dead_one_cannot_end_it() -> None:
    put_job("test", {})
    dead = lease_job()
    assert dead is not None
    with clock.set_to(MORNING + commands.LEASE + timedelta(seconds=1)):
        taken = lease_job()
        assert taken is not None
        assert taken.id == dead.id
        with pytest.raises(LeaseLost):
            commands.finish_job(dead)
        with pytest.raises(LeaseLost):
            commands.tell_step(dead, 1, 2)
        commands.finish_job(taken)


def test_telling_prolongs_the_lease() -> None:
    put_job("test", {})
    held = lease_job()
    assert held is not None
    with clock.set_to(MORNING + commands.LEASE - timedelta(seconds=1)):
        commands.tell_step(held, 3, 7)
    with clock.set_to(MORNING + commands.LEASE + timedelta(seconds=1)):
        assert lease_job() is None
    held.refresh_from_db()
    assert (held.step, held.steps) == (3, 7)


def test_what_kills_every_worker_is_given_up() -> None:
    job = put_job("test", {})
    for tries in range(commands.MOST_ATTEMPTS + 1):
        with clock.set_to(MORNING + (commands.LEASE + timedelta(seconds=1)) * tries):
            lease_job()
    job.refresh_from_db()
    assert job.failed_at is not None
    assert job.error == commands.KILLED


def test_a_job_that_nobody_knows_keeps_its_place() -> None:
    job = put_job("future", {})
    assert worker(nothing).work_once()
    job.refresh_from_db()
    assert "future" in job.error
    assert job.failed_at is None


def test_what_recurs_has_one_row_and_comes_again() -> None:
    made = worker(nothing, {"test": timedelta(hours=1)})
    for _start in range(2):
        commands.keep_recurring(["test"])
    assert made.work_once()
    assert not made.work_once()
    with clock.set_to(MORNING + timedelta(hours=1, seconds=1)):
        assert made.work_once()
    assert Job.objects.get().done_at is None
    commands.keep_recurring([])
    assert not Job.objects.exists()


def test_what_recurs_is_never_given_up() -> None:
    commands.keep_recurring(["test"])
    made = worker(broken, {"test": timedelta(hours=1)})
    for tries in range(commands.MOST_ATTEMPTS + 3):
        with clock.set_to(MORNING + timedelta(hours=2) * tries):
            assert made.work_once()
    row = Job.objects.get()
    assert row.failed_at is None
    assert row.error
    with clock.set_to(MORNING + timedelta(days=9)):
        worker(nothing, {"test": timedelta(hours=1)}).work_once()
    row.refresh_from_db()
    assert (row.error, row.attempts) == ("", 0)


def test_a_worker_that_stops_hands_a_long_job_on() -> None:
    job = put_job("test", {})

    def long(_job: Job, tell: Tell) -> None:
        made.stop()
        tell(1, 9)

    made = worker(long)
    assert made.work_once()
    job.refresh_from_db()
    assert (job.attempts, job.locked_until, job.error) == (0, None, "")
    assert worker(nothing).work_once()


def test_stopping_passes_by_what_a_handler_catches() -> None:
    assert not issubclass(Stopping, Exception)


def test_old_work_is_forgotten() -> None:
    put_job("test", {})
    worker(nothing).work_once()
    put_job("test", {})
    with clock.set_to(MORNING + timedelta(days=31)):
        assert commands.sweep_jobs() == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_each_job_once() -> None:
    done: list[int] = []
    for _number in range(12):
        put_job("test", {})
    made = worker(lambda job, _tell: done.append(job.id))

    def work() -> None:
        while made.work_once():
            pass

    assert at_once([work] * 4) == [None] * 4
    while made.work_once():
        pass
    assert len(done) == len(set(done)) == 12


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_is_woken_by_what_is_put_down_and_ends_when_told() -> None:
    import threading

    done = threading.Event()
    made = worker(lambda _job, _tell: done.set())
    thread = threading.Thread(target=made.run)
    thread.start()
    put_job("test", {})
    assert done.wait(20)
    made.stop()
    thread.join(20)
    assert not thread.is_alive()
