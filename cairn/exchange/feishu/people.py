"""Whose OKRs are fetched: those of given addresses, everybody whom the app may see, or given ids.

What is found is plain: {"people": [person], "departments": {id: {name, parent, leader}}, "missing":
[address or id], "lacking": [permission]}. A person is {open_id, name, email, leader, departments};
what is unknown is empty. `lacking` are permissions without which names or addresses stay unknown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any, Final

from cairn.exchange.feishu.client import MOST_PAGES, Client
from cairn.exchange.feishu.refusals import FeishuRefusal

A_CALL: Final = 50
"""Addresses, people and departments that fit into one call."""
MOST_DEPARTMENTS: Final = 20_000
LONGEST_NAME: Final = 80
LONGEST_ADDRESS: Final = 254
ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
READS_IDS: Final = "contact:user.id:readonly"
READS_NAMES: Final = "contact:user.base:readonly"
READS_ADDRESSES: Final = "contact:user.email:readonly"
READS_CONTACTS: Final = "contact:contact.base:readonly"
READS_DEPARTMENTS: Final = "contact:department.base:readonly"
READS_EVERYBODY: Final = "contact:contact:readonly_as_app"
SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    "okr": ("okr:okr:readonly",),
    "comments": ("okr:okr.comment.readonly",),
    "by_email": (READS_IDS, READS_CONTACTS, READS_NAMES),
    "everyone": (READS_EVERYBODY, READS_DEPARTMENTS, READS_NAMES, READS_ADDRESSES),
}
"""What an app needs in Feishu's console: for the OKRs, for comments where that is not enough, and for
finding people."""
PASSED_OVER: Final = ("scope", "forbidden", "user_unknown", "invalid_call", "gone")
NO_CONTACTS: Final = ("unknown_address", "nonsense", "edition", "refused")
"""What a server says that has OKRs and no contacts, as another Cairn."""


def by_ids(open_ids: Iterable[str]) -> dict[str, Any]:
    """As they are given; what can be none is missing. No call."""
    given = list(dict.fromkeys(one.strip() for one in open_ids if one.strip()))
    people = [_somebody(one) for one in given if ID.fullmatch(one)]
    return _found(people, missing=[one for one in given if not ID.fullmatch(one)])


def by_email(client: Client, emails: Iterable[str]) -> dict[str, Any]:
    """Those of these addresses whom Feishu knows, in their order."""
    given = list(dict.fromkeys(one.strip().lower() for one in emails if one.strip()))
    ids: dict[str, str] = {}
    for some in batched(given, A_CALL):
        body = {"emails": list(some), "include_resigned": True}
        data = client.post(
            "contact/v3/users/batch_get_id", body, keep=_kept_ids, user_id_type="open_id"
        )
        ids |= {email: id for email, id in data["users"] if email in some}
    told, lacking = _named(client, list(dict.fromkeys(ids.values())))
    people = [
        {**told.get(ids[one], _somebody(ids[one])), "email": one} for one in given if one in ids
    ]
    return _found(people, missing=[one for one in given if one not in ids], lacking=lacking)


def everyone(client: Client) -> dict[str, Any]:
    """All whom the app's permission reaches, department by department, then those who stand alone."""
    tops, alone = _reach(client)
    departments = _departments(client, tops)
    people: dict[str, dict[str, Any]] = {}
    for id in departments:
        people |= {one["open_id"]: one for one in _members(client, id)}
    told, lacking = _named(client, [one for one in alone if one not in people])
    people |= {one: told.get(one, _somebody(one)) for one in alone if one not in people}
    if people and not any(one["name"] for one in people.values()):
        lacking.append(READS_NAMES)
    if people and not any(one["email"] for one in people.values()):
        lacking.append(READS_ADDRESSES)
    return _found(list(people.values()), departments, lacking=lacking)


def _found(
    people: list[dict[str, Any]],
    departments: Mapping[str, Any] | None = None,
    missing: Sequence[str] = (),
    lacking: Iterable[str] = (),
) -> dict[str, Any]:
    once = {one["open_id"]: one for one in people}
    return {
        "people": list(once.values()),
        "departments": dict(departments or {}),
        "missing": list(missing),
        "lacking": list(dict.fromkeys(lacking)),
    }


def _somebody(open_id: str) -> dict[str, Any]:
    return {"open_id": open_id, "name": "", "email": "", "leader": "", "departments": []}


def _kept_ids(data: dict[str, Any]) -> dict[str, Any]:
    found = [one for one in _dicts(data.get("user_list")) if _id(one.get("user_id"))]
    return {"users": [[str(one.get("email", "")).lower(), one["user_id"]] for one in found]}


def _named(client: Client, ids: Sequence[str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """What the app may know of these people, by open_id, and the permission that it lacks for it."""
    people: dict[str, dict[str, Any]] = {}
    for some in batched(ids, A_CALL):
        try:
            data = client.get(
                "contact/v3/users/batch",
                keep=_kept_people,
                user_ids=list(some),
                user_id_type="open_id",
                department_id_type="open_department_id",
            )
        except FeishuRefusal as refusal:
            if refusal.code not in PASSED_OVER:
                raise
            return people, [READS_CONTACTS]
        people |= {one["open_id"]: one for one in data["people"] if one["open_id"] in some}
    unnamed = bool(people) and not any(one["name"] for one in people.values())
    return people, [READS_NAMES] if unnamed else []


def named_if_told(
    client: Client, ids: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The same of whom only answers name: nothing where there are no contacts to ask."""
    try:
        return _named(client, ids) if ids else ({}, [])
    except FeishuRefusal as refusal:
        if refusal.code not in NO_CONTACTS:
            raise
        return {}, []


def _kept_people(data: dict[str, Any]) -> dict[str, Any]:
    found = [_person(one) for one in _dicts(data.get("items"))]
    return {"people": [one for one in found if one["open_id"]]}


def _person(user: dict[str, Any]) -> dict[str, Any]:
    email = _text(user.get("email"), LONGEST_ADDRESS)
    return {
        "open_id": _id(user.get("open_id")),
        "name": _text(user.get("name"), LONGEST_NAME) or _text(user.get("en_name"), LONGEST_NAME),
        "email": (email or _text(user.get("enterprise_email"), LONGEST_ADDRESS)).lower(),
        "leader": _id(user.get("leader_user_id")),
        "departments": [one for one in map(_id, _list(user.get("department_ids"))) if one],
    }


def _reach(client: Client) -> tuple[list[str], list[str]]:
    """The departments and the single people that the app was given."""
    departments, people, token, seen = list[str](), list[str](), "", {""}
    for _page in range(MOST_PAGES):
        data = client.get(
            "contact/v3/scopes",
            keep=_kept_reach,
            user_id_type="open_id",
            department_id_type="open_department_id",
            page_size=100,
            page_token=token or None,
        )
        departments += data["departments"]
        people += data["people"]
        token = data["page_token"]
        if token in seen:
            break
        seen.add(token)
    return list(dict.fromkeys(departments)), list(dict.fromkeys(people))


def _kept_reach(data: dict[str, Any]) -> dict[str, Any]:
    token = data.get("page_token")
    return {
        "departments": [one for one in map(_id, _list(data.get("department_ids"))) if one],
        "people": [one for one in map(_id, _list(data.get("user_ids"))) if one],
        "page_token": token if data.get("has_more") is True and isinstance(token, str) else "",
    }


def _departments(client: Client, tops: Sequence[str]) -> dict[str, dict[str, str]]:
    """Those and all below them; of the first ones the names are not told with these calls."""
    found: dict[str, dict[str, str]] = {}
    for top in tops:
        found.setdefault(top, {"name": "", "parent": "", "leader": ""})
        below = client.items(
            f"contact/v3/departments/{top}/children",
            keep=_department,
            page_size=A_CALL,
            fetch_child="true",
            user_id_type="open_id",
            department_id_type="open_department_id",
        )
        for one in _passing_over(below):
            if one["id"] and len(found) < MOST_DEPARTMENTS:
                found[one["id"]] = {name: one[name] for name in ("name", "parent", "leader")}
    for top in tops:
        if not found[top]["name"]:
            found[top] = _one_department(client, top)
    return found


def _one_department(client: Client, id: str) -> dict[str, str]:
    try:
        data = client.get(
            f"contact/v3/departments/{id}",
            user_id_type="open_id",
            department_id_type="open_department_id",
        )
    except FeishuRefusal as refusal:
        if refusal.code not in PASSED_OVER:
            raise
        data = {}
    told = data.get("department")
    one = _department(told if isinstance(told, dict) else {})
    return {name: one[name] for name in ("name", "parent", "leader")}


def _department(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": _id(told.get("open_department_id")),
        "name": _text(told.get("name"), LONGEST_NAME),
        "parent": _id(told.get("parent_department_id")),
        "leader": _id(told.get("leader_user_id")),
    }


def _members(client: Client, department: str) -> Iterator[dict[str, Any]]:
    found = client.items(
        "contact/v3/users/find_by_department",
        keep=_person,
        page_size=A_CALL,
        department_id=department,
        user_id_type="open_id",
        department_id_type="open_department_id",
    )
    return (one for one in _passing_over(found) if one["open_id"])


def _passing_over(items: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A department that the app may not see after all is passed over; a lacking permission is not."""
    try:
        yield from items
    except FeishuRefusal as refusal:
        if refusal.code not in PASSED_OVER or refusal.code == "scope":
            raise


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _id(value: Any) -> str:
    return value if isinstance(value, str) and ID.fullmatch(value) else ""


def _text(value: Any, longest: int) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""
