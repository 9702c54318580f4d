"""Who may see an objective and do what to it.

The target is an objective (or a key result or dependency with `objective` loaded) whose team,
visible team, owner and participants are loaded; nothing here queries.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cairn.goals.models import (
    Agreement,
    Dependency,
    KeyResult,
    Objective,
    Part,
    Participant,
    Visibility,
)
from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules, anyone, is_steward

type Target = Objective | KeyResult | Dependency


def objective_of(target: Target) -> Objective:
    return target if isinstance(target, Objective) else target.objective


def is_owner(actor: Actor, target: Target) -> bool:
    return objective_of(target).owner_id == actor.member_id


def is_author(actor: Actor, target: Target) -> bool:
    return objective_of(target).created_by_id == actor.member_id


def is_author_of_draft(actor: Actor, target: Target) -> bool:
    return objective_of(target).is_draft and is_author(actor, target)


def is_collaborator(actor: Actor, target: Target) -> bool:
    return any(
        one.member_id == actor.member_id and one.part == Part.COLLABORATOR
        for one in objective_of(target).participants.all()
    )


def is_participant(actor: Actor, target: Target) -> bool:
    return any(one.member_id == actor.member_id for one in objective_of(target).participants.all())


def leads_owning_team(actor: Actor, target: Target) -> bool:
    return objective_of(target).team_id in actor.leads


def manages_owner(actor: Actor, target: Target) -> bool:
    owner = objective_of(target).owner
    return owner is not None and owner.manager_id == actor.member_id


def confirms_team(actor: Actor, target: Target) -> bool:
    """Leads the first led team above the owning one; of the company, leads that."""
    return objective_of(target).team_id in actor.confirms


def confirms_person(actor: Actor, target: Target) -> bool:
    """Manages whoever answers for an objective that belongs to no team."""
    return objective_of(target).team_id is None and manages_owner(actor, target)


def is_asked_in_place(actor: Actor, target: Target) -> bool:
    """Stands in for whoever confirms it: the lead above, or the manager of a person's own."""
    objective = objective_of(target)
    if objective.team_id is not None:
        return objective.team_id in actor.confirms_for
    return objective.owner is not None and objective.owner.manager_id in actor.confirms_as


def confirms_in_place(actor: Actor, target: Target) -> bool:
    """The same; but nobody agrees with themselves for somebody else."""
    takes_part = is_owner(actor, target) or leads_owning_team(actor, target)
    if takes_part or is_collaborator(actor, target):
        return False
    return is_asked_in_place(actor, target)


def is_own(actor: Actor, target: Target) -> bool:
    """The actor's, and no team's."""
    return objective_of(target).team_id is None and is_owner(actor, target)


def in_owning_team(actor: Actor, target: Target) -> bool:
    return objective_of(target).team_id in actor.teams | actor.leads


def owns_key_result(actor: Actor, target: Target) -> bool:
    return isinstance(target, KeyResult) and target.owner_id == actor.member_id


def is_standing_in(actor: Actor, target: Target) -> bool:
    """For whoever answers for the key result and is away: its owner, else the objective's."""
    if not isinstance(target, KeyResult):
        return False
    return (target.owner_id or target.objective.owner_id) in actor.stands_in_for


def is_unowned(_actor: Actor, target: Target) -> bool:
    return isinstance(target, KeyResult) and target.owner_id is None


def leads_asked_line(actor: Actor, target: Target) -> bool:
    """The lead of the team that is asked, or of one above it; its `team` must be loaded."""
    return isinstance(target, Dependency) and bool(actor.leads.intersection(target.team.line))


def in_visible_line(actor: Actor, objective: Objective) -> bool:
    """Of the team, of one below it, or leading one above it."""
    team = objective.visible_team
    return team is not None and (
        team.id in actor.lines or bool(actor.leads.intersection(team.line))
    )


def can_see(actor: Actor, objective: Objective) -> bool:
    """The audience of an objective; drafts are for those who write and confirm them.

    Who stands in for whoever confirms it sees a draft once it is submitted, if its audience includes
    them.
    """
    if objective.organization_id != actor.organization_id:
        return False
    if actor.is_steward or is_owner(actor, objective) or is_participant(actor, objective):
        return True
    if objective.is_draft:
        writes = is_author(actor, objective) or leads_owning_team(actor, objective)
        if writes or confirms_team(actor, objective) or manages_owner(actor, objective):
            return True
        if not (is_asked_in_place(actor, objective) and _is_submitted(objective)):
            return False
    match objective.visibility:
        case Visibility.ORGANIZATION:
            return True
        case Visibility.TEAM:
            return in_visible_line(actor, objective)
    return False


def _is_submitted(objective: Objective) -> bool:
    return objective.agreement == Agreement.SUBMITTED


def seen_by(actor: Actor) -> Q:
    """`can_see` as a filter on objectives."""
    if actor.is_steward:
        return Q(organization_id=actor.organization_id)
    named = Q(owner_id=actor.member_id) | Q(
        Exists(Participant.objects.filter(objective=OuterRef("pk"), member_id=actor.member_id))
    )
    draft = (
        Q(created_by_id=actor.member_id)
        | Q(team_id__in=actor.leads | actor.confirms)
        | Q(owner__manager_id=actor.member_id)
    )
    line = Q(visible_team_id__in=actor.lines)
    for team_id in actor.leads:
        line |= Q(visible_team__path__contains=f".{team_id}.")
    audience = Q(visibility=Visibility.ORGANIZATION) | Q(visibility=Visibility.TEAM) & line
    shown = Q(published_at__isnull=False)
    if actor.confirms_as:
        in_place = Q(team_id__in=actor.confirms_for)
        in_place |= Q(team__isnull=True, owner__manager_id__in=actor.confirms_as)
        shown |= Q(agreement=Agreement.SUBMITTED) & in_place
    return Q(organization_id=actor.organization_id) & (
        named | Q(published_at__isnull=True) & draft | shown & audience
    )


def audience_covers(objective: Objective, target: Objective) -> bool:
    """Whether everybody who may see the target may see the objective, whoever joins a team later.

    Only then may its progress count into the target's. Both need `visible_team` and participants.
    """
    if objective.is_draft:
        return False
    if objective.visibility == Visibility.ORGANIZATION:
        return True
    if target.is_draft or not _named(target) <= _named(objective):
        return False
    if target.visibility == Visibility.PEOPLE:
        return True
    team, narrower = objective.visible_team, target.visible_team
    return (
        objective.visibility == target.visibility == Visibility.TEAM
        and team is not None
        and narrower is not None
        and team.id in narrower.line
    )


def _named(objective: Objective) -> set[int]:
    """Those who see an objective by name: its owner and whoever takes part."""
    named = {one.member_id for one in objective.participants.all()}
    return named | {objective.owner_id} if objective.owner_id else named


WRITERS = (is_owner, is_collaborator, leads_owning_team, is_steward, is_author_of_draft)
ONLY_WRITERS = _(
    "Only its owner, collaborators, the team's lead, champions and administrators may change this."
)
ONLY_CONFIRMERS = _(
    "Only the owner's manager, the lead of the team above, who stands in for them, champions and "
    "administrators may confirm this or return it."
)
ONLY_CHECKERS = _(
    "Only the key result's owner, the objective's owner and collaborators, the team's lead, "
    "champions and administrators may check in."
)

ONLY_ANSWERERS = _(
    "Only the target's owner and collaborators, its team's lead, champions and administrators "
    "may do this."
)

ONLY_ASKED = _(
    "Only the lead of the team that is asked, or of a team above it, champions and administrators "
    "may answer this."
)
ONLY_SIDES = _(
    "Only those who may edit the objective that needs it, and the lead of the team that brings it, "
    "may do this."
)

# "objective.write" asks before there is a target: everybody but viewers may write something.
rules = Rules(
    {
        "objective.write": Row((anyone,), ""),
        "objective.draft": Row(
            (is_own, in_owning_team, manages_owner, is_steward),
            _("You may write objectives for yourself, your reports and the teams you belong to."),
        ),
        "objective.move": Row(
            (is_own, in_owning_team, is_steward),
            _("You may move objectives only to teams that you belong to or lead."),
        ),
        "objective.edit": Row(WRITERS, ONLY_WRITERS),
        "objective.publish": Row(WRITERS, ONLY_WRITERS),
        "objective.submit": Row(WRITERS, ONLY_WRITERS),
        "objective.confirm": Row(
            (confirms_person, confirms_team, confirms_in_place, is_steward), ONLY_CONFIRMERS
        ),
        "objective.close": Row(WRITERS, ONLY_WRITERS),
        "objective.delete": Row(WRITERS, ONLY_WRITERS),
        "objective.hand_over": Row(WRITERS, ONLY_WRITERS),
        "objective.comment": Row((anyone,), "", viewers=True),
        "objective.carry_down": Row((*WRITERS, owns_key_result), ONLY_ANSWERERS),
        "alignment.request": Row(WRITERS, ONLY_WRITERS),
        "alignment.answer": Row((*WRITERS, owns_key_result), ONLY_ANSWERERS),
        "alignment.weigh": Row(WRITERS, ONLY_WRITERS),
        "alignment.end": Row(WRITERS, ONLY_WRITERS),
        "dependency.request": Row(WRITERS, ONLY_WRITERS),
        "dependency.change": Row(WRITERS, ONLY_WRITERS),
        "dependency.answer": Row((leads_asked_line, is_steward), ONLY_ASKED),
        "dependency.deliver": Row((*WRITERS, leads_asked_line), ONLY_SIDES),
        "key_result.edit": Row(WRITERS, ONLY_WRITERS),
        "key_result.check_in": Row((*WRITERS, owns_key_result, is_standing_in), ONLY_CHECKERS),
        "key_result.claim": Row(
            (is_unowned,), _("This key result has an owner; ask them to hand it over.")
        ),
        "initiative.edit": Row((*WRITERS, owns_key_result), ONLY_CHECKERS),
    }
)
