"""Who is asked to confirm an objective, now and after people and teams have changed."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from cairn.events.kinds import Kind as Event
from cairn.goals.agreed import Text, differences, text_of
from cairn.goals.commands.checks import wants_reason
from cairn.goals.commands.recording import record_objective
from cairn.goals.commands.sight import may_see
from cairn.goals.models import (
    Agreement,
    Confirmation,
    KeyResult,
    Milestone,
    Objective,
    Verdict,
    Visibility,
)
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team, line_of
from cairn.storage import clock

BATCH = 500


def confirmers_of(objectives: Sequence[Objective]) -> dict[int, Member | None]:
    """Who is to confirm each objective, by its id; with None champions and administrators are.

    A person's: the manager. A team's: the lead of the first led team above it. The company's: its
    lead. Who is gone, only looks, or may not see what is published is not asked. Three queries, and
    one more for each objective that is published for a few only. Owners are loaded.
    """
    lines = _lines(one.team_id for one in objectives if one.team_id)
    above = {id for path in lines.values() for id in line_of(path)}
    leads = dict(
        Team.objects.open().filter(id__in=above, lead__isnull=False).values_list("id", "lead_id")
    )
    asked = {one.id: _asked(one, lines, leads) for one in objectives}
    people = Member.objects.filter(left_at__isnull=True).exclude(role=Role.VIEWER)
    known = people.in_bulk([id for id in asked.values() if id])
    return {one.id: _if_seen(one, known.get(asked[one.id] or 0)) for one in objectives}


def _lines(team_ids: Iterable[int]) -> dict[int, str]:
    return dict(Team.objects.filter(id__in=set(team_ids)).values_list("id", "path"))


def _asked(objective: Objective, lines: dict[int, str], leads: dict[int, int]) -> int | None:
    if objective.team_id is None:
        return objective.owner.manager_id if objective.owner else None
    *above, own = line_of(lines[objective.team_id])
    above = above or [own]
    return next((leads[id] for id in reversed(above) if id in leads), None)


def _if_seen(objective: Objective, member: Member | None) -> Member | None:
    is_open = objective.is_draft or objective.visibility == Visibility.ORGANIZATION
    return member if member is None or is_open or may_see(member, objective) else None


def agreed_text(objective: Objective) -> Text:
    """The text of a locked objective. Three queries."""
    rows = (
        KeyResult.objects.filter(objective=objective, deleted_at__isnull=True)
        .select_related("owner")
        .order_by("position", "id")
    )
    steps: dict[int, list[Milestone]] = {}
    for step in Milestone.objects.filter(key_result__in=[row.id for row in rows]).order_by(
        "position", "id"
    ):
        steps.setdefault(step.key_result_id, []).append(step)
    for row in rows:
        row._prefetched_objects_cache = {"milestones": steps.get(row.id, [])}  # type: ignore[attr-defined]
    return text_of(objective, rows)


def ask(actor: Actor, objective: Objective, *, note: str, is_change: bool = False) -> Confirmation:
    """Submit a locked objective to whoever is to confirm it."""
    confirmer = confirmers_of([objective])[objective.id]
    made = Confirmation.objects.create(
        organization_id=objective.organization_id,
        objective=objective,
        asked=confirmer,
        note=note,
        is_change=is_change,
        submitted_by_id=actor.member_id,
        submitted_at=clock.now(),
    )
    agree(objective, Agreement.SUBMITTED)
    record_objective(
        actor,
        Event.OBJECTIVE_SUBMITTED,
        objective,
        new={"asked": confirmer.name if confirmer else None, "is_change": is_change},
        reason=note,
    )
    return made


def agree(objective: Objective, agreement: str) -> None:
    objective.agreement = agreement
    objective.save(update_fields=["agreement"])


def latest_confirmed(objective: Objective) -> Confirmation | None:
    """What was agreed on last; None where nothing was."""
    return objective.confirmations.filter(verdict=Verdict.CONFIRMED).order_by("-id").first()


def ask_about_change(actor: Actor, objective: Objective, reason: str = "") -> None:
    """Where the organization says so, what was confirmed goes back to its confirmer when it has
    changed while the cycle runs. Called at the end of whatever changes it."""
    is_agreed = objective.agreement == Agreement.CONFIRMED and wants_reason(objective)
    if not is_agreed or not objective.organization.reconfirms_changes:
        return
    last = latest_confirmed(objective)
    if last is not None and differences(last.agreed, agreed_text(objective)):
        ask(actor, objective, note=reason, is_change=True)


def keep_asked(actor: Actor, objectives: Sequence[Objective]) -> None:
    """Somebody else may be to confirm them once they are somebody else's, or seen by others."""
    waiting = [one.id for one in objectives if one.agreement == Agreement.SUBMITTED]
    if waiting:
        ask_anew(actor, Q(objective__in=waiting))


def ask_anew(actor: Actor, which: Q) -> int:
    """Let what waits for a confirmation wait for whoever is to confirm it now; how many changed.

    `which` narrows confirmations. For changes of managers, leads, owners, teams and audiences: once
    at their end, since all are locked in the order of their objectives. Whoever is asked now hears
    of it.
    """
    waiting = (
        Confirmation.objects.select_for_update(of=("self",), no_key=True)
        .filter(which, verdict="")
        .select_related(
            "asked", "objective__owner", "objective__organization", "objective__visible_team"
        )
        .order_by("objective_id", "id")
    )
    changed = 0
    found = list(waiting)
    for start in range(0, len(found), BATCH):
        changed += _ask_anew(actor, found[start : start + BATCH])
    return changed


def _ask_anew(actor: Actor, waiting: Sequence[Confirmation]) -> int:
    asked = confirmers_of([one.objective for one in waiting])
    changed = []
    for one in waiting:
        before, now = one.asked, asked[one.objective_id]
        if one.asked_id != (now.id if now else None):
            one.asked = now
            changed.append(one)
            _record_other(actor, one.objective, before, now)
    Confirmation.objects.bulk_update(changed, ["asked"])
    return len(changed)


def _record_other(
    actor: Actor, objective: Objective, before: Member | None, now: Member | None
) -> None:
    record_objective(
        actor,
        Event.OBJECTIVE_ASKED_ANEW,
        objective,
        old={"asked": before.name, "asked_id": before.id} if before else {"asked": None},
        new={"asked": now.name if now else None},
    )
