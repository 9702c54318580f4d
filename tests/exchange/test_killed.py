"""A worker that is killed while it applies leaves nothing half; the next one does it all, once."""

import pytest

from cairn.cycles.models import Cycle
from cairn.exchange.commands import applying
from cairn.exchange.commands.deciding import apply_import
from cairn.exchange.models import ImportedThing, State
from cairn.goals.models import Objective
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from tests.exchange.files import again, planned, work


class Killed(BaseException):
    """As if the process had ended."""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_half(
    admin: Actor,
    employee: Actor,
    colleague: Actor,
    team: Team,
    cycle: Cycle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, people = planned(admin), Member.objects.count()
    apply_import(admin, made.id)
    with monkeypatch.context() as killing:
        killing.setattr(applying, "recompute", _die)
        with pytest.raises(Killed):
            work()
    assert again(made).state == State.APPLYING
    assert not Objective.objects.exists()
    assert not ImportedThing.objects.exists()
    assert Member.objects.count() == people
    Job.objects.filter(done_at__isnull=True).update(locked_until=None)  # its lease has run out
    work()
    assert again(made).state == State.APPLIED
    assert Objective.objects.count() == 2
    Job.objects.filter(kind="import.apply").update(
        done_at=None
    )  # done, and killed before saying so
    work()
    assert Objective.objects.count() == 2


def _die(*_args: object) -> None:
    raise Killed
