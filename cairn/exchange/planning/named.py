"""People, teams and cycles: who and what they are here, and what is made of those that are not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from cairn.exchange.matching import (
    NEW,
    NO_CYCLE,
    OUT,
    PLACEHOLDER,
    Chosen,
    all_people,
    all_teams,
    cycles_used,
    days_of,
    folded,
    named_days,
    people_used,
    teams_used,
)
from cairn.exchange.planning.steps import CREATE, LONGEST_TITLE, SKIP, Known, Step, place_of
from cairn.exchange.rows import Cycle, Rows
from cairn.exchange.shaping import Note

LONGEST_NAME, LONGEST_TEAM, LONGEST_CYCLE = 80, 120, 80
LONGEST_DAYS = 800


@dataclass(frozen=True, slots=True)
class Period:
    """A cycle that is here or is created: its ref and its days."""

    ref: str
    starts_on: date
    ends_on: date
    is_closed: bool = False


@dataclass(slots=True)
class Named:
    """The refs that keys stand for, "" for what is left out; and the steps that make them."""

    people: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    cycles: dict[str, Period | None] = field(default_factory=dict)
    every_cycle: list[Period] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def holding(self, first: date | None, last: date | None) -> Period | None:
        """The shortest cycle in which days lie; None without a last day."""
        if last is None:
            return None
        inside = [
            one
            for one in self.every_cycle
            if one.starts_on <= (first or last) and last <= one.ends_on
        ]
        return min(inside, key=lambda one: (one.ends_on - one.starts_on, one.ref), default=None)


def plan_named(rows: Rows, known: Known, chosen: Chosen) -> Named:
    named = Named()
    _plan_people(named, rows, known, chosen)
    _plan_teams(named, rows, known, chosen)
    _plan_cycles(named, rows, known, chosen)
    return named


def _step(named: Named, sort: str, row: Any, action: str, notes: list[Note], **facts: Any) -> None:
    title = (row.name or row.key)[:LONGEST_TITLE]
    made = row if action == CREATE else None
    named.steps.append(Step(sort, row.key, action, tuple(notes), title, place_of(row), made, facts))


def _plan_people(named: Named, rows: Rows, known: Known, chosen: Chosen) -> None:
    people = all_people(rows)
    by_email = {one.email.casefold(): str(one.id) for one in known.directory.people if one.email}
    made: dict[str, str] = {}
    for key in sorted(people_used(rows)):
        person, choice = people[key], chosen.people.get(key, OUT)
        email = person.email.strip().casefold()
        if choice == PLACEHOLDER and email in by_email:
            choice = by_email[email]
        if choice == OUT:
            named.people[key] = ""
            _step(named, "person", person, SKIP, [("left_out", {})])
        elif choice != PLACEHOLDER:
            named.people[key] = choice
            _step(named, "person", person, SKIP, [("matched", {})], id=choice)
        elif email and email in made:
            named.people[key] = made[email]
            _step(named, "person", person, SKIP, [("twice", {})])
        else:
            named.people[key] = made[email] = f"+{key}"
            code = "new_person" if email else "placeholder"
            name = (person.name or email or key)[:LONGEST_NAME]
            facts = {"name": name, "email": email, "has_left": person.has_left}
            _step(named, "person", person, CREATE, [(code, {})], **facts)
    for step in [one for one in named.steps if one.action == CREATE]:
        boss = named.people.get(people[step.key].manager, "")
        if boss and boss != f"+{step.key}":
            cast("dict[str, Any]", step.facts)["manager"] = boss


def _plan_teams(named: Named, rows: Rows, known: Known, chosen: Chosen) -> None:
    teams = all_teams(rows)
    by_path = {
        (tuple(map(folded, one.path[:-1])), folded(one.name)): str(one.id)
        for one in known.directory.teams
        if one.is_open and one.path
    }
    paths = {str(one.id): tuple(map(folded, one.path)) for one in known.directory.teams}
    made: set[tuple[str, str]] = set()
    for key in _parents_first(teams_used(rows), teams):
        team, choice = teams[key], chosen.teams.get(key, OUT)
        above = named.teams.get(team.parent) or known.company
        name = (team.name or key)[:LONGEST_TEAM]
        if choice == NEW and (found := by_path.get((paths.get(above, ("?",)), folded(name)))):
            choice = found
        if choice == OUT:
            named.teams[key] = ""
            _step(named, "team", team, SKIP, [("left_out", {})])
        elif choice != NEW:
            named.teams[key] = choice
            _step(named, "team", team, SKIP, [("matched", {})], id=choice)
        else:
            name = _unlike(name, {one for up, one in made if up == above}, LONGEST_TEAM)
            made.add((above, folded(name)))
            named.teams[key] = f"+{key}"
            people = [named.people.get(one, "") for one in team.members]
            facts = {
                "name": name,
                "parent": above,
                "lead": named.people.get(team.lead, ""),
                "members": [one for one in dict.fromkeys(people) if one],
            }
            _step(named, "team", team, CREATE, [("new", {})], **facts)


def _parents_first(used: Mapping[str, int], teams: Mapping[str, Any]) -> list[str]:
    def depth(key: str) -> int:
        seen: list[str] = []
        while key in teams and key not in seen:
            seen.append(key)
            key = teams[key].parent
        return len(seen)

    return sorted(used, key=lambda key: (depth(key), key))


def _unlike(name: str, taken: set[str], longest: int) -> str:
    """The name with a number where somebody has it already."""
    found, number = name, 2
    while folded(found) in taken:
        ending = f" ({number})"
        found, number = f"{name[: longest - len(ending)]}{ending}", number + 1
    return found


def _plan_cycles(named: Named, rows: Rows, known: Known, chosen: Chosen) -> None:
    here = {
        str(one.id): Period(str(one.id), one.starts_on, one.ends_on, one.is_closed)
        for one in known.directory.cycles
    }
    named.every_cycle.extend(here.values())
    periods = {one.key: one for one in rows.cycles}
    taken = {folded(one.name) for one in known.directory.cycles}
    for key in sorted(cycles_used(rows)):
        choice = chosen.cycles.get(key, OUT if key else "")
        if key == NO_CYCLE:
            named.cycles[key] = here.get(choice)
            continue
        period = periods[key]
        span = days_of(period, rows, known.directory.fiscal_month)
        if choice == NEW and span and (span.ends_on - span.starts_on).days <= LONGEST_DAYS:
            name = _unlike((period.name or key)[:LONGEST_CYCLE], taken, LONGEST_CYCLE)
            taken.add(folded(name))
            made = Period(f"+{key}", span.starts_on, span.ends_on)
            named.cycles[key] = made
            named.every_cycle.append(made)
            notes: list[Note] = [("new", {})]
            if named_days(period, known.directory.fiscal_month) is None:
                notes.append(("guessed_days", {}))
            _new_cycle(named, period, name, made, notes)
        elif choice in here:
            named.cycles[key] = here[choice]
            _step(named, "cycle", period, SKIP, [("matched", {})], id=choice)
        else:
            named.cycles[key] = None
            _step(named, "cycle", period, SKIP, [("left_out", {})])


def _new_cycle(named: Named, row: Cycle, name: str, made: Period, notes: list[Note]) -> None:
    days = {"starts_on": made.starts_on.isoformat(), "ends_on": made.ends_on.isoformat()}
    _step(named, "cycle", row, CREATE, notes, name=name, **days)
