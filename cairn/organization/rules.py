"""A policy is a table: act → who may, and the reason that the others read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.errors import Forbidden, Words
from cairn.organization.actor import Actor, Role, Scope

type Predicate = Callable[[Actor, Any], bool]

VIEWERS_LOOK = _("Viewers may look and comment, nothing else.")
NO_SCOPE = _("This access token does not have the scope for that.")


@dataclass(frozen=True, slots=True)
class Row:
    """One act: allowed if any of `who` holds; `otherwise` says who may."""

    who: tuple[Predicate, ...]
    otherwise: Words
    viewers: bool = False
    scope: Scope = Scope.WRITE


class Rules:
    """The rows of a domain. The button asks `can`, the command asks `require`: the same row."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self.rows = dict(rows)

    def why_not(self, actor: Actor, act: str, target: Any) -> Words | None:
        """The reason for a refusal, or None where the act is allowed."""
        row = self.rows[act]
        if row.scope not in actor.scopes:
            return NO_SCOPE
        if actor.role is Role.VIEWER and not row.viewers:
            return VIEWERS_LOOK
        if any(predicate(actor, target) for predicate in row.who):
            return None
        return row.otherwise

    def can(self, actor: Actor, act: str, target: Any) -> bool:
        return self.why_not(actor, act, target) is None

    def require(self, actor: Actor, act: str, target: Any) -> None:
        reason = self.why_not(actor, act, target)
        if reason is not None:
            raise Forbidden(reason)

    def allowed(self, actor: Actor, target: Any) -> tuple[str, ...]:
        """Every act that the actor may do to this target, for buttons and the API's `can`."""
        return tuple(act for act in self.rows if self.can(actor, act, target))


def anyone(_actor: Actor, _target: Any) -> bool:
    return True


def is_steward(actor: Actor, _target: Any) -> bool:
    return actor.is_steward


def is_admin(actor: Actor, _target: Any) -> bool:
    return actor.role is Role.ADMIN
