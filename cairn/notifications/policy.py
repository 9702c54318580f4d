"""Who may follow, read notices and choose mails: everybody, each for themselves."""

from cairn.organization.actor import Scope
from cairn.organization.policy import ONLY_ADMINS
from cairn.organization.rules import Row, Rules, anyone, is_admin

rules = Rules(
    {
        "follow.change": Row((anyone,), "", viewers=True),
        "notice.see": Row((anyone,), "", viewers=True),
        "mail.choose": Row((anyone,), "", viewers=True),
        "mail.manage": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
    }
)
