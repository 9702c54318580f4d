"""A process that reads, plans or applies an import is killed outright; another one does it again, once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from cairn.cycles.models import Cycle
from cairn.exchange.commands.deciding import apply_import
from cairn.exchange.commands.preparing import plan_import, start_import
from cairn.exchange.models import Import, ImportedThing, PlannedStep, State
from cairn.goals.models import Objective
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from tests.exchange.files import again, bring, planned, work
from tests.exchange.test_importing import differences

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 60
WORKER = """
import os, time, importlib
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.settings"
import django
django.setup()
from pathlib import Path
from cairn.jobs.worker import Worker
from cairn.schedule import HANDLERS
from cairn.storage import clock
from tests.cast import MORNING
where, name = os.environ["DIES_IN"].rsplit(".", 1)
def stay(*_args, **_more):
    Path(os.environ["SIGN"]).write_text("here")
    time.sleep(600)
setattr(importlib.import_module(where), name, stay)
with clock.set_to(MORNING):
    Worker({kind: one for kind, one in HANDLERS.items() if "import." in kind}, {}).work_once()
"""
"""A worker that comes to a place in its work, says so, and stays there until it is killed."""


def database() -> str:
    """The address of the tests' own database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    address = f"{before.rpartition('/')[0]}/{name}"
    return f"{address}?{after}" if after else address


@pytest.fixture
def kill_in(tmp_path: Path) -> Callable[[str], None]:
    """`kill_in("module.function")`: a worker takes the next job up and is killed when it gets there."""

    def kill(where: str) -> None:
        sign = tmp_path / where
        there = {"DATABASE_URL": database(), "DIES_IN": where, "SIGN": str(sign)}
        there["CAIRN_DATA"] = str(tmp_path)
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ | there)
        until = time.monotonic() + PATIENCE_S
        try:
            while not sign.exists():
                assert worker.poll() is None, "it ended before it came there"
                assert time.monotonic() < until, "it did not come there"
                time.sleep(0.05)
        finally:
            worker.kill()
            assert worker.wait() == -signal.SIGKILL
        Job.objects.filter(done_at__isnull=True).update(locked_until=None)  # its lease runs out

    return kill


type Kill = Callable[[str], None]


def test_killed_while_it_reads(admin: Actor, kill_in: Kill) -> None:
    table = "Objective,Key result,Owner\nWin,Rate,周晓宇\n".encode()
    made = start_import(admin, file_name="plain.csv", content=table)
    kill_in("cairn.exchange.jobs.read_file" if made.format else "cairn.exchange.jobs.recognise")
    assert again(made).state == State.READING
    assert again(made).rows is None
    work()
    assert again(made).state == State.COLUMNS


def test_killed_while_it_plans(
    admin: Actor, employee: Actor, team: Team, cycle: Cycle, kill_in: Kill
) -> None:
    made = bring(admin)
    plan_import(admin, made.id)
    kill_in("cairn.exchange.commands.planning.insert_models")
    assert again(made).state == State.PLANNING
    assert not PlannedStep.objects.exists()
    work()
    assert again(made).state == State.PLANNED
    steps = list(PlannedStep.objects.values_list("position", flat=True))
    assert len(steps) == len(set(steps)) > 0


@pytest.mark.parametrize("where", ["make_teams", "recompute", "_remember_matches"])
def test_killed_while_it_applies(
    where: str,
    admin: Actor,
    employee: Actor,
    team: Team,
    cycle: Cycle,
    kill_in: Kill,
) -> None:
    made, people = planned(admin), Member.objects.count()
    apply_import(admin, made.id)
    kill_in(f"cairn.exchange.commands.applying.{where}")
    assert again(made).state == State.APPLYING
    assert (Objective.objects.count(), ImportedThing.objects.count()) == (0, 0)
    assert Member.objects.count() == people
    work()
    assert again(made).state == State.APPLIED
    assert Objective.objects.count() == 2
    assert Import.objects.count() == 1
    assert differences(admin) == []
