"""Who may name the drafting assistant, and who may ask it."""

from cairn.organization.actor import Scope
from cairn.organization.policy import ONLY_ADMINS
from cairn.organization.rules import Row, Rules, anyone, is_admin

rules = Rules(
    {
        "assistant.change": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "assistant.ask": Row((anyone,), ""),
    }
)
