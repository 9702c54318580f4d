"""Whom to fetch: by addresses, everybody, or as named."""

from typing import Any

import pytest

from cairn.exchange.feishu.people import (
    READS_CONTACTS,
    READS_NAMES,
    by_email,
    by_ids,
    everyone,
    named_if_told,
)
from cairn.exchange.feishu.refusals import FeishuRefusal
from tests.exchange.feishu.server import Feishu, Query, client_of, envelope, paged

BY_EMAIL = "contact/v3/users/batch_get_id"
BATCH = "contact/v3/users/batch"
IN_DEPARTMENT = "contact/v3/users/find_by_department"


def user(id: str, **more: Any) -> dict[str, Any]:
    return {
        "open_id": id,
        "name": f"名 {id}",
        "email": f"{id}@cairn.test",
        "leader_user_id": "",
        **more,
    }


def test_addresses_are_asked_fifty_at_a_time(feishu: Feishu) -> None:
    bodies: list[Any] = []

    def found(query: Query, body: Any) -> Any:
        assert query["user_id_type"] == ["open_id"]
        bodies.append(body["emails"])
        return {
            "user_list": [
                {"email": one.upper(), "user_id": f"ou_{one[1:-11]}"} for one in body["emails"]
            ]
        }

    def batch(query: Query, _body: Any) -> Any:
        return {"items": [user(one, email="other@cairn.test") for one in query["user_ids"]]}

    feishu.serve(BY_EMAIL, found)
    feishu.serve(BATCH, batch)
    emails = [f"U{number}@cairn.test" for number in range(120)]
    told = by_email(client_of(feishu), [*emails, emails[0]])
    assert [len(one) for one in bodies] == [50, 50, 20]
    assert len(told["people"]) == 120
    first = told["people"][0]
    assert (first["open_id"], first["name"], first["email"]) == ("ou_0", "名 ou_0", "u0@cairn.test")
    assert told["missing"] == told["lacking"] == []


def test_who_is_not_known_there_is_missing(feishu: Feishu) -> None:
    listed = [
        {"email": "a@cairn.test", "user_id": "ou_a"},
        {"email": "b@cairn.test"},
        {"email": "stranger@cairn.test", "user_id": "ou_s"},
        {"email": "c@cairn.test", "user_id": "../../x"},
        7,
    ]
    feishu.serve(BY_EMAIL, {"user_list": listed})
    feishu.serve(BATCH, envelope(99991672))
    told = by_email(client_of(feishu), ["a@cairn.test", "b@cairn.test", "c@cairn.test"])
    assert [(one["open_id"], one["name"], one["email"]) for one in told["people"]] == [
        ("ou_a", "", "a@cairn.test")
    ]
    assert told["missing"] == ["b@cairn.test", "c@cairn.test"]
    assert told["lacking"] == [READS_CONTACTS]


def test_whom_only_answers_name_is_named_where_the_contacts_are_told(feishu: Feishu) -> None:
    client = client_of(feishu)
    assert named_if_told(client, []) == ({}, [])
    assert named_if_told(client, ["ou_a"]) == ({}, [])  # 404, as another Cairn answers
    assert feishu.asked == [BATCH]
    feishu.serve(BATCH, envelope(99991672))
    assert named_if_told(client, ["ou_a"]) == ({}, [READS_CONTACTS])
    feishu.serve(BATCH, {"items": [user("ou_a"), user("ou_x")]})
    told, lacking = named_if_told(client, ["ou_a", "ou_b"])
    assert ({id: one["name"] for id, one in told.items()}, lacking) == ({"ou_a": "名 ou_a"}, [])
    feishu.serve(BATCH, envelope(99991543))
    with pytest.raises(FeishuRefusal):
        named_if_told(client, ["ou_a"])


def test_without_the_permission_to_find_people_it_is_named(feishu: Feishu) -> None:
    feishu.serve(BY_EMAIL, envelope(99991672, "Access denied"))
    with pytest.raises(FeishuRefusal) as caught:
        by_email(client_of(feishu), ["a@cairn.test"])
    assert caught.value.values == {"scopes": "contact:user.id:readonly"}


def test_everybody_is_found_department_by_department(feishu: Feishu) -> None:
    reach = {"department_ids": ["od-1"], "user_ids": ["ou_boss", "ou_1"], "has_more": False}
    feishu.serve("contact/v3/scopes", reach)
    below = [{"open_department_id": "od-2", "name": "增长部", "parent_department_id": "od-1"}]
    feishu.serve("contact/v3/departments/od-1/children", paged(below, 50))
    one = {
        "department": {"open_department_id": "od-1", "name": "山岚", "leader_user_id": "ou_boss"}
    }
    feishu.serve("contact/v3/departments/od-1", one)
    inside = {
        "od-1": [user("ou_1", leader_user_id="ou_boss")],
        "od-2": [user(f"ou_{number}", department_ids=["od-2"]) for number in range(1, 60)],
    }
    feishu.serve(
        IN_DEPARTMENT, lambda query, body: paged(inside[query["department_id"][0]], 50)(query, body)
    )
    feishu.serve(BATCH, lambda query, _body: {"items": [user(one) for one in query["user_ids"]]})
    told = everyone(client_of(feishu))
    assert len(told["people"]) == 60
    assert told["people"][-1]["open_id"] == "ou_boss"
    assert told["departments"] == {
        "od-1": {"name": "山岚", "parent": "", "leader": "ou_boss"},
        "od-2": {"name": "增长部", "parent": "od-1", "leader": ""},
    }
    assert told["lacking"] == []
    assert feishu.asked.count(IN_DEPARTMENT) == 3


def test_names_that_may_not_be_read_are_lacking(feishu: Feishu) -> None:
    feishu.serve("contact/v3/scopes", {"department_ids": ["od-1", "od-9"]})
    feishu.serve("contact/v3/departments/od-1/children", {})
    feishu.serve("contact/v3/departments/od-9/children", envelope(40004))
    feishu.serve("contact/v3/departments/od-1", envelope(99991672))
    feishu.serve("contact/v3/departments/od-9", envelope(40004))
    members = {"items": [{"open_id": "ou_1"}, {"open_id": None}, {"open_id": "ou/../2"}]}
    feishu.serve(
        IN_DEPARTMENT,
        lambda query, _body: envelope(40004) if query["department_id"] == ["od-9"] else members,
    )
    told = everyone(client_of(feishu))
    assert [one["open_id"] for one in told["people"]] == ["ou_1"]
    assert READS_NAMES in told["lacking"]
    assert set(told["departments"]) == {"od-1", "od-9"}


@pytest.mark.parametrize(
    "data", [{}, {"department_ids": 7, "user_ids": "x"}, {"has_more": True, "page_token": "t"}]
)
def test_a_reach_that_is_nonsense_finds_nobody(feishu: Feishu, data: Any) -> None:
    feishu.serve("contact/v3/scopes", data)
    assert everyone(client_of(feishu))["people"] == []


def test_given_ids_are_looked_at() -> None:
    told = by_ids(["ou_1", " ou_2 ", "ou_1", "../x", "a b", ""])
    assert [one["open_id"] for one in told["people"]] == ["ou_1", "ou_2"]
    assert told["missing"] == ["../x", "a b"]
