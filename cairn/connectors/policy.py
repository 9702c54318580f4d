"""Who may name the drafting assistant, and who may ask it."""

from typing import Any

from cairn.organization.actor import Actor, Scope
from cairn.organization.policy import ONLY_ADMINS
from cairn.organization.rules import Row, Rules, is_admin


def anyone(_actor: Actor, _target: Any) -> bool:
    return True


rules = Rules(
    {
        "assistant.change": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "assistant.ask": Row((anyone,), ""),
    }
)
