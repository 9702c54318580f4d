"""Who may bring files in: administrators alone, since an import writes in everybody's name. Who may
have tables made into files: everybody, since they hold what they may see anyway."""

from cairn.organization.actor import Scope
from cairn.organization.policy import ONLY_ADMINS
from cairn.organization.rules import Row, Rules, anyone, is_admin

# Whoever did not ask for a file does not find it; so the one who finds it may delete it. A token that
# only reads may ask, as it reads every other table.
rules = Rules(
    {
        "import.prepare": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "import.apply": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "import.undo": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "table.ask": Row((anyone,), "", viewers=True, scope=Scope.READ),
        "table.delete": Row((anyone,), "", viewers=True, scope=Scope.READ),
    }
)
