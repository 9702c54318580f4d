"""Who may do what to an organization, its teams and its people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.organization.actor import Actor, Scope
from cairn.organization.rules import Row, Rules, is_admin, is_steward

ONLY_ADMINS = _("Only administrators may do this.")
ONLY_STEWARDS = _("Only administrators and champions may do this.")


def leads_line(actor: Actor, team: Any) -> bool:
    """Leads the team or one above it."""
    return bool(actor.leads.intersection(team.line))


def is_self(actor: Actor, member: Any) -> bool:
    return bool(member.id == actor.member_id)


def owns_token(actor: Actor, token: Any) -> bool:
    return bool(token.member_id == actor.member_id)


def manages(actor: Actor, whose: Any) -> bool:
    return bool(whose.manager_id == actor.member_id)


def leads_them(actor: Actor, whose: Any) -> bool:
    """Leads one of their teams or one above it."""
    return bool(actor.leads & whose.lines)


rules = Rules(
    {
        "organization.change": Row((is_steward,), ONLY_STEWARDS, scope=Scope.ADMIN),
        "organization.export": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "team.create": Row(
            (is_steward, leads_line),
            _("Only administrators, champions and the leads above may add a team here."),
        ),
        "team.change": Row(
            (is_steward, leads_line),
            _("Only administrators, champions and the team's leads may change it."),
        ),
        "team.close": Row((is_steward,), ONLY_STEWARDS),
        "member.invite": Row((is_steward,), ONLY_STEWARDS, scope=Scope.ADMIN),
        "member.change": Row(
            (is_steward, is_self),
            _("Only the person, administrators and champions may change this."),
            viewers=True,
        ),
        "member.prefer": Row(
            (is_self,), _("Only the person may choose language and appearance."), viewers=True
        ),
        "member.promote": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "member.place": Row((is_steward,), ONLY_STEWARDS),
        "member.remove": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "member.merge": Row((is_admin,), ONLY_ADMINS, scope=Scope.ADMIN),
        "people.import": Row((is_steward,), ONLY_STEWARDS, scope=Scope.ADMIN),
        "absence.plan": Row(
            (is_self, manages, leads_them, is_steward),
            _(
                "Only the person, their manager, the leads of their teams, champions and "
                "administrators may plan an absence."
            ),
        ),
        "token.create": Row(
            (is_self,), _("You may create tokens for yourself only."), viewers=True
        ),
        "token.revoke": Row(
            (owns_token, is_admin), _("Only its owner and administrators may."), viewers=True
        ),
    }
)
