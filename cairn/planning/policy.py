"""Who may run a planning round, take its steps, and do what in its rooms. Whoever is in the
organization may look.

The target is a round, saved or about to be, or a step of one, with `team` loaded and so the round's;
of a room it is `Within`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules, anyone, is_steward
from cairn.planning.models import Argument, Proposal, Room, Round, Seat, Step

ONLY_RUNNERS = _(
    "Only the lead of the team that the round is for and the leads above, champions and "
    "administrators may do this."
)
ONLY_THE_TEAMS_LEADS = _(
    "Only the team's lead and the leads above, champions and administrators may do this."
)
ONLY_ITS_PEOPLE = _("Only the people of the team that the round is for write in it.")
ONLY_WHO_OPEN = _(
    "Only the lead of this team and the leads above, champions and administrators may open its room."
)
ONLY_FACILITATORS = _(
    "Only the facilitators of this room, the team's lead and the leads above, champions and "
    "administrators may do this."
)
ONLY_THE_LINE = _(
    "Only the people of this team and of the teams below, the leads above and those who were asked "
    "in take part in this room."
)
ONLY_ITS_PROPOSER = _("Only who proposed it may change it.")
ONLY_WHO_WITHDRAWS = _("Only who proposed it and the facilitators of this room may withdraw it.")
ONLY_WHO_SAID_IT = _("Only who said it and the facilitators of this room may take it out.")

type Target = Round | Step


@dataclass(frozen=True, slots=True)
class Within:
    """A room with `team` loaded, the seat that the actor has there, and what of it is meant.

    `has_key`: the actor showed the key that an anonymous proposer got.
    """

    room: Room
    seat: Seat | None = None
    proposal: Proposal | None = None
    argument: Argument | None = None
    has_key: bool = False


def leads_round(actor: Actor, target: Target) -> bool:
    """Leads the team that the round is for, or one above it."""
    one = target.round if isinstance(target, Step) else target
    return bool(actor.leads.intersection(one.team.line))


def leads_line(actor: Actor, target: Target) -> bool:
    """Leads the target's own team or one above it."""
    return bool(actor.leads.intersection(target.team.line))


def is_within(actor: Actor, target: Round) -> bool:
    """Of the round's team or of one below it; of the company is everybody."""
    return target.team.is_company or target.team.id in actor.lines


def leads_room(actor: Actor, target: Within) -> bool:
    """Leads the room's team or one above it."""
    return bool(actor.leads.intersection(target.room.team.line))


def sits_there(actor: Actor, target: Within) -> bool:
    seat = target.seat
    return seat is not None and seat.member_id == actor.member_id and seat.left_at is None


def facilitates(actor: Actor, target: Within) -> bool:
    return sits_there(actor, target) and target.seat is not None and target.seat.is_facilitator


def belongs_to_line(actor: Actor, target: Within) -> bool:
    """Of the room's team or of one below it; of the company is everybody. Not where who takes part
    was asked in."""
    team = target.room.team
    return not target.room.is_invited and (team.is_company or team.id in actor.lines)


def leads_open_room(actor: Actor, target: Within) -> bool:
    return not target.room.is_invited and leads_room(actor, target)


def proposed_it(actor: Actor, target: Within) -> bool:
    return target.proposal is not None and target.proposal.proposer_id == actor.member_id


def has_key(_actor: Actor, target: Within) -> bool:
    return target.has_key


def said_it(actor: Actor, target: Within) -> bool:
    return target.argument is not None and target.argument.author_id == actor.member_id


FACILITATORS = (facilitates, leads_room, is_steward)
RUNNERS = (leads_round, is_steward)
rules = Rules(
    {
        "round.start": Row(RUNNERS, ONLY_RUNNERS),
        "round.change": Row(RUNNERS, ONLY_RUNNERS),
        "round.cancel": Row(RUNNERS, ONLY_RUNNERS),
        "round.announce": Row(RUNNERS, ONLY_RUNNERS),
        "round.write": Row((is_within,), ONLY_ITS_PEOPLE),
        "step.begin": Row((leads_line, is_steward), ONLY_THE_TEAMS_LEADS),
        "step.finish": Row((leads_line, is_steward), ONLY_THE_TEAMS_LEADS),
        "step.skip": Row(RUNNERS, ONLY_RUNNERS),
        "step.repeat": Row(RUNNERS, ONLY_RUNNERS),
        "step.extend": Row(RUNNERS, ONLY_RUNNERS),
        "step.see_people": Row((leads_line, is_steward), ONLY_THE_TEAMS_LEADS),
        "alignment.plan": Row((leads_line, is_steward), ONLY_THE_TEAMS_LEADS),
        "room.open": Row((leads_room, is_steward), ONLY_WHO_OPEN),
        "room.facilitate": Row(FACILITATORS, ONLY_FACILITATORS),
        "room.take_part": Row((sits_there, belongs_to_line, leads_open_room), ONLY_THE_LINE),
        "room.leave": Row((anyone,), ONLY_THE_LINE),
        "proposal.change": Row((proposed_it, has_key), ONLY_ITS_PROPOSER),
        "proposal.withdraw": Row((proposed_it, has_key, *FACILITATORS), ONLY_WHO_WITHDRAWS),
        "argument.withdraw": Row((said_it, *FACILITATORS), ONLY_WHO_SAID_IT),
    }
)
