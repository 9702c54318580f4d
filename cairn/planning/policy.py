"""Who may run a planning round and take its steps. Whoever is in the organization may look.

The target is a round, saved or about to be, or a step of one, with `team` loaded and so the round's.
"""

from django.utils.translation import gettext_lazy as _

from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules, is_steward
from cairn.planning.models import Round, Step

ONLY_RUNNERS = _(
    "Only the lead of the team that the round is for and the leads above, champions and "
    "administrators may do this."
)
ONLY_THE_TEAMS_LEADS = _(
    "Only the team's lead and the leads above, champions and administrators may do this."
)

type Target = Round | Step


def leads_round(actor: Actor, target: Target) -> bool:
    """Leads the team that the round is for, or one above it."""
    one = target.round if isinstance(target, Step) else target
    return bool(actor.leads.intersection(one.team.line))


def leads_line(actor: Actor, target: Target) -> bool:
    """Leads the target's own team or one above it."""
    return bool(actor.leads.intersection(target.team.line))


RUNNERS = (leads_round, is_steward)
rules = Rules(
    {
        "round.start": Row(RUNNERS, ONLY_RUNNERS),
        "round.change": Row(RUNNERS, ONLY_RUNNERS),
        "round.cancel": Row(RUNNERS, ONLY_RUNNERS),
        "round.announce": Row(RUNNERS, ONLY_RUNNERS),
        "step.begin": Row((leads_line, is_steward), ONLY_THE_TEAMS_LEADS),
        "step.finish": Row((leads_line, is_steward), ONLY_THE_TEAMS_LEADS),
        "step.skip": Row(RUNNERS, ONLY_RUNNERS),
        "step.repeat": Row(RUNNERS, ONLY_RUNNERS),
        "step.extend": Row(RUNNERS, ONLY_RUNNERS),
    }
)
