"""A form sent twice at once, or after its session ended, through the real faces."""

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from cairn.checkins.models import CheckIn, Comment, HelpRequest
from cairn.goals.models import Alignment, Dependency, KeyResult, Objective
from cairn.insights.models import ReportFile
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.models import Team, User
from tests.cast import PASSWORD, TODAY, ApiClient, WriteObjective
from tests.threads import at_once

TIMES = 6


def sent_at_once(act: Callable[[], Any]) -> list[int]:
    """The statuses of the same request, sent several times behind one barrier."""
    statuses: list[int] = []
    raised = at_once([lambda: statuses.append(act().status_code)] * TIMES)
    assert [one for one in raised if one is not None] == []
    return statuses


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_many_times_at_once_counts_once(
    objective: Objective, key_result: KeyResult, employee: Actor, web: Callable[[Actor], Client]
) -> None:
    known = web(employee)
    once = uuid4().hex

    def post(path: str, body: Mapping[str, Any]) -> list[int]:
        def act() -> Any:
            client = Client(raise_request_exception=False)
            client.cookies.load({name: one.value for name, one in known.cookies.items()})
            return client.post(path, body)

        return sent_at_once(act)

    new = {
        "title": "双击",
        "cycle": str(objective.cycle_id),
        "act": "publish",
        "visibility": "organization",
        "type": "committed",
        "owner": "周晓宇",
        "line": "1",
        "kr-1-title": "从 1 到 2",
        "submission": once,
    }
    assert set(post("/objectives/new", {**new, "act": "draft", "title": "草稿"})) == {303}
    assert KeyResult.objects.filter(objective__title="草稿").count() == 1
    new["submission"] = uuid4().hex
    assert set(post("/objectives/new", new)) == {303}
    assert Objective.objects.filter(title="双击").count() == 1
    assert KeyResult.objects.filter(objective__title="双击").count() == 1
    body = {"body": "双击", "submission": once}
    assert set(post(f"/objectives/{objective.id}/comments", body)) <= {302, 303}
    assert Comment.objects.filter(body="双击").count() == 1
    path = f"/key-results/{key_result.id}/initiatives"
    assert set(post(path, {"title": "双击"})) <= {302, 303}
    assert key_result.initiatives.count() == 1
    said = {"value": "62", "confidence": "6", "note": "双击", "submission": once}
    assert set(post(f"/check-in/{key_result.id}", said)) <= {302, 303}
    assert CheckIn.objects.filter(note="双击").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_has_no_line_to_wait_in_counts_once(
    objective: Objective,
    employee: Actor,
    colleague: Actor,
    team: Team,
    web: Callable[[Actor], Client],
) -> None:
    known = web(employee)
    once = {"submission": uuid4().hex}

    def post(path: str, body: Mapping[str, Any]) -> set[int]:
        def act() -> Any:
            client = Client(raise_request_exception=False)
            client.cookies.load({name: one.value for name, one in known.cookies.items()})
            return client.post(path, {**body, **once})

        return set(sent_at_once(act))

    assert post("/help/new", {"asked": str(colleague.member_id), "body": "来一下"}) == {303}
    kpi = {"name": "退货率", "direction": "lower", "upper": "3", "unit": "%", "cadence_days": "7"}
    assert post("/kpis/new", {**kpi, "team": str(team.id), "owner": ""}) == {303}
    assert post("/reports", {"occasion": "weekly", "formats": "page"}) == {303}
    assert [model.objects.count() for model in (HelpRequest, Kpi, ReportFile)] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_a_call_sent_many_times_at_once_counts_once(
    objective: Objective,
    key_result: KeyResult,
    employee: Actor,
    product: Team,
    write_objective: WriteObjective,
    api: Callable[..., ApiClient],
) -> None:
    client = api(employee)
    other = write_objective(employee, title="另一个")
    need = {"team": str(product.id), "need": "双击", "needed_on": TODAY.isoformat()}
    client.raise_request_exception = False
    o, k = f"/api/v1/objectives/{objective.id}", f"/api/v1/key-results/{key_result.id}"
    calls: list[tuple[str, dict[str, Any], Any]] = [
        ("/api/v1/objectives", {"title": "双击"}, Objective.objects.filter(title="双击")),
        (f"{o}/key-results", {"title": "双击"}, KeyResult.objects.filter(title="双击")),
        (f"{o}/comments", {"body": "双击"}, Comment.objects.filter(body="双击")),
        (f"{k}/check-ins", {"value": "62", "note": "双击"}, CheckIn.objects.filter(note="双击")),
        (f"{o}/alignments", {"target": str(other.id)}, Alignment.objects.filter(target=other)),
        (f"{o}/dependencies", need, Dependency.objects.filter(need="双击")),
        (
            f"{o}/carry-down",
            {"teams": [str(product.id)], "title": "双击下发"},
            Alignment.objects.filter(objective__title="双击下发"),
        ),
    ]
    for path, body, made in calls:

        def act(path: str = path, body: dict[str, Any] = body) -> Any:
            one = Client(raise_request_exception=False)
            one.defaults = {**client.defaults, "HTTP_IDEMPOTENCY_KEY": "once"}
            return one.post(path, body, content_type="application/json")

        assert set(sent_at_once(act)) <= {200, 201, 409}, path
        assert made.count() == 1, path


# The session ends while somebody writes


LONG = '写了很久的一段话，不能丢。\n第二行："引号" & <尖括号>'


@pytest.fixture
def forms(
    objective: Objective, key_result: KeyResult
) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """By name: the form's page, where it is sent, and what is typed."""
    o = f"/objectives/{objective.id}"
    editor = {
        "title": "新的标题",
        "description": LONG,
        "line": ["1", "2"],
        "kr-1-title": "从 1 到 2",
    }
    return {
        "a new objective": ("/objectives/new", "/objectives/new", editor),
        "the editor": (f"{o}/edit", f"{o}/edit", {**editor, "reason": LONG}),
        "a check-in": (
            "/check-in",
            "/check-in",
            {
                f"value-{key_result.id}": "6,2.5",
                f"note-{key_result.id}": LONG,
                f"blockers-{key_result.id}": LONG,
            },
        ),
        "a comment": (o, f"{o}/comments", {"body": LONG, "form": "comment-"}),
        "closing": (f"{o}/close", f"{o}/close", {"outcome": "abandoned", "note": LONG}),
        "an override": (f"{o}/override", f"{o}/override", {"progress": "12,5%", "reason": LONG}),
        "the organization": (
            "/settings/organization",
            "/settings/organization",
            {"mission": LONG, "name": "新名字"},
        ),
        "the profile": ("/settings/profile", "/settings/profile", {"title": "新头衔"}),
        "an invitation": (
            "/settings/members/invite",
            "/settings/members/invite",
            {"name": "小新", "email": "xin@cairn.test"},
        ),
        "a team": ("/settings/teams/new", "/settings/teams/new", {"name": "新团队"}),
        "a cycle": ("/settings/cycles/new", "/settings/cycles/new", {"name": "新周期"}),
        "a token": ("/settings/tokens", "/settings/tokens", {"name": "新令牌"}),
    }


NAMES = (
    *("a new objective", "the editor", "a check-in", "a comment", "closing", "an override"),
    *("the organization", "the profile", "an invitation", "a team", "a cycle", "a token"),
)


@pytest.mark.parametrize("ended", ["signed out elsewhere", "cookie gone", "form too old"])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_typed_survives_signing_in_again(
    name: str,
    ended: str,
    forms: dict[str, tuple[str, str, dict[str, Any]]],
    admin: Actor,
    employee: Actor,
) -> None:
    person = employee if name == "a check-in" else admin
    user = User.objects.get(id=person.user_id)
    user.set_password(PASSWORD)
    user.save()
    page, target, typed = forms[name]
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    sign_in(client, user.email, "/")
    token = token_on(client, page)
    if ended == "cookie gone":
        client.cookies.pop("cairn_session")
    elif ended == "signed out elsewhere":
        client.session.flush()
    else:
        token = token[::-1]
    sent = {**typed, "csrfmiddlewaretoken": token, "form_page": page, "password": "geheim"}
    answer = client.post(target, sent)
    if ended == "form too old":
        assert answer.status_code == 403
    else:
        assert answer.status_code == 302
        answer = sign_in(client, user.email, unescape(answer.headers["Location"]))
        assert answer.headers["Location"] == page
    shown = unescape(client.get(page).content.decode())
    for text in typed.values():
        for one in [text] if isinstance(text, str) else []:
            assert one in ("abandoned", "comment-") or one in shown, one
    assert "geheim" not in shown
    assert LONG not in unescape(client.get(page).content.decode())


def sign_in(client: Client, email: str, back: str) -> Any:
    page = back if back.startswith("/sign-in") else "/sign-in"
    token = token_on(client, page)
    wanted = re.search(r'name="next" value="([^"]*)"', client.get(page).content.decode())
    body = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = client.post(page, {**body, "next": unescape(wanted[1])} if wanted else body)
    assert answer.status_code == 302, answer.content.decode()[:2_000]
    cache.clear()
    return answer


def token_on(client: Client, page: str) -> str:
    found = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(page).content.decode()
    )
    assert found is not None
    return found[1]
