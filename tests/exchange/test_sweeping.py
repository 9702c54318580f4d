"""What was brought in and never written is forgotten after thirty days; what was written stays told."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.exchange.commands.fetching import (
    fetch_again,
    pause_fetch,
    resume_fetch,
    start_feishu_import,
)
from cairn.exchange.commands.sweeping import sweep_imports
from cairn.exchange.feishu.refusals import FeishuRefusal
from cairn.exchange.models import (
    FeishuAnswer,
    FeishuFetch,
    FeishuSource,
    Import,
    PlannedStep,
    State,
)
from cairn.exchange.queries import find_import
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.schedule import HANDLERS, RECURRING
from cairn.storage import clock
from tests.cast import MORNING
from tests.exchange.fetched import ASKED, Feishu
from tests.exchange.files import applied, bring, planned, undone, work

pytestmark = pytest.mark.django_db


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


def sweep(days: float) -> None:
    with clock.set_to(MORNING + timedelta(days=days)):
        sweep_imports(Job(), lambda _step, _steps: None)


def paused_at_the_second(admin: Actor, feishu: Feishu) -> Import:
    """With one person fetched; the second is refused, so that it waits for somebody."""

    def refuse(what: str) -> None:
        if what == "ou_2":
            raise FeishuRefusal("wrong_app")

    feishu.before = refuse
    made = start_feishu_import(admin, **ASKED)
    work()
    feishu.before = lambda _what: None
    assert FeishuFetch.objects.get(of=made).paused_at == MORNING
    assert FeishuAnswer.objects.filter(answer__isnull=False).count() == 1
    return made


def test_a_paused_fetch_goes_with_its_secret_and_what_it_brought(
    admin: Actor, feishu: Feishu
) -> None:
    paused_at_the_second(admin, feishu)
    Job.objects.update(done_at=None, failed_at=MORNING)
    sweep(30)
    assert Import.objects.exists()
    assert FeishuSource.objects.get().sealed_secret
    sweep(30.1)
    assert not Import.objects.exists()
    assert not FeishuFetch.objects.exists()
    assert not FeishuAnswer.objects.exists()
    assert not Job.objects.filter(kind="import.fetch").exists()
    source = FeishuSource.objects.get()
    assert (source.app_id, source.sealed_secret) == ("cli_a1", "")


def test_a_fetch_that_goes_on_is_kept_for_another_thirty_days(admin: Actor, feishu: Feishu) -> None:
    made = paused_at_the_second(admin, feishu)
    with clock.set_to(MORNING + timedelta(days=29)):
        resume_fetch(admin, made.id)
        sweep(31)
        assert Import.objects.filter(state=State.READING).exists()
        work()
    assert find_import(admin, made.id).kept_until == MORNING + timedelta(days=59)
    sweep(58.9)
    assert Import.objects.filter(state=State.MAPPING).exists()
    sweep(59.1)
    assert not Import.objects.exists()
    assert FeishuSource.objects.get().sealed_secret


def test_of_an_app_that_fetched_before_its_known_answers_go_too(
    admin: Actor, feishu: Feishu
) -> None:
    start_feishu_import(admin, **ASKED)
    work()
    start_feishu_import(admin, **{**ASKED, "app_id": "cli_b2"})
    work()
    assert FeishuAnswer.objects.filter(fetch=None).count() == 6
    with clock.set_to(MORNING + timedelta(days=1)):
        again = fetch_again(admin, FeishuSource.objects.get(app_id="cli_a1").id)
        pause_fetch(admin, again.id)
    sweep(30.5)
    assert list(Import.objects.values_list("id", flat=True)) == [again.id]
    sweep(31.5)
    assert not Import.objects.exists()
    left = FeishuSource.objects.filter(answers__isnull=False).distinct().get()
    assert (left.app_id, bool(left.sealed_secret)) == ("cli_b2", True)
    assert FeishuSource.objects.get(app_id="cli_a1").sealed_secret == ""


def test_the_page_of_a_paused_fetch_says_until_when(
    web: Callable[[Actor], Client], admin: Actor, feishu: Feishu
) -> None:
    made = paused_at_the_second(admin, feishu)
    shown = web(admin).get(f"/settings/imports/{made.id}").content.decode()
    foot = shown.split("import-discard")[1].split("</form>")[0]
    assert re.search(r"\d+ 月 \d+ 日之后会自动清除已获取的内容和 App Secret", foot)


def test_the_page_says_until_when(web: Callable[[Actor], Client], admin: Actor) -> None:
    made = bring(admin)
    shown = web(admin).get(f"/settings/imports/{made.id}").content.decode()
    assert "12" in shown.split("import-discard")[1].split("</form>")[0]
