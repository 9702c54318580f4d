"""Who may score, say a second word, carry over, write what was learned, and end a cycle.

Targets are those of `goals.policy`, and retrospectives with their objective (loaded for it) or team.
"""

from django.utils.translation import gettext_lazy as _

from cairn.goals.policy import (
    ONLY_CHECKERS,
    ONLY_WRITERS,
    WRITERS,
    Target,
    in_owning_team,
    is_collaborator,
    is_owner,
    leads_owning_team,
    manages_owner,
    objective_of,
    owns_key_result,
)
from cairn.organization.actor import Actor, Scope
from cairn.organization.policy import ONLY_STEWARDS
from cairn.organization.rules import Row, Rules, is_steward
from cairn.reviews.models import Lesson, Retrospective

ONLY_SECOND_EYES = _(
    "A second opinion comes from the owner's manager, a lead of the team or of one above it, a "
    "collaborator, champions and administrators."
)
ONLY_TOGETHER = _(
    "Only those whose objective or team it is about, their leads, champions and administrators "
    "write here."
)
ONLY_FINISHERS = _(
    "Only who answers for the objective, the team's lead, champions and administrators may do this."
)
ONLY_ITS_AUTHOR = _("Only who wrote it down, champions and administrators may delete a lesson.")


def leads_above(actor: Actor, target: Target) -> bool:
    """Leads the owning team or one above it."""
    team = objective_of(target).team
    return team is not None and bool(actor.leads.intersection(team.line))


def worked_on_objective(actor: Actor, retrospective: Retrospective) -> bool:
    objective = retrospective.objective
    return objective is not None and (
        is_owner(actor, objective)
        or is_collaborator(actor, objective)
        or in_owning_team(actor, objective)
        or leads_above(actor, objective)
        or manages_owner(actor, objective)
    )


def belongs_to_team(actor: Actor, retrospective: Retrospective) -> bool:
    """Or to a team below it."""
    team = retrospective.team
    return team is not None and (team.id in actor.lines or _leads(actor, retrospective))


def _leads(actor: Actor, retrospective: Retrospective) -> bool:
    team = retrospective.team
    return team is not None and bool(actor.leads.intersection(team.line))


def is_of_everybody(_actor: Actor, retrospective: Retrospective) -> bool:
    """The cycle's own."""
    return retrospective.objective_id is None and retrospective.team_id is None


def answers_for_it(actor: Actor, retrospective: Retrospective) -> bool:
    objective = retrospective.objective
    if objective is None:
        return _leads(actor, retrospective)
    return (
        is_owner(actor, objective)
        or is_collaborator(actor, objective)
        or leads_owning_team(actor, objective)
    )


def wrote_lesson(actor: Actor, lesson: Lesson) -> bool:
    return lesson.created_by_id == actor.member_id


rules = Rules(
    {
        "key_result.score": Row((*WRITERS, owns_key_result), ONLY_CHECKERS),
        "objective.score": Row(WRITERS, ONLY_WRITERS),
        "opinion.give": Row(
            (manages_owner, leads_above, is_collaborator, is_steward), ONLY_SECOND_EYES
        ),
        "objective.carry_over": Row(WRITERS, ONLY_WRITERS),
        "retrospective.write": Row(
            (worked_on_objective, belongs_to_team, is_of_everybody, is_steward), ONLY_TOGETHER
        ),
        "retrospective.finish": Row((answers_for_it, is_steward), ONLY_FINISHERS),
        "lesson.delete": Row((wrote_lesson, is_steward), ONLY_ITS_AUTHOR),
        "cycle.close": Row((is_steward,), ONLY_STEWARDS),
        "cycle.see_missing": Row((is_steward,), ONLY_STEWARDS, scope=Scope.READ),
    }
)
