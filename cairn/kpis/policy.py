"""Who may do what to a KPI. The target has its owner loaded where one is named; nothing queries."""

from django.utils.translation import gettext_lazy as _

from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules, anyone, is_steward


def is_owner(actor: Actor, kpi: Kpi) -> bool:
    return kpi.owner_id == actor.member_id


def stands_in(actor: Actor, kpi: Kpi) -> bool:
    """For its owner, who is away."""
    return kpi.owner_id in actor.stands_in_for


def leads_team(actor: Actor, kpi: Kpi) -> bool:
    return kpi.team_id in actor.leads


def is_own(actor: Actor, kpi: Kpi) -> bool:
    """The actor's, and no team's."""
    return kpi.team_id is None and is_owner(actor, kpi)


def in_team(actor: Actor, kpi: Kpi) -> bool:
    return kpi.team_id in actor.teams | actor.leads


def manages_owner(actor: Actor, kpi: Kpi) -> bool:
    owner = kpi.owner
    return owner is not None and owner.manager_id == actor.member_id


KEEPERS = (is_owner, leads_team, is_steward)
ONLY_KEEPERS = _("Only its owner, the team's lead, champions and administrators may change a KPI.")

# "kpi.write" asks before there is a KPI: everybody but viewers may write one for somebody.
rules = Rules(
    {
        "kpi.write": Row((anyone,), ""),
        "kpi.create": Row(
            (is_own, in_team, manages_owner, is_steward),
            _("You may write KPIs for yourself, your reports and the teams you belong to."),
        ),
        "kpi.edit": Row(KEEPERS, ONLY_KEEPERS),
        "kpi.archive": Row(KEEPERS, ONLY_KEEPERS),
        "kpi.measure": Row(
            (*KEEPERS, stands_in),
            _(
                "Only its owner, who stands in for them, the team's lead, champions and "
                "administrators may measure a KPI."
            ),
        ),
    }
)
