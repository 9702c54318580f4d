"""Who keeps templates, who uses them, and who gives them to others. Nothing queries."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.organization.policy import ONLY_STEWARDS
from cairn.organization.rules import Row, Rules, anyone, is_steward


@dataclass(frozen=True, slots=True)
class Receiver:
    """A team, whose lead answers for the draft, or a person. `lines` are the team's, or the person's
    teams and all above; `team_name` fills `{team}`."""

    team: Team | None
    owner: Member | None
    lines: frozenset[int]
    team_name: str

    @property
    def key(self) -> str:
        return f"team:{self.team.id}" if self.team else f"member:{self.owner and self.owner.id}"

    @property
    def name(self) -> str:
        if self.team:
            return self.team.name
        return self.owner.name if self.owner else ""


def leads_somebody(actor: Actor, _target: Any) -> bool:
    return bool(actor.leads)


def leads_them(actor: Actor, receiver: Receiver) -> bool:
    """Leads the team or one above it, or one of the person's."""
    return bool(actor.leads & receiver.lines)


def manages_them(actor: Actor, receiver: Receiver) -> bool:
    owner = receiver.owner
    return receiver.team is None and owner is not None and owner.manager_id == actor.member_id


rules = Rules(
    {
        "template.keep": Row((is_steward,), ONLY_STEWARDS),
        "template.insert": Row((anyone,), ""),
        "template.hand_out": Row(
            (is_steward, leads_somebody),
            _("Only champions, administrators and leads of teams may hand templates out."),
        ),
        "template.give": Row(
            (is_steward, leads_them, manages_them),
            _(
                "You may hand templates out to the teams that you lead, their people and your reports."
            ),
        ),
    }
)
