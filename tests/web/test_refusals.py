"""What a page says when it cannot be shown, and what becomes of what was typed."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cairn.goals.commands.closures import close_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.web.refusals import broken

pytestmark = pytest.mark.django_db

Web = Callable[[Actor], Client]
OURS = {"origin": "http://testserver"}


def strict(client: Client) -> Client:
    """The same browser, whose forms are checked as in earnest."""
    client.handler.enforce_csrf_checks = True
    return client


def test_a_stale_page_keeps_what_was_typed(web: Web, employee: Actor) -> None:
    client = strict(web(employee))
    sent = {"form_page": "/settings/profile", "name": "周小雨", "title": "还没保存"}
    answer = client.post("/settings/profile", sent, headers=OURS)
    assert answer.status_code == 403
    assert 'href="/settings/profile"' in answer.content.decode()
    assert "还没保存" in client.get("/settings/profile").content.decode()


def test_what_is_closed_leads_to_the_objective_and_to_reopening_for_who_may(
    web: Web, lead: Actor, employee: Actor, viewer: Actor, objective: Objective
) -> None:
    close_objective(employee, objective.id, outcome="missed")
    here = f"/objectives/{objective.id}"
    refused = web(employee).get(f"{here}/edit")
    assert refused.status_code == 409
    assert f'href="{here}"' in refused.text
    assert f'href="{here}/reopen"' in refused.text
    looked = web(viewer).get(f"{here}/edit")
    assert looked.status_code == 403
    assert f'href="{here}"' in looked.text
    assert f'href="{here}/reopen"' not in looked.text


def test_what_is_hidden_leads_nowhere(web: Web, colleague: Actor, objective: Objective) -> None:
    Objective.objects.filter(id=objective.id).update(visibility="people")
    answer = web(colleague).get(f"/objectives/{objective.id}/edit")
    assert answer.status_code == 404
    assert f'href="/objectives/{objective.id}' not in answer.text


@pytest.mark.parametrize("origin", ["https://elsewhere.test", ""])
def test_a_form_from_elsewhere_leaves_nothing(web: Web, employee: Actor, origin: str) -> None:
    client = strict(web(employee))
    sent = {"form_page": "/settings/profile", "title": "钓鱼"}
    answer = client.post("/settings/profile", sent, headers={"origin": origin} if origin else {})
    assert answer.status_code == 403
    assert "钓鱼" not in client.get("/settings/profile").content.decode()


def test_our_own_fault_is_told_without_the_database(rf: RequestFactory) -> None:
    for locale, words in (("en", "not yours"), ("zh-hans", 'lang="zh-Hans"')):
        with override(locale), CaptureQueriesContext(connection) as queries:
            answer = broken(rf.get("/"))
        assert (answer.status_code, len(queries)) == (500, 0)
        assert words in answer.content.decode()


def test_a_broken_view_answers_with_that_page(
    web: Web, employee: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("cairn.web.settings.profile.show", fail)
    client = web(employee)
    client.raise_request_exception = False
    answer = client.get("/settings/profile")
    assert answer.status_code == 500
    assert 'href="/"' in answer.content.decode()


def test_a_flood_of_requests_is_told_to_wait(organization: Organization) -> None:
    client = Client(headers={"accept-language": "en"})
    answers = [client.post("/sign-in", {}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()
