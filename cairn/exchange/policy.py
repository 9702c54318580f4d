"""Who may bring files in: administrators alone, since an import writes in everybody's name."""

from cairn.organization.actor import Scope
from cairn.organization.policy import ONLY_ADMINS
from cairn.organization.rules import Row, Rules, is_admin

rules = Rules(
    {
        "import.prepare": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "import.apply": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "import.undo": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
    }
)
