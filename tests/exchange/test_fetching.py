"""Fetching from Feishu: one person after another, a little at a time; whatever happens on the way, nothing
that was fetched is lost and nothing comes twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.exchange.commands.fetching import (
    fetch_again,
    forget_secret,
    pause_fetch,
    resume_fetch,
    start_feishu_import,
)
from cairn.exchange.commands.preparing import discard_import
from cairn.exchange.feishu import fetching, turns
from cairn.exchange.feishu.refusals import FeishuRefusal
from cairn.exchange.models import FeishuAnswer, FeishuFetch, FeishuSource, Import, State
from cairn.exchange.packing import unpack
from cairn.exchange.queries import find_import
from cairn.exchange.rows import Rows
from cairn.exchange.sources import list_sources
from cairn.jobs.models import Job
from cairn.organization.actor import Actor, Role
from cairn.storage import clock
from tests.cast import MORNING
from tests.exchange.fetched import ASKED, Feishu
from tests.exchange.files import work

pytestmark = pytest.mark.django_db


def again(made: Import) -> Import:
    return Import.objects.get(id=made.id)


def read(made: Import) -> Rows:
    return unpack(bytes(again(made).rows or b""))


def test_everybody_is_fetched_and_their_names_wait_to_be_mapped(
    admin: Actor, feishu: Feishu
) -> None:
    made = start_feishu_import(admin, **ASKED)
    assert made.state == State.READING
    work()
    found = again(made)
    assert (found.state, found.source, found.error) == (State.MAPPING, "feishu:cli_a1", "")
    assert [one.key for one in read(made).people] == ["ou_1", "ou_2", "ou_3"]
    source = FeishuSource.objects.get()
    assert source.last_fetched_at is not None
    assert "hush" not in source.sealed_secret
    assert FeishuAnswer.objects.filter(source=source, fetch=None).count() == 3
    assert FeishuFetch.objects.get().calls == 7
    assert Event.objects.filter(kind="import.started").get().new["app"] == "cli_a1"


def test_whom_only_answers_name_the_contacts_may_know(
    admin: Actor, feishu: Feishu, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def named(_asking: Any, ids: list[str]) -> Any:
        asked.append(ids)
        return {"ou_2": {"name": "李娜", "email": "li@cairn.test"}}, ["contact:user.base:readonly"]

    monkeypatch.setattr(fetching, "named_if_told", named)
    made = start_feishu_import(admin, **ASKED)
    work()
    assert asked == [["ou_1", "ou_2", "ou_3"]]
    assert [(one.name, one.email) for one in read(made).people] == [
        ("Name of ou_1", ""),
        ("李娜", "li@cairn.test"),
        ("Name of ou_3", ""),
    ]
    assert [one["code"] for one in again(made).faults] == ["feishu_scope_lacking"]


def test_the_secret_is_in_no_event_and_in_no_job(admin: Actor, feishu: Feishu) -> None:
    start_feishu_import(admin, **ASKED)
    work()
    kept = [*Event.objects.values_list("new", "old"), *Job.objects.values_list("payload", "error")]
    assert "hush" not in str(kept)
    assert "hush" not in str(list(Import.objects.values()))


def test_a_wrong_secret_is_told_at_once_and_nothing_is_kept(admin: Actor, feishu: Feishu) -> None:
    feishu.refuses_app = True
    with pytest.raises(FeishuRefusal) as refused:
        start_feishu_import(admin, **ASKED)
    assert list(refused.value.fields) == ["app_secret"]
    assert not Import.objects.exists()
    assert not FeishuSource.objects.exists()


def test_without_a_secret_there_is_nothing_to_try(admin: Actor, feishu: Feishu) -> None:
    with pytest.raises(Invalid) as refused:
        start_feishu_import(admin, **{**ASKED, "app_secret": ""})
    assert list(refused.value.fields) == ["app_secret"]


def test_nobody_else_may(lead: Actor, champion: Actor, feishu: Feishu) -> None:
    for actor in (lead, champion):
        with pytest.raises(Forbidden):
            start_feishu_import(actor, **ASKED)
    assert feishu.secrets == []


def test_the_same_form_twice_starts_once(admin: Actor, feishu: Feishu) -> None:
    first = start_feishu_import(admin, **ASKED, submission="f00")
    assert start_feishu_import(admin, **ASKED, submission="f00").id == first.id


def test_one_app_fetches_one_thing_at_a_time(admin: Actor, feishu: Feishu) -> None:
    made = start_feishu_import(admin, **ASKED)
    with pytest.raises(Conflict):
        start_feishu_import(admin, **ASKED)
    discard_import(admin, made.id)
    start_feishu_import(admin, **ASKED)


class Killed(BaseException):
    """As if the process had ended."""


def test_a_killed_worker_goes_on_with_the_person_it_was_at(admin: Actor, feishu: Feishu) -> None:
    def die(what: str) -> None:
        if what == "ou_3" and feishu.asked.count("ou_2 more") == 1 and "killed" not in feishu.asked:
            feishu.asked.append("killed")
            raise Killed

    feishu.before = die
    made = start_feishu_import(admin, **ASKED)
    with pytest.raises(Killed):
        work()
    Job.objects.filter(done_at__isnull=True).update(locked_until=None)  # its lease has run out
    work()
    assert again(made).state == State.MAPPING
    assert feishu.asked.count("ou_1") == feishu.asked.count("ou_2") == 1
    assert len(read(made).people) == 3


def test_a_wait_is_a_later_job_and_no_call_is_made_twice(admin: Actor, feishu: Feishu) -> None:
    waits = iter([40.0])

    def full(what: str) -> None:
        if what == "ou_2 more" and (seconds := next(waits, 0)):
            raise turns.Later(seconds)

    feishu.before = full
    made = start_feishu_import(admin, **ASKED)
    work()
    assert again(made).state == State.READING
    page = find_import(admin, made.id)
    assert page.fetching is not None
    assert (page.fetching.people, page.fetching.done) == (3, 1)
    assert page.fetching.waits_until == MORNING + timedelta(seconds=40)
    with clock.set_to(MORNING + timedelta(seconds=41)):
        work()
    assert again(made).state == State.MAPPING
    assert sorted(feishu.asked) == sorted(set(feishu.asked))
    assert FeishuFetch.objects.get().calls == 7


def test_a_worker_is_given_back_after_a_while(
    admin: Actor, feishu: Feishu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "WORK_S", -1.0)
    made = start_feishu_import(admin, **ASKED)
    fetching.fetch_import(Job.objects.get(kind=turns.KIND), lambda _step, _steps: None)
    assert FeishuFetch.objects.get().turn == 1
    assert again(made).state == State.READING
    assert Job.objects.filter(kind=turns.KIND).count() == 2


def test_what_stands_still_is_paused_at_last(admin: Actor, feishu: Feishu) -> None:
    def never(_what: str) -> None:
        raise turns.Later(0)

    feishu.before = never
    made = start_feishu_import(admin, **ASKED)
    work()
    assert again(made).error
    assert FeishuFetch.objects.get().paused_at is not None
    assert not find_import(admin, made.id).is_at_work


def test_a_job_of_an_older_turn_does_nothing(admin: Actor, feishu: Feishu) -> None:
    made = start_feishu_import(admin, **ASKED)
    FeishuFetch.objects.update(turn=5)
    work()
    assert feishu.asked == []
    assert again(made).state == State.READING


def test_a_refusal_pauses_and_another_secret_goes_on(admin: Actor, feishu: Feishu) -> None:
    def refuse(what: str) -> None:
        if what == "ou_2":
            raise FeishuRefusal("scope", scopes="okr:okr:readonly")

    feishu.before = refuse
    made = start_feishu_import(admin, **ASKED)
    work()
    found = find_import(admin, made.id)
    assert "okr:okr:readonly" in found.error
    assert feishu.times_refusals_forgotten == 1
    assert not found.is_at_work
    assert set(found.can) == {"resume", "discard"}
    feishu.before = lambda _what: None
    resume_fetch(admin, made.id, app_secret="newer")
    assert find_import(admin, made.id).error == ""
    work()
    assert again(made).state == State.MAPPING
    assert feishu.secrets[-1] == "newer"
    assert feishu.asked.count("ou_1") == 1


def test_paused_in_the_middle_it_keeps_what_it_has(
    admin: Actor, feishu: Feishu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LOOK_EVERY_S", -1.0)

    def pause(what: str) -> None:
        if what == "ou_2" and not feishu.asked.count("paused"):
            feishu.asked.append("paused")
            pause_fetch(admin, made.id)

    feishu.before = pause
    made = start_feishu_import(admin, **ASKED)
    work()
    assert feishu.asked[-1] == "ou_2"
    assert find_import(admin, made.id).fetching.is_paused  # type: ignore[union-attr]
    work()
    assert feishu.asked[-1] == "ou_2"
    resume_fetch(admin, made.id)
    work()
    assert again(made).state == State.MAPPING
    assert feishu.asked.count("ou_2") == 1


def test_thrown_away_in_the_middle_nothing_stays(
    admin: Actor, feishu: Feishu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LOOK_EVERY_S", -1.0)
    feishu.before = lambda what: discard_import(admin, made.id) if what == "ou_2" else None
    made = start_feishu_import(admin, **ASKED)
    work()
    assert not Import.objects.exists()
    assert not FeishuFetch.objects.exists()
    assert not FeishuAnswer.objects.exists()
    assert Job.objects.filter(kind=turns.KIND, done_at__isnull=True).count() == 0


def test_the_next_time_knows_what_was_kept(admin: Actor, feishu: Feishu) -> None:
    start_feishu_import(admin, **ASKED)
    work()
    source = FeishuSource.objects.get()
    second = fetch_again(admin, source.id)
    work()
    assert again(second).state == State.MAPPING
    assert feishu.known["ou_3"]["name"] == "Name of ou_3"
    assert FeishuAnswer.objects.count() == 3


def test_forgotten_is_forgotten(admin: Actor, feishu: Feishu) -> None:
    start_feishu_import(admin, **ASKED)
    work()
    source = FeishuSource.objects.get()
    forget_secret(admin, source.id)
    assert not FeishuAnswer.objects.exists()
    assert [one.has_secret for one in list_sources(admin)] == [False]
    with pytest.raises(Conflict):
        fetch_again(admin, source.id)
    told = Event.objects.get(kind="organization.changed")
    assert told.new["feishu_has_secret"] is False


def test_a_secret_forgotten_in_the_middle_pauses(admin: Actor, feishu: Feishu) -> None:
    made = start_feishu_import(admin, **ASKED)
    forget_secret(admin, FeishuSource.objects.get().id)
    work()
    assert feishu.asked == []
    assert again(made).error
    with pytest.raises(Invalid) as refused:
        resume_fetch(admin, made.id)
    assert list(refused.value.fields) == ["app_secret"]


def test_sealed_by_another_instance_is_forgotten(
    admin: Actor, feishu: Feishu, settings: Any
) -> None:
    start_feishu_import(admin, **ASKED)
    work()
    settings.SECRET_KEY = "of another instance"
    assert [one.has_secret for one in list_sources(admin)] == [False]
    with pytest.raises(Conflict):
        fetch_again(admin, FeishuSource.objects.get().id)
    start_feishu_import(admin, **ASKED)


def test_another_address_does_not_get_the_secret(admin: Actor, feishu: Feishu) -> None:
    start_feishu_import(admin, **ASKED)
    with pytest.raises(Invalid):
        start_feishu_import(admin, **{**ASKED, "address": "https://evil.example", "app_secret": ""})


def test_of_another_organization_nothing_is_found(
    admin: Actor, stranger: Actor, feishu: Feishu
) -> None:
    made = start_feishu_import(admin, **ASKED)
    source = FeishuSource.objects.get()
    outsider = replace(stranger, role=Role.ADMIN)
    acts: list[Callable[[], object]] = [
        lambda: pause_fetch(outsider, made.id),
        lambda: resume_fetch(outsider, made.id),
        lambda: fetch_again(outsider, source.id),
        lambda: forget_secret(outsider, source.id),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert list_sources(outsider) == []
