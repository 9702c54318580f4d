"""When somebody leaves: what they answer for here and below goes to somebody else, nothing is lost.

`checkins.commands.leaving` lets them go, and hands over what rooms above this one hold.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.asking import ask_anew
from cairn.goals.commands.contributions import keep_covered
from cairn.goals.commands.locking import lock_found
from cairn.goals.commands.participants import name_reader
from cairn.goals.held import (
    going,
    initiatives_held,
    key_results_held,
    kpis_held,
    reports_held,
    teams_held,
)
from cairn.goals.models import Objective, Part, Participant
from cairn.goals.rollup import stand
from cairn.intake import refuse
from cairn.organization import findable
from cairn.organization.actor import Actor, Role
from cairn.organization.commands.locking import lock_member, lock_organization
from cairn.organization.commands.members import require_other_admin
from cairn.organization.models import Member, Team
from cairn.organization.policy import rules
from cairn.organization.wording import UNKNOWN
from cairn.storage import clock


@dataclass
class Leaving:
    """One departure. `fallback` takes what must have an owner when nobody else is there.

    `held` are the objectives that are locked; `entrusted` those that other people see by name now.
    """

    actor: Actor
    member: Member
    successor: Member | None
    fallback: Member
    held: set[int] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    entrusted: dict[int, Objective] = field(default_factory=dict)

    def heir(self, team: Team | None) -> Member | None:
        """Who takes over: the named person or the manager, else the lead of the team."""
        if self.successor is not None:
            return self.successor
        lead = team.lead if team else None
        return lead if lead is not None and self.may_inherit(lead) else None

    def may_inherit(self, heir: Member) -> bool:
        """Is there, works here, and is not who leaves."""
        return _may_inherit(heir, self.member)

    @property
    def reason(self) -> str:
        return _("%(name)s left the organization.") % {"name": self.member.name}

    def count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def begin_leaving(actor: Actor, member_id: int, hand_over_to: int | None = None) -> Leaving:
    """Hand over what somebody owns in cycles that are not closed, their collaborations and the teams
    they lead: to the named person; else to their manager, the team's lead or, for key results, to
    nobody: those can then be claimed. In the transaction that `end_leaving` ends."""
    lock_organization(actor)
    member = _lock(actor, member_id)
    rules.require(actor, "member.remove", member)
    if member.left_at is not None:
        raise Conflict(_("%(name)s has left the organization.") % {"name": member.name})
    require_other_admin(member)
    leaving = Leaving(actor, member, _successor(member, hand_over_to), _fallback(actor, member))
    leaving.held = lock_found(member.organization_id, lambda: _held_by(member), set)
    _hand_over_objectives(leaving)
    _hand_over_key_results(leaving)
    _keep_covered(leaving)
    _hand_over_initiatives(leaving)
    _hand_over_kpis(leaving)
    _hand_over_teams(leaving)
    _hand_over_reports(leaving)
    return leaving


def _lock(actor: Actor, member_id: int) -> Member:
    """Whoever leaves, with the teams that they lead and the people who report to them: whoever has
    locked one of these may wait for an objective."""
    ours = Q(organization_id=actor.organization_id)
    led, people = Q(lead=member_id), Q(id=member_id) | Q(manager=member_id)
    for rows in (Team.objects.filter(ours & led), Member.objects.filter(ours & people)):
        list(rows.select_for_update(of=("self",), no_key=True).order_by("id"))
    return lock_member(actor, member_id)


def end_leaving(leaving: Leaving) -> Member:
    """They are gone: tokens end; sessions end by themselves."""
    _end_access(leaving)
    ask_anew(leaving.actor, Q(asked=leaving.member) | Q(objective__in=list(leaving.entrusted)))
    return leaving.member


def _may_inherit(heir: Member, leaver: Member) -> bool:
    return heir.left_at is None and heir.id != leaver.id and heir.role != Role.VIEWER


def _successor(member: Member, hand_over_to: int | None) -> Member | None:
    """The named person, or the manager where nobody is named."""
    if hand_over_to is None:
        manager = member.manager
        return manager if manager is not None and _may_inherit(manager, member) else None
    named = Member.objects.filter(id=hand_over_to, organization_id=member.organization_id).first()
    if named is None:
        refuse("hand_over_to", UNKNOWN)
    if not _may_inherit(named, member):
        refuse("hand_over_to", _("Choose another active member who is not a viewer."))
    return named


def _fallback(actor: Actor, member: Member) -> Member:
    """The company's lead, else the administrator who acts, else another one."""
    company = Team.objects.select_related("lead").get(
        organization_id=member.organization_id, parent__isnull=True
    )
    if company.lead is not None and _may_inherit(company.lead, member):
        return company.lead
    admins = Member.objects.filter(
        organization_id=member.organization_id, role=Role.ADMIN, left_at__isnull=True
    ).exclude(id=member.id)
    acting = admins.filter(id=actor.member_id).first()
    found = acting or admins.order_by("id").first()
    assert found is not None, "the last administrator does not leave"
    return found


def _held_by(member: Member) -> list[int]:
    """The objectives in which something will change."""
    theirs = (
        Q(owner=member)
        | Q(participants__member=member)
        | Q(key_results__owner=member)
        | Q(key_results__initiatives__owner=member)
    )
    held = Objective.objects.filter(going(), theirs, organization_id=member.organization_id)
    return list(held.distinct().values_list("id", flat=True))


def _hand_over_objectives(leaving: Leaving) -> None:
    member = leaving.member
    helping = Participant.objects.filter(member=member, part=Part.COLLABORATOR)
    objectives = (
        Objective.objects.filter(going(), id__in=leaving.held)
        .select_related("team__lead", "organization", "cycle")
        .filter(Q(owner=member) | Q(id__in=helping.values("objective")))
        .order_by("id")
    )
    for objective in objectives:
        heir = leaving.heir(objective.team)
        if objective.owner_id == member.id:
            _hand_over_objective(leaving, objective, heir)
        _hand_over_collaboration(objective, member, heir)
        leaving.entrusted[objective.id] = objective


def _hand_over_objective(leaving: Leaving, objective: Objective, heir: Member | None) -> None:
    if heir is None and objective.team_id is None:
        heir = leaving.fallback
    objective.owner = heir
    objective.save(update_fields=["owner"])
    stand(objective)
    leaving.count("objectives")
    _record(leaving, Event.OBJECTIVE_HANDED_OVER, objective, objective, heir)


def _hand_over_collaboration(objective: Objective, member: Member, heir: Member | None) -> None:
    """The heir collaborates in the leaver's place, unless the objective is the heir's own."""
    gone, _rows = Participant.objects.filter(
        objective=objective, member=member, part=Part.COLLABORATOR
    ).delete()
    if gone and heir is not None and objective.owner_id != heir.id:
        Participant.objects.update_or_create(
            objective=objective, member=heir, defaults={"part": Part.COLLABORATOR}
        )


def _hand_over_key_results(leaving: Leaving) -> None:
    key_results = (
        key_results_held(leaving.member)
        .filter(objective__in=leaving.held)
        .select_related("objective__team__lead")
        .order_by("objective_id", "id")
    )
    for key_result in key_results:
        heir = leaving.heir(key_result.objective.team)
        key_result.owner = heir
        key_result.save(update_fields=["owner"])
        if heir is not None and name_reader(key_result.objective, heir.id):
            leaving.entrusted[key_result.objective_id] = key_result.objective
        leaving.count("key_results")
        _record(leaving, Event.KEY_RESULT_HANDED_OVER, key_result, key_result.objective, heir)


def _keep_covered(leaving: Leaving) -> None:
    """Once everything is handed over: in between, aligned objectives of the leaver's are seen by
    different people."""
    for _id, objective in sorted(leaving.entrusted.items()):
        keep_covered(leaving.actor, objective)


def _hand_over_initiatives(leaving: Leaving) -> None:
    initiatives = (
        initiatives_held(leaving.member)
        .filter(key_result__objective__in=leaving.held)
        .select_related("key_result__objective__team__lead")
        .order_by("id")
    )
    for initiative in initiatives:
        objective = initiative.key_result.objective
        heir = leaving.heir(objective.team)
        initiative.owner = heir
        initiative.save(update_fields=["owner"])
        leaving.count("initiatives")
        _record(leaving, Event.INITIATIVE_CHANGED, initiative, objective, heir)


def _hand_over_kpis(leaving: Leaving) -> None:
    """A KPI of a team may wait for somebody; one of nobody's team needs an owner."""
    kpis = kpis_held(leaving.member).select_for_update(of=("self",), no_key=True)
    for kpi in kpis.select_related("team__lead").order_by("id"):
        heir = leaving.heir(kpi.team) or (None if kpi.team else leaving.fallback)
        kpi.owner = heir
        kpi.save(update_fields=["owner"])
        leaving.count("kpis")
        record(
            leaving.actor,
            Event.KPI_CHANGED,
            kpi.id,
            title=kpi.name,
            team_id=kpi.team_id,
            old={"owner": leaving.member.name},
            new={"owner": heir.name if heir else None},
            reason=leaving.reason,
        )


def _hand_over_teams(leaving: Leaving) -> None:
    """A team without an heir has no lead until somebody names one."""
    for team in teams_held(leaving.member).order_by("id"):
        heir = leaving.successor
        team.lead = heir
        team.save(update_fields=["lead"])
        leaving.count("teams")
        record(
            leaving.actor,
            Event.TEAM_CHANGED,
            team.id,
            title=team.name,
            team_id=team.id,
            old={"lead": leaving.member.name},
            new={"lead": heir.name if heir else None},
            reason=leaving.reason,
        )


def _hand_over_reports(leaving: Leaving) -> None:
    """Their reports report to the manager above, whom no loop can lead back to."""
    above = leaving.member.manager
    manager = above if above is not None and above.left_at is None else None
    for report in reports_held(leaving.member).order_by("id"):
        report.manager = manager
        report.save(update_fields=["manager"])
        record(
            leaving.actor,
            Event.MEMBER_CHANGED,
            report.id,
            title=report.name,
            old={"manager": leaving.member.name},
            new={"manager": manager.name if manager else None},
            reason=leaving.reason,
        )


def _end_access(leaving: Leaving) -> None:
    member = leaving.member
    member.left_at = clock.now()
    member.save(update_fields=["left_at"])
    member.tokens.filter(revoked_at__isnull=True).update(revoked_at=clock.now())
    member.invitations.filter(accepted_at__isnull=True).delete()
    findable.drop_member(member)
    heir = leaving.successor
    new: dict[str, Any] = {"handed_over_to": heir.name if heir else None, **leaving.counts}
    record(leaving.actor, Event.MEMBER_LEFT, member.id, title=member.name, new=new)


def _record(
    leaving: Leaving, kind: Event, subject: Any, objective: Objective, heir: Member | None
) -> None:
    record(
        leaving.actor,
        kind,
        subject.id,
        title=subject.title,
        objective_id=objective.id,
        team_id=objective.team_id,
        old={"owner": leaving.member.name},
        new={"owner": heir.name if heir else None},
        reason=leaving.reason,
    )
