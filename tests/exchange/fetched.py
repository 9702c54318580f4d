"""A Feishu in the tests' hands, instead of the client, the walk and the reader of answers."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from cairn.exchange.feishu import fetching, turns
from cairn.exchange.feishu.refusals import FeishuRefusal
from cairn.exchange.rows import Objective, Person, Rows
from tests.exchange.files import Q4

ASKED: dict[str, Any] = {
    "address": "https://open.feishu.example",
    "app_id": "cli_a1",
    "app_secret": "hush-hush",
    "whom": "listed",
    "listed": ["ou_1", "ou_2", "ou_3"],
}


class Feishu:
    """A server in the tests' hands: what it was asked, and what it does when it is asked for somebody."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.known: dict[str, Any] = {}
        self.secrets: list[str] = []
        self.before: Callable[[str], None] = lambda _who: None
        self.refuses_app = False
        self.times_refusals_forgotten = 0

    def sign_on(self) -> None:
        if self.refuses_app:
            raise FeishuRefusal("wrong_app")


class Client:
    def __init__(
        self, feishu: Feishu, wait: Callable[[float], None], instants: Any, part: Any
    ) -> None:
        self.feishu, self.wait, self.calls = feishu, wait, 0
        self.instants, self.part = list(instants), {} if part is None else part

    def sign_on(self) -> None:
        self.feishu.sign_on()

    def forget_refusals(self) -> None:
        self.feishu.times_refusals_forgotten += 1

    def call(self, what: str) -> str:
        if what not in self.part:
            self.wait(0.0)
            self.feishu.before(what)
            self.calls += 1
            self.feishu.asked.append(what)
            self.instants.append(time.time())
            self.part[what] = what
        return str(self.part[what])


@pytest.fixture
def feishu(monkeypatch: pytest.MonkeyPatch) -> Feishu:
    there = Feishu()

    def client(address: str, app_id: str, secret: str, **how: Any) -> Client:
        there.secrets.append(secret)
        return Client(there, how.get("wait", time.sleep), how["instants"], how.get("part"))

    def person(asking: Client, person: dict[str, Any], known: dict[str, Any], _w: Any) -> Any:
        open_id = person["open_id"]
        there.known[open_id] = known
        asking.call(open_id)
        asking.call(f"{open_id} more")
        return {"open_id": open_id, "name": f"Name of {open_id}"}

    def rows(_frame: Any, people: Any, *, app_id: str, **_how: Any) -> Rows:
        found = tuple(Person(one["open_id"], one["name"]) for one in people)
        plans = tuple(Objective(f"o{one.key}", "甲", Q4.key, (one.key,)) for one in found)
        return Rows(f"feishu:{app_id}", people=found, cycles=(Q4,), objectives=plans)

    monkeypatch.setattr(turns, "new_client", client)
    monkeypatch.setattr(fetching, "fetch_frame", lambda asking: {"at": asking.call("frame")})
    monkeypatch.setattr(fetching, "fetch_person", person)
    monkeypatch.setattr(fetching, "read_answers", rows)
    monkeypatch.setattr(fetching, "named_if_told", lambda _asking, _ids: ({}, []))
    return there
