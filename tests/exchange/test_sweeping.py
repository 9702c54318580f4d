"""What was brought in and never written is forgotten after thirty days; what was written stays told."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from cairn.cycles.models import Cycle
from cairn.exchange.commands.sweeping import sweep_imports
from cairn.exchange.models import Import, PlannedStep, State
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.schedule import HANDLERS, RECURRING
from cairn.storage import clock
from tests.cast import MORNING
from tests.exchange.files import applied, bring, planned, undone


def test_only_what_was_never_written_and_is_old_goes(
    admin: Actor, employee: Actor, team: Team, cycle: Cycle
) -> None:
    written = applied(admin)
    back = undone(admin, applied(admin))
    waiting, shown = bring(admin), planned(admin)
    assert PlannedStep.objects.filter(of=shown).exists()
    with clock.set_to(MORNING + timedelta(days=29)):
        fresh = bring(admin)
        sweep_imports(Job(), lambda _step, _steps: None)
    assert Import.objects.count() == 5
    with clock.set_to(MORNING + timedelta(days=30, seconds=1)):
        sweep_imports(Job(), lambda _step, _steps: None)
    left = set(Import.objects.values_list("id", flat=True))
    assert left == {written.id, back.id, fresh.id}
    assert waiting.state == State.MAPPING
    assert not PlannedStep.objects.filter(of=shown.id).exists()
    assert "imports.sweep" in HANDLERS.keys() & RECURRING.keys()


def test_the_page_says_until_when(web: Callable[[Actor], Client], admin: Actor) -> None:
    made = bring(admin)
    shown = web(admin).get(f"/settings/imports/{made.id}").content.decode()
    assert "12" in shown.split("import-discard")[1].split("</form>")[0]
