"""Who may do what with what was agreed on and asked for. Nothing here queries: an action's `team`
and, where there is one, `objective` with what its own policy compares must be loaded."""

from django.utils.translation import gettext_lazy as _

from cairn.checkins.models import Action, HelpRequest
from cairn.goals.policy import is_collaborator, is_owner, leads_owning_team
from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules, anyone, is_steward

ONLY_THOSE_CONCERNED = _(
    "Only who agreed to do it, who wrote it down, the lead of the team, those who answer for the "
    "objective, champions and administrators may change this."
)


def has_agreed(actor: Actor, action: Action) -> bool:
    return action.owner_id == actor.member_id


def wrote_it_down(actor: Actor, action: Action) -> bool:
    return action.created_by_id == actor.member_id


def leads_its_team(actor: Actor, action: Action) -> bool:
    return action.team is not None and bool(actor.leads.intersection(action.team.line))


def answers_for_objective(actor: Actor, action: Action) -> bool:
    objective = action.objective
    return objective is not None and (
        is_owner(actor, objective)
        or is_collaborator(actor, objective)
        or leads_owning_team(actor, objective)
    )


def is_asked(actor: Actor, request: HelpRequest) -> bool:
    return request.asked_id == actor.member_id


def stands_in_for_asked(actor: Actor, request: HelpRequest) -> bool:
    """Nobody answers themselves."""
    return request.asked_id in actor.stands_in_for and not has_asked(actor, request)


def has_asked(actor: Actor, request: HelpRequest) -> bool:
    return request.asked_by_id == actor.member_id


# "action.add", "help.ask" and "update.write" ask before there is a target: whoever sees the place
# may write something down.
rules = Rules(
    {
        "action.add": Row((anyone,), ""),
        "action.change": Row(
            (has_agreed, wrote_it_down, leads_its_team, answers_for_objective, is_steward),
            ONLY_THOSE_CONCERNED,
        ),
        "help.ask": Row((anyone,), ""),
        "help.answer": Row(
            (is_asked, stands_in_for_asked, is_steward),
            _(
                "Only who was asked, who stands in for them, champions and administrators may answer."
            ),
            viewers=True,
        ),
        "help.withdraw": Row(
            (has_asked, is_steward),
            _("Only who asked, champions and administrators may take it back."),
        ),
        "update.write": Row((anyone,), ""),
    }
)
