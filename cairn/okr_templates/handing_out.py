"""Who gets a template and who is skipped, before anything is written."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cairn.cycles.models import Cycle
from cairn.errors import Words
from cairn.goals.commands.checks import open_cycle
from cairn.goals.queries import visible_objectives
from cairn.goals.receiving import able_owner, chosen_people, chosen_teams, key_of
from cairn.intake import Intake
from cairn.okr_templates.filling import Filling, check_filling, fill, missing
from cairn.okr_templates.intake import MOST_RECEIVERS
from cairn.okr_templates.models import Origin
from cairn.okr_templates.policy import Candidate, rules
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

    receiver: Candidate
    title: str


@dataclass(frozen=True, slots=True)
class Skipped:
    receiver: Candidate
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
    """In the order asked for, teams first. Seven queries, however many there are."""
    rules.require(actor, "template.hand_out", None)
    intake = Intake({})
    cycle = open_cycle(actor, cycle_id, intake)
    receivers = [*_teams(actor, asked, intake), *_people(actor, asked, intake)]
    if not receivers and not intake.errors:
        intake.refuse("teams", _("Choose at least one team or person."))
    if len(receivers) > MOST_RECEIVERS:
        intake.refuse("teams", _("At most 200 at once."))
    intake.settle()
    assert cycle is not None
    check_filling(template, filling, {"team": "?", "person": "?"})
    have_it, titles = _who_have_it(actor, template, cycle), _titles(actor, cycle, receivers)
    given: list[Given] = []
    skipped: list[Skipped] = []
    for one in receivers:
        names = names_for(one)
        why = _why_not(actor, one, template, filling, names, have_it)
        title = "" if why else fill(template, filling, names).title
        if (one.key, _folded(title)) in titles:
            why = _("Has an objective with this title in this cycle already.")
        if why:
            skipped.append(Skipped(one, why))
        else:
            given.append(Given(one, title))
    return Plan(cycle, tuple(given), tuple(skipped), _fingerprint(template, cycle, given))


def names_for(receiver: Candidate) -> dict[str, str]:
    """What `{team}` and `{person}` are: a team's draft names the team, or its lead."""
    return {"team": receiver.team_name, "person": receiver.owner.name if receiver.owner else ""}


def _teams(actor: Actor, asked: Asked, intake: Intake) -> list[Candidate]:
    found = chosen_teams(actor, asked.teams, intake)
    if asked.below is not None:
        ours = Team.objects.open().filter(organization_id=actor.organization_id)
        below = ours.filter(parent_id=asked.below).select_related("lead")
        found += below.order_by("name", "id")[: MOST_RECEIVERS + 1]
    return [_of_team(team) for team in {team.id: team for team in found}.values()]


def _of_team(team: Team) -> Candidate:
    return Candidate(team, able_owner(team.lead), frozenset(team.line), team.name)


def _people(actor: Actor, asked: Asked, intake: Intake) -> list[Candidate]:
    found = chosen_people(actor, asked.people, intake)
    if asked.members_of is not None:
        within = TeamMember.objects.filter(
            team__path__contains=f".{asked.members_of}.",
            team__valid_to__isnull=True,
            team__organization_id=actor.organization_id,
        )
        everybody = Member.objects.filter(
            organization_id=actor.organization_id,
            left_at__isnull=True,
            id__in=within.values("member_id"),
        )
        found += everybody.order_by("name", "id")[: MOST_RECEIVERS + 1]
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


def _of_person(member: Member, teams: Sequence[Team]) -> Candidate:
    lines = frozenset(id for team in teams for id in team.line)
    return Candidate(None, member, lines, teams[0].name if teams else "")


def _who_have_it(actor: Actor, template: Template, cycle: Cycle) -> set[str]:
    """The keys of those who have a draft or objective from this template in the cycle."""
    found = Origin.objects.filter(
        template=template.key,
        objective__organization_id=actor.organization_id,
        objective__cycle=cycle,
        objective__deleted_at__isnull=True,
    )
    pairs = found.values_list("objective__team_id", "objective__owner_id")
    return {key_of(team, owner) for team, owner in pairs}


def _titles(actor: Actor, cycle: Cycle, receivers: Sequence[Candidate]) -> set[tuple[str, str]]:
    """Whose objectives in the cycle are called what, as far as the actor may see them."""
    teams = [one.team.id for one in receivers if one.team]
    people = [one.owner.id for one in receivers if one.owner and not one.team]
    theirs = Q(team__in=teams) | Q(team__isnull=True, owner__in=people)
    found = visible_objectives(actor).filter(theirs, cycle=cycle)
    rows = found.values_list("team_id", "owner_id", "title")
    return {(key_of(team, owner), _folded(title)) for team, owner, title in rows}


def _folded(title: str) -> str:
    return " ".join(title.casefold().split()).rstrip("。.")


def _why_not(
    actor: Actor,
    receiver: Candidate,
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
