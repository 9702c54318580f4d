"""The page of the drafting assistant, and asking it from the editor."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from cairn.connectors.commands import change_assistant
from cairn.connectors.models import Assistant
from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from tests.connectors.endpoint import Endpoint, endpoint
from tests.web.test_objectives_editor import form_of

pytestmark = pytest.mark.django_db
HERE = "/settings/assistant"


@pytest.fixture
def model() -> Iterator[Endpoint]:
    with endpoint() as made:
        yield made


def test_it_is_named_tried_and_switched_on(
    admin: Actor, web: Callable[[Actor], Client], model: Endpoint
) -> None:
    page = web(admin)
    sent = {"url": model.url, "model": "small", "key": "sk-secret", "is_on": ["", "on"]}
    assert page.post(HERE, sent).status_code == 303
    kept = Assistant.objects.get()
    assert (kept.url, kept.model, kept.organization.asks_assistant) == (model.url, "small", True)
    shown = page.get(HERE).content.decode()
    assert model.url in shown
    assert "sk-secret" not in shown
    tried = page.post(f"{HERE}/try").content.decode()
    assert "客户续约率从 60% 提高到 75%" in tried
    model.status = 401
    assert "sk-secret" not in page.post(f"{HERE}/try").content.decode()


def test_a_refused_form_keeps_all_but_the_key(admin: Actor, web: Callable[[Actor], Client]) -> None:
    answer = web(admin).post(HERE, {"url": "ftp://x", "model": "small", "key": "sk-secret"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "ftp://x" in shown
    assert 'value="small"' in shown
    assert "sk-secret" not in shown


def test_only_administrators_find_it(champion: Actor, web: Callable[[Actor], Client]) -> None:
    page = web(champion)
    assert page.get(HERE).status_code == 403
    assert page.post(f"{HERE}/try").status_code == 403
    assert HERE not in page.get("/settings/profile").content.decode()


def test_the_editor_offers_it_only_where_it_is_on(
    admin: Actor, employee: Actor, web: Callable[[Actor], Client], model: Endpoint
) -> None:
    page = web(employee)
    assert 'value="suggest"' not in page.get("/objectives/new").content.decode()
    change_assistant(admin, url=model.url, model="small", is_on=True)
    assert 'value="suggest"' in page.get("/objectives/new").content.decode()


def test_what_it_proposes_becomes_a_line_when_it_is_taken(
    admin: Actor,
    employee: Actor,
    cycle: Cycle,
    web: Callable[[Actor], Client],
    model: Endpoint,
) -> None:
    change_assistant(admin, url=model.url, model="small", is_on=True)
    model.content = json.dumps(["每周拜访 20 个客户"])
    page = web(employee)
    typed = {"title": "让老客户愿意留下来", "cycle": str(cycle.id), "line": "1"}
    shown = page.post("/objectives/new", {**typed, "act": "suggest"}).content.decode()
    assert 'value="take-每周拜访 20 个客户"' in shown
    assert "让老客户愿意留下来" in shown
    taken = page.post("/objectives/new", {**typed, "act": "take-每周拜访 20 个客户"})
    form = form_of(taken.content.decode())
    assert (form["kr-1-title"], "kr-2-title" in form) == (["每周拜访 20 个客户"], False)
    model.hangs, model.status = False, 500
    refused = page.post("/objectives/new", {**typed, "act": "suggest"})
    assert refused.status_code == 200
    assert "让老客户愿意留下来" in refused.content.decode()
    assert "500" in refused.content.decode()
