"""Who gets a template and who is skipped, before anything is written."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cairn.cycles.models import Cycle
from cairn.cycles.queries import cycles
from cairn.errors import Words
from cairn.goals.commands.carrying import able_owner
from cairn.goals.commands.checks import UNKNOWN
from cairn.intake import Intake
from cairn.okr_templates.filling import Filling, check_filling, fill, missing
from cairn.okr_templates.intake import MOST_RECEIVERS
from cairn.okr_templates.models import Origin
from cairn.okr_templates.policy import Receiver, rules
from cairn.okr_templates.templates import Template
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team, TeamMember


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom somebody chose: teams and people by id, each team right below one, and everybody of a
    team and of those below it."""

    teams: Sequence[int] = ()
    people: Sequence[int] = ()
    below: int | None = None
    members_of: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Somebody who gets a draft, and how its title will read."""

    receiver: Receiver
    title: str


@dataclass(frozen=True, slots=True)
class Skipped:
    receiver: Receiver
    why: Words


@dataclass(frozen=True, slots=True)
class Plan:
    """`fingerprint` says what was shown: another plan has another one."""

    cycle: Cycle
    given: tuple[Given, ...]
    skipped: tuple[Skipped, ...]
    fingerprint: str


def plan_hand_out(
    actor: Actor, template: Template, filling: Filling, asked: Asked, cycle_id: int | None
) -> Plan:
    """In the order asked for, teams first. Six queries, however many there are."""
    rules.require(actor, "template.hand_out", None)
    intake = Intake({})
    cycle = _cycle(actor, cycle_id, intake)
    receivers = [*_teams(actor, asked, intake), *_people(actor, asked, intake)]
    if not receivers and not intake.errors:
        intake.refuse("teams", _("Choose at least one team or person."))
    if len(receivers) > MOST_RECEIVERS:
        intake.refuse("teams", _("At most 200 at once."))
    intake.settle()
    assert cycle is not None
    check_filling(template, filling, {"team": "?", "person": "?"})
    have_it = _who_have_it(actor, template, cycle)
    given: list[Given] = []
    skipped: list[Skipped] = []
    for one in receivers:
        names = names_for(one)
        if why := _why_not(actor, one, template, filling, names, have_it):
            skipped.append(Skipped(one, why))
        else:
            given.append(Given(one, fill(template, filling, names).title))
    return Plan(cycle, tuple(given), tuple(skipped), _fingerprint(template, cycle, given))


def names_for(receiver: Receiver) -> dict[str, str]:
    """What `{team}` and `{person}` are: a team's draft names the team, or its lead."""
    return {"team": receiver.team_name, "person": receiver.owner.name if receiver.owner else ""}


def _cycle(actor: Actor, cycle_id: int | None, intake: Intake) -> Cycle | None:
    found = cycles(actor).filter(id=cycle_id).first() if cycle_id else None
    if found is None:
        intake.refuse("cycle", UNKNOWN if cycle_id else _("Choose a cycle."))
    elif found.is_closed:
        intake.refuse("cycle", _("This cycle is closed; choose another."))
    return found


def _teams(actor: Actor, asked: Asked, intake: Intake) -> list[Receiver]:
    ours = Team.objects.open().filter(organization_id=actor.organization_id)
    found = list(ours.filter(id__in=asked.teams).select_related("lead"))
    if len(found) < len(set(asked.teams)):
        intake.refuse("teams", UNKNOWN)
    places = {id: place for place, id in enumerate(asked.teams)}
    found.sort(key=lambda team: places[team.id])
    if asked.below is not None:
        below = ours.filter(parent_id=asked.below).select_related("lead").order_by("name", "id")
        found += below[: MOST_RECEIVERS + 1]
    return [_of_team(team) for team in {team.id: team for team in found}.values()]


def _of_team(team: Team) -> Receiver:
    return Receiver(team, able_owner(team.lead), frozenset(team.line), team.name)


def _people(actor: Actor, asked: Asked, intake: Intake) -> list[Receiver]:
    ours = Member.objects.filter(organization_id=actor.organization_id, left_at__isnull=True)
    found = list(ours.filter(id__in=asked.people))
    if len(found) < len(set(asked.people)):
        intake.refuse("people", UNKNOWN)
    places = {id: place for place, id in enumerate(asked.people)}
    found.sort(key=lambda member: places[member.id])
    if asked.members_of is not None:
        within = TeamMember.objects.filter(
            team__path__contains=f".{asked.members_of}.",
            team__valid_to__isnull=True,
            team__organization_id=actor.organization_id,
        )
        everybody = ours.filter(id__in=within.values("member_id")).order_by("name", "id")
        found += everybody[: MOST_RECEIVERS + 1]
    unique = {member.id: member for member in found}
    teams = _teams_of(unique)
    return [_of_person(member, teams.get(member.id, [])) for member in unique.values()]


def _teams_of(ids: Iterable[int]) -> Mapping[int, list[Team]]:
    """The open teams of each, by name."""
    rows = TeamMember.objects.filter(member__in=list(ids), team__valid_to__isnull=True)
    found: dict[int, list[Team]] = {}
    for row in rows.select_related("team").order_by("team__name", "team_id"):
        found.setdefault(row.member_id, []).append(row.team)
    return found


def _of_person(member: Member, teams: Sequence[Team]) -> Receiver:
    lines = frozenset(id for team in teams for id in team.line)
    return Receiver(None, member, lines, teams[0].name if teams else "")


def _who_have_it(actor: Actor, template: Template, cycle: Cycle) -> set[str]:
    """The keys of those who have a draft or objective from this template in the cycle."""
    found = Origin.objects.filter(
        template=template.key,
        objective__organization_id=actor.organization_id,
        objective__cycle=cycle,
        objective__deleted_at__isnull=True,
    )
    pairs = found.values_list("objective__team_id", "objective__owner_id")
    return {f"team:{team}" if team else f"member:{owner}" for team, owner in pairs}


def _why_not(
    actor: Actor,
    receiver: Receiver,
    template: Template,
    filling: Filling,
    names: Mapping[str, str],
    have_it: set[str],
) -> Words | None:
    if why := rules.why_not(actor, "template.give", receiver):
        return why
    if receiver.team is None and receiver.owner and receiver.owner.role == Role.VIEWER:
        return _("A viewer cannot own objectives.")
    if receiver.key in have_it:
        return _("Has an objective from this template in this cycle already.")
    left = missing(template, filling, names)
    if "team" in left:
        return _("The template names a team, and they belong to none.")
    if "person" in left:
        return _("The template names a person, and nobody leads this team.")
    return None


def _fingerprint(template: Template, cycle: Cycle, given: Sequence[Given]) -> str:
    said = [template.key, str(template.version), str(cycle.id)]
    said += [f"{one.receiver.key} {one.title}" for one in given]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]
