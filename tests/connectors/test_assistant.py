"""The drafting assistant: off until an administrator names it; its text passes the coach first."""

import json
import threading

import pytest
from django.conf import settings as kept

from cairn.coaching.silencing import mute_rule
from cairn.connectors.assistant import suggesting
from cairn.connectors.assistant.protocol import BUSY, NO_KEY, NONSENSE
from cairn.connectors.assistant.suggesting import suggest_key_results
from cairn.connectors.commands import (
    change_assistant,
    find_assistant,
    read_assistant,
    try_assistant,
)
from cairn.connectors.models import Assistant
from cairn.errors import Conflict, Forbidden, Invalid, Unavailable
from cairn.events.models import Event
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage.sealing import seal, unseal
from tests.connectors.endpoint import Endpoint

pytestmark = pytest.mark.django_db
AIM = "让老客户愿意留下来"


@pytest.fixture
def named(admin: Actor, model: Endpoint) -> Endpoint:
    change_assistant(admin, url=model.url, model="small", key="sk-secret", is_on=True)
    return model


def test_nothing_leaves_until_somebody_names_it(employee: Actor, model: Endpoint) -> None:
    with pytest.raises(Conflict):
        suggest_key_results(employee, objective=AIM, language="zh")
    assert not Organization.objects.get(id=employee.organization_id).asks_assistant
    assert model.asked == []


def test_nothing_leaves_while_it_is_off(admin: Actor, employee: Actor, named: Endpoint) -> None:
    change_assistant(admin, is_on=False)
    with pytest.raises(Conflict):
        suggest_key_results(employee, objective=AIM, language="zh")
    assert named.asked == []


def test_its_text_passes_the_coach(employee: Actor, named: Endpoint) -> None:
    named.content = json.dumps(["每周拜访 20 个客户", "客户续约率从 60% 提高到 75%"])
    found = suggest_key_results(employee, objective=AIM, language="zh")
    assert [one.text for one in found] == ["每周拜访 20 个客户", "客户续约率从 60% 提高到 75%"]
    assert [[finding.rule for finding in one.findings] for one in found] == [["kr-task"], []]
    mute_rule(employee, "kr-task")
    found = suggest_key_results(employee, objective=AIM, language="zh")
    assert [one.findings for one in found] == [(), ()]


def test_only_what_is_being_written_is_sent(employee: Actor, named: Endpoint) -> None:
    suggest_key_results(employee, objective=AIM, key_results=["NPS 到 50", " "], language="en")
    sent = json.dumps(named.asked, ensure_ascii=False)
    assert AIM in sent
    assert "NPS 到 50" in sent
    assert employee.name not in sent
    assert named.headers[0]["Authorization"] == "Bearer sk-secret"


def test_what_is_written_already_is_not_suggested(employee: Actor, named: Endpoint) -> None:
    named.content = json.dumps(["NPS 到 50"])
    with pytest.raises(Unavailable) as refused:
        suggest_key_results(employee, objective=AIM, key_results=["NPS 到 50"], language="zh")
    assert str(refused.value) == str(NONSENSE)


def test_it_needs_an_objective_to_read(employee: Actor, named: Endpoint) -> None:
    with pytest.raises(Invalid) as refused:
        suggest_key_results(employee, objective="  ", language="zh")
    assert "objective" in refused.value.fields
    assert named.asked == []


def test_few_wait_for_it_at_one_time(
    employee: Actor, named: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = threading.BoundedSemaphore(1)
    monkeypatch.setattr(suggesting, "_free", taken)
    with taken, pytest.raises(Unavailable) as refused:
        suggest_key_results(employee, objective=AIM, language="zh")
    assert str(refused.value) == str(BUSY)
    assert suggest_key_results(employee, objective=AIM, language="zh")


def test_viewers_and_outsiders_do_not_ask(viewer: Actor, stranger: Actor, named: Endpoint) -> None:
    with pytest.raises(Forbidden):
        suggest_key_results(viewer, objective=AIM, language="zh")
    with pytest.raises(Conflict):
        suggest_key_results(stranger, objective=AIM, language="zh")
    assert named.asked == []


def test_only_administrators_name_it(champion: Actor, employee: Actor, model: Endpoint) -> None:
    for one in (champion, employee):
        with pytest.raises(Forbidden):
            change_assistant(one, url=model.url, model="small")
        with pytest.raises(Forbidden):
            find_assistant(one)
        with pytest.raises(Forbidden):
            try_assistant(one, "zh")


def test_the_key_lies_sealed_and_is_in_no_event(admin: Actor, named: Endpoint) -> None:
    kept_row = Assistant.objects.get()
    assert "sk-secret" not in kept_row.sealed_key
    assert unseal(kept_row.sealed_key) == "sk-secret"
    told = Event.objects.latest("id")
    assert "sk-secret" not in json.dumps([told.old, told.new])
    assert told.new["assistant_has_key"] is True


def test_a_key_sealed_elsewhere_has_to_be_entered_again(
    admin: Actor, employee: Actor, named: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SECRET_KEY", "another" * 8)
    with pytest.raises(Unavailable) as refused:
        suggest_key_results(employee, objective=AIM, language="zh")
    assert str(refused.value) == str(NO_KEY)
    assert named.asked == []


def test_another_address_forgets_the_key(admin: Actor, named: Endpoint) -> None:
    change_assistant(admin, model="other")
    assert Assistant.objects.get().sealed_key
    change_assistant(admin, url="http://127.0.0.1:9/v1")
    assert Assistant.objects.get().sealed_key == ""
    change_assistant(admin, url="http://127.0.0.1:8/v1", key="new")
    assert unseal(Assistant.objects.get().sealed_key) == "new"
    change_assistant(admin, forget_key=True)
    assert Assistant.objects.get().sealed_key == ""


def test_it_can_be_tried_before_it_is_switched_on(admin: Actor, model: Endpoint) -> None:
    with pytest.raises(Conflict):
        try_assistant(admin, "zh")
    change_assistant(admin, url=model.url, model="small")
    assert try_assistant(admin, "zh")[0] == "客户续约率从 60% 提高到 75%"


def test_it_cannot_be_switched_on_without_a_name(admin: Actor) -> None:
    with pytest.raises(Conflict):
        change_assistant(admin, is_on=True)
    assert not Assistant.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"url": "ftp://x"}, "url"),
        ({"url": ""}, "url"),
        ({"url": 7}, "url"),
        ({"model": "x" * 101}, "model"),
        ({"key": "密钥"}, "key"),
        ({"key": "a\nb\x00"}, "key"),
    ],
)
def test_bad_input_names_its_field(fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_assistant(fields)
    assert set(refused.value.fields) == {wrong}


def test_nothing_is_sealed_where_there_is_nothing() -> None:
    assert seal("") == ""
    assert unseal("") == ""
    assert unseal("rubbish") is None
