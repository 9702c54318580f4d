"""The values that every shape is made of."""

from decimal import Decimal
from typing import Any, Protocol

from cairn.goals.status import Shown
from cairn.measures.amounts import plain_amount
from cairn.organization.actor import Actor
from cairn.organization.rules import Rules


class Named(Protocol):
    @property
    def id(self) -> Any: ...
    @property
    def name(self) -> Any: ...


def amount(value: Decimal | None) -> str | None:
    """A plain decimal without exponent or trailing zeros."""
    return None if value is None else plain_amount(value)


def spelled(id: int | None) -> str | None:
    return None if id is None else str(id)


def ref(thing: Named | None) -> dict[str, str] | None:
    return None if thing is None else {"id": str(thing.id), "name": thing.name}


def status(shown: Shown) -> dict[str, str | None]:
    return {
        "status": shown.status,
        "derived_status": shown.derived,
        "last_status": shown.beside or None,
    }


def can(rules: Rules, actor: Actor, target: Any, acts: dict[str, str]) -> dict[str, bool]:
    """The short name of each act → whether the actor may do it."""
    return {name: rules.can(actor, act, target) for name, act in acts.items()}
