"""Who keeps templates, who uses them, and who gives them to others. Nothing queries."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.goals.receiving import Receiver
from cairn.organization.actor import Actor
from cairn.organization.policy import ONLY_STEWARDS
from cairn.organization.rules import Row, Rules, anyone, is_steward


@dataclass(frozen=True, slots=True)
class Candidate(Receiver):
    """Who may get a template. `lines` are the team's, or the person's teams and all above;
    `team_name` fills `{team}`."""

    lines: frozenset[int]
    team_name: str


def leads_somebody(actor: Actor, _target: Any) -> bool:
    return bool(actor.leads)


def leads_them(actor: Actor, receiver: Candidate) -> bool:
    """Leads the team or one above it, or one of the person's."""
    return bool(actor.leads & receiver.lines)


def manages_them(actor: Actor, receiver: Candidate) -> bool:
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
