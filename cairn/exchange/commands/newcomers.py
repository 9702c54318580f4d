"""The people, teams and cycles that an import makes, before anything that refers to them."""

from datetime import date
from typing import Any, Final

from cairn.cycles.commands import create_cycle, enter_phase
from cairn.cycles.models import Cycle, Length, Phase
from cairn.cycles.proposals import MONTHS_OF, months_later
from cairn.exchange.commands.run import Run
from cairn.exchange.models import Sort
from cairn.exchange.planning.steps import Step
from cairn.organization.commands.placeholders import Newcomer, draw_up_placeholders
from cairn.organization.commands.teams import create_team
from cairn.organization.models import Member, TeamMember
from cairn.storage.bulk import insert_models

ONE_DAY: Final = date.resolution


def make_people(run: Run) -> None:
    newcomers = []
    for step in run.steps(Sort.PERSON):
        facts = step.facts
        newcomers.append(
            Newcomer(
                run.ids[step.sort, step.key],
                facts["name"],
                facts["email"],
                run.id_of("person", facts.get("manager")),
                run.now if facts["has_left"] else None,
            )
        )
    draw_up_placeholders(run.actor, run.organization, newcomers)


def make_teams(run: Run) -> None:
    """From the top down; the people of the source belong to the teams that are made of it."""
    joining: list[TeamMember] = []
    for step in run.steps(Sort.TEAM):
        facts, parent = step.facts, run.id_of("team", step.facts["parent"])
        assert parent is not None
        lead = _present(run.id_of("person", facts["lead"]))
        made = create_team(run.actor, parent, name=facts["name"], lead=lead)
        run.ids[step.sort, step.key] = made.id
        people = {run.id_of("person", one) for one in facts["members"]}
        joining += [
            TeamMember(team=made, member_id=one, joined_on=run.today) for one in people if one
        ]
    insert_models(joining)


def _present(member_id: int | None) -> int | None:
    """Nobody who has left leads a team."""
    if member_id is None:
        return None
    here = Member.objects.filter(id=member_id, left_at__isnull=True)
    return here.values_list("id", flat=True).first()


def make_cycles(run: Run) -> None:
    """Years first, so that the shorter ones lie in them. What is past is to be scored, or closed where
    all in it has ended; what is to come is being drafted."""
    for step in sorted(run.steps(Sort.CYCLE), key=_longest_first):
        first, last = (date.fromisoformat(step.facts[name]) for name in ("starts_on", "ends_on"))
        made = create_cycle(
            run.actor,
            name=step.facts["name"],
            length=_length(first, last),
            starts_on=first,
            ends_on=last,
        )
        run.ids[step.sort, step.key] = made.id
        _enter(run, made, step)


def _longest_first(step: Step) -> tuple[int, str]:
    first, last = (date.fromisoformat(step.facts[name]) for name in ("starts_on", "ends_on"))
    return (-(last - first).days, step.key)


def _length(first: date, last: date) -> str:
    """Whole months from the first of one on have a name."""
    if first.day == 1:
        for length, months in MONTHS_OF.items():
            if months_later(first, months) - ONE_DAY == last:
                return str(length)
    return Length.CUSTOM


def _enter(run: Run, cycle: Cycle, step: Step) -> None:
    if cycle.starts_on > run.today:
        return
    inside: list[Any] = [
        one.facts for one in run.steps(Sort.OBJECTIVE) if one.facts["cycle"] == f"+{step.key}"
    ]
    phase = Phase.RUNNING
    if cycle.ends_on < run.today:
        phase = Phase.CLOSED if all(one["ending"] for one in inside) else Phase.SCORING
    enter_phase(run.actor, cycle, phase)
