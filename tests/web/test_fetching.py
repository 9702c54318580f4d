"""Fetching from Feishu by the pages and over REST: the form, the progress, pause, again, forget."""

from collections.abc import Callable

import pytest
from django.test import Client

from cairn.exchange.commands.fetching import start_feishu_import
from cairn.exchange.feishu.refusals import FeishuRefusal
from cairn.exchange.models import FeishuFetch, FeishuSource, Import, State, Whom
from cairn.organization.actor import Actor
from tests.cast import ApiClient
from tests.exchange.fetched import ASKED, Feishu
from tests.exchange.files import work

pytestmark = pytest.mark.django_db
HERE = "/settings/imports"
FORM = {
    "place": "other",
    "address": "https://open.feishu.example/open-apis/",
    "app_id": "cli_a1",
    "app_secret": "hush-hush",
    "people": "listed",
    "listed": "ou_1\nou_2，ou_3",
    "since": "2026-01-01",
}
SENT = {**FORM, "listed": ["ou_1", "ou_2", "ou_3"]}
del SENT["place"]


def test_the_form_starts_and_the_page_shows_how_far_it_is(
    admin: Actor,
    web: Callable[[Actor], Client],
    feishu: Feishu,
) -> None:
    browser = web(admin)
    assert "okr:okr:readonly" in browser.get(f"{HERE}/feishu").text
    answer = browser.post(f"{HERE}/feishu", FORM)
    made = Import.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HERE}/{made.id}")
    fetch = FeishuFetch.objects.select_related("source").get()
    assert fetch.source.address == "https://open.feishu.example"
    assert fetch.listed == ["ou_1", "ou_2", "ou_3"]
    page = browser.get(f"{HERE}/{made.id}")
    assert "hx-get" in page.text
    assert f"{HERE}/{made.id}/pause" in page.text
    work()
    assert browser.get(f"{HERE}/{made.id}").status_code == 200
    assert "cli_a1" in browser.get(HERE).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "http://open.feishu.example"),
        ("address", "gopher://x"),
        ("address", ""),
        ("app_id", ""),
        ("app_id", "cli\u202ea1"),
        ("people", "nobody"),
        ("listed", "Li Na"),
        ("listed", ""),
        ("since", "soon"),
    ],
)
def test_a_wrong_field_is_named_and_the_others_stay(
    admin: Actor,
    web: Callable[[Actor], Client],
    feishu: Feishu,
    field: str,
    value: str,
) -> None:
    answer = web(admin).post(f"{HERE}/feishu", {**FORM, field: value})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert "hush-hush" not in answer.text
    assert feishu.secrets == []
    assert not Import.objects.exists()


def test_a_refused_secret_is_told_beside_it(
    admin: Actor,
    web: Callable[[Actor], Client],
    feishu: Feishu,
) -> None:
    feishu.refuses_app = True
    answer = web(admin).post(f"{HERE}/feishu", FORM)
    assert answer.status_code == 422
    assert 'id="f-app_secret-error"' in answer.text
    assert 'value="cli_a1"' in answer.text


def test_paused_by_a_refusal_the_page_says_why_and_goes_on(
    admin: Actor,
    web: Callable[[Actor], Client],
    feishu: Feishu,
) -> None:
    def refuse(what: str) -> None:
        if what == "ou_2":
            raise FeishuRefusal("scope", scopes="okr:okr:readonly")

    feishu.before = refuse
    made = start_feishu_import(admin, **ASKED)
    work()
    browser = web(admin)
    page = browser.get(f"{HERE}/{made.id}")
    assert "okr:okr:readonly" in page.text
    assert '<span class="tag">已暂停</span>' in page.text
    assert '<span class="tag">已暂停</span>' in browser.get(HERE).text
    assert "hx-get=" not in page.text.partition('id="state"')[2].partition("</section>")[0]
    feishu.before = lambda _what: None
    assert browser.post(f"{HERE}/{made.id}/resume", {"app_secret": ""}).status_code == 303
    work()
    assert Import.objects.get().state == State.MAPPING


def test_again_and_forgotten_from_the_list(
    admin: Actor,
    web: Callable[[Actor], Client],
    feishu: Feishu,
) -> None:
    start_feishu_import(admin, **ASKED)
    work()
    source, browser = FeishuSource.objects.get(), web(admin)
    assert browser.post(f"{HERE}/feishu/{source.id}/again").status_code == 303
    assert Import.objects.count() == 2
    work()
    assert browser.post(f"{HERE}/feishu/{source.id}/forget").status_code == 303
    assert FeishuSource.objects.get().sealed_secret == ""
    assert f"/feishu/{source.id}/again" not in browser.get(HERE).text
    form = browser.get(f"{HERE}/feishu?source={source.id}").text
    assert 'value="cli_a1"' in form
    assert form.count('name="people"') == len(Whom)
    assert [one for one in Whom if f'value="{one}" checked' in form] == [Whom.LISTED]


def test_rest_does_all_of_it(
    admin: Actor,
    api: Callable[..., ApiClient],
    feishu: Feishu,
) -> None:
    client = api(admin)
    started = client.send("POST", "/api/v1/imports/feishu", SENT)
    assert started.status_code == 202
    told = started.json()
    assert told["fetch"] == {
        "paused": False,
        "has_secret": True,
        "people": None,
        "done": 0,
        "calls": 0,
        "minutes_left": None,
    }
    here = f"/api/v1/imports/{told['id']}"
    assert client.send("POST", f"{here}/pause").json()["fetch"]["paused"]
    assert client.send("POST", f"{here}/resume", {"app_secret": "newer"}).status_code == 202
    work()
    assert client.send("GET", here).json()["state"] == "mapping"
    assert client.send("POST", f"{here}/pause").status_code == 409
    [source] = client.send("GET", "/api/v1/imports/feishu").json()["items"]
    assert source["has_secret"]
    assert "newer" not in str(source)
    again = client.send("POST", f"/api/v1/imports/feishu/{source['id']}/fetch")
    assert again.status_code == 202
    assert client.send("DELETE", f"/api/v1/imports/{again.json()['id']}").status_code == 204
    assert client.send("DELETE", f"/api/v1/imports/feishu/{source['id']}/secret").status_code == 204
    assert client.send("POST", f"/api/v1/imports/feishu/{source['id']}/fetch").status_code == 409
    assert feishu.secrets[-1] == "newer"


def test_rest_names_each_wrong_field(
    admin: Actor,
    api: Callable[..., ApiClient],
    feishu: Feishu,
) -> None:
    answer = api(admin).send(
        "POST", "/api/v1/imports/feishu", {"address": "x", "app_id": "", "since": "?"}
    )
    assert answer.status_code == 422
    assert {one["pointer"] for one in answer.json()["errors"]} == {
        "#/address",
        "#/app_id",
        "#/since",
    }
