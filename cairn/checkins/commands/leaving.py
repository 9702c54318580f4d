"""Somebody leaves: requests for help and agreed actions go on with somebody else, like all they hold."""

from collections.abc import Sequence

from django.db.models import Q
from django.db.transaction import atomic

from cairn.checkins.commands.actions import record_action
from cairn.checkins.commands.helping import record_help
from cairn.checkins.held import actions_held, help_asked_by, help_wanted_from
from cairn.checkins.models import HelpRequest
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.handing_over import Leaving, begin_leaving, end_leaving
from cairn.goals.commands.sight import may_see
from cairn.goals.models import Objective
from cairn.goals.opening import open_objectives
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock


@atomic
def remove_member(actor: Actor, member_id: int, *, hand_over_to: int | None = None) -> Member:
    """Let somebody leave today. What they hold goes to the named person; else to their manager, or
    the lead of the team. What is limited to a few goes on with somebody who may see it."""
    leaving = begin_leaving(actor, member_id, hand_over_to)
    _hand_over_help(leaving)
    _hand_over_actions(leaving)
    return end_leaving(leaving)


def _hand_over_help(leaving: Leaving) -> None:
    wanted = list(help_wanted_from(leaving.member).select_for_update(of=("self",), no_key=True))
    asked = list(help_asked_by(leaving.member).select_for_update(of=("self",), no_key=True))
    whole = _opened([*wanted, *asked])
    for one in wanted:
        _hand_over_wanted(leaving, one, whole.get(one.objective_id or 0))
    for one in asked:
        _hand_over_asking(leaving, one, whole.get(one.objective_id or 0))


def _hand_over_wanted(leaving: Leaving, one: HelpRequest, about: Objective | None) -> None:
    """Whoever asks is not asked themselves; where nobody else is, they are told to ask anew."""
    candidates = [*_candidates(leaving, about.team_id if about else None), leaving.fallback]
    heir = _fitting(candidates, about, but=one.asked_by_id)
    leaving.count("help")
    if heir is None:
        _withdraw(leaving, one)
        return
    one.asked = heir
    one.save(update_fields=["asked"])
    _record_heir(leaving, one, "asked", heir)


def _hand_over_asking(leaving: Leaving, one: HelpRequest, about: Objective | None) -> None:
    """Nobody needs it any more where nobody takes over."""
    heir = _fitting(_candidates(leaving, about.team_id if about else None), about, but=one.asked_id)
    leaving.count("help")
    if heir is None:
        _withdraw(leaving, one)
        return
    one.asked_by, one.submission = heir, None
    one.save(update_fields=["asked_by", "submission"])
    _record_heir(leaving, one, "asked_by", heir)


def _record_heir(leaving: Leaving, one: HelpRequest, part: str, heir: Member) -> None:
    record_help(
        leaving.actor,
        Event.HELP_HANDED_OVER,
        one,
        old={part: leaving.member.name},
        new={part: heir.name},
        reason=leaving.reason,
    )


def _withdraw(leaving: Leaving, one: HelpRequest) -> None:
    one.withdrawn_at = clock.now()
    one.save(update_fields=["withdrawn_at"])
    record_help(leaving.actor, Event.HELP_WITHDRAWN, one, reason=leaving.reason)


def _hand_over_actions(leaving: Leaving) -> None:
    """An action of nobody's team needs somebody; a team's may wait for its lead to name one."""
    found = actions_held(leaving.member).select_for_update(of=("self",), no_key=True)
    actions = list(found)
    whole = open_objectives({one.objective_id for one in actions if one.objective_id})
    for one in actions:
        about = whole.get(one.objective_id or 0)
        team_id = one.team_id or (about.team_id if about else None)
        candidates = _candidates(leaving, team_id)
        heir = _fitting(candidates if team_id else [*candidates, leaving.fallback], about)
        one.objective, one.owner = about, heir
        one.save(update_fields=["owner"])
        leaving.count("actions")
        record_action(
            leaving.actor,
            Event.ACTION_HANDED_OVER,
            one,
            old={"owner": leaving.member.name},
            new={"owner": heir.name if heir else None},
            reason=leaving.reason,
        )


def _opened(requests: list[HelpRequest]) -> dict[int, Objective]:
    return open_objectives({one.objective_id for one in requests if one.objective_id})


def _candidates(leaving: Leaving, team_id: int | None) -> list[Member]:
    """The named person or the manager, then the lead of the team, then of the leaver's own teams."""
    theirs = Q(memberships__member=leaving.member, valid_to__isnull=True)
    teams = Team.objects.filter(Q(id=team_id) | theirs).select_related("lead").distinct()
    nearest = sorted(teams, key=lambda one: (one.id != team_id, one.name, one.id))
    leads = [one.lead for one in nearest if one.lead and leaving.may_inherit(one.lead)]
    return [leaving.successor, *leads] if leaving.successor else leads


def _fitting(
    candidates: Sequence[Member], about: Objective | None, but: int | None = None
) -> Member | None:
    """The first who may see what it is about; the objective keeps its audience."""
    return next(
        (one for one in candidates if one.id != but and (about is None or may_see(one, about))),
        None,
    )
