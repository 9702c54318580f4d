"""Who may use an address, and with which method; the words of the tables of routes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

ANYONE: Final = "anyone"  # signed in or not
MEMBER: Final = "member"  # everybody in the organization, viewers too
PERSON: Final = "person"  # everybody but viewers
OWNER: Final = "owner"  # the employee, whose objective it is, and those above
STEWARD: Final = "steward"  # champions and administrators
ADMIN: Final = "admin"  # administrators


@dataclass(frozen=True, slots=True)
class Way:
    """One method of an address: from whom on upwards it is open, and what is sent."""

    method: str
    who: str
    body: Mapping[str, Any] = field(default_factory=dict)


def get(who: str) -> Way:
    return Way("GET", who)


def post(who: str, **body: Any) -> Way:
    return Way("POST", who, body)


def patch(who: str, **body: Any) -> Way:
    return Way("PATCH", who, body)


def put(who: str, **body: Any) -> Way:
    return Way("PUT", who, body)


def delete(who: str) -> Way:
    return Way("DELETE", who)


def spell(value: Any, ids: Mapping[str, Any]) -> Any:
    """What is sent, with the ids that its `{name}`s stand for, in lists and objects too."""
    if isinstance(value, list):
        return [spell(one, ids) for one in value]
    if isinstance(value, dict):
        return {name: spell(one, ids) for name, one in value.items()}
    return value if isinstance(value, bool) else str(value).format(**ids)
