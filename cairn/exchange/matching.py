"""Who and what the names of a file are here: what is suggested, and how a choice is spelled. Pure.

A choice is the id of a member, team or cycle as text; `PLACEHOLDER`, a new member who cannot sign in;
`NEW`, a team or cycle to be created; `OUT`, left out with all that hangs on it alone; of a label,
what it means: objective, key_result or initiative.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cairn.exchange.periods import Span, span_of
from cairn.exchange.rows import Cycle, Initiative, KeyResult, Objective, Person, Rows, Team

PLACEHOLDER: Final = "placeholder"
NEW: Final = "new"
OUT: Final = "out"
LABELS: Final = ("objective", "key_result", "initiative")
NO_CYCLE: Final = ""
"""The key of the period of objectives that have none; `OUT` leaves it to their days."""
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PersonHere:
    id: int
    name: str
    email: str
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class TeamHere:
    """`path` are the names from below the company down to this team; the company's is empty."""

    id: int
    name: str
    path: tuple[str, ...]
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class CycleHere:
    id: int
    name: str
    starts_on: date
    ends_on: date
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom and what there is here; `known` is what the same source was taken for before, as
    {(sort, key): id}."""

    people: tuple[PersonHere, ...] = ()
    teams: tuple[TeamHere, ...] = ()
    cycles: tuple[CycleHere, ...] = ()
    fiscal_month: int = 1
    known: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What each name is taken for: choices by key, of a label by itself."""

    people: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    cycles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that something refers to: how often, what it may be (ids, the likeliest first), and what
    is suggested (a choice, or "" where somebody has to say)."""

    sort: str
    key: str
    name: str
    hint: str = ""
    uses: int = 0
    candidates: tuple[int, ...] = ()
    suggestion: str = ""


def folded(name: str) -> str:
    """How names are compared: without case, width and spaces too many."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


def whose(row: Objective) -> list[str]:
    """Whose a sheet says that an objective is: its first owner, first team and cycle, as keys."""
    return [one[:80] for one in (next(iter(row.owners), ""), next(iter(row.teams), ""), row.cycle)]


def names_of(rows: Rows, here: Directory) -> list[Name]:
    """Everything that has to be mapped: people, teams, cycles, then labels; the most used first."""
    found = [*_people(rows, here), *_teams(rows, here), *_cycles(rows, here)]
    return [*found, *_labels(rows)]


def suggested(names: Iterable[Name]) -> Chosen:
    made: dict[str, dict[str, str]] = {"person": {}, "team": {}, "cycle": {}, "label": {}}
    for one in names:
        if one.suggestion:
            made[one.sort][one.key] = one.suggestion
    return Chosen(made["person"], made["team"], made["cycle"], made["label"])


def people_used(rows: Rows) -> Counter[str]:
    """How often each person's key is referred to by something that is brought in."""
    used: Counter[str] = Counter()
    owned: tuple[Objective | KeyResult | Initiative, ...]
    owned = (*rows.objectives, *rows.key_results, *rows.initiatives)
    for one in owned:
        used.update(one.owners)
    for objective in rows.objectives:
        used.update(objective.only_for or ())
    used.update(one.by for one in rows.check_ins if one.by)
    used.update(one.by for one in rows.comments if one.by)
    teams = teams_used(rows)
    for team in rows.teams:
        if team.key in teams:
            used.update({key for key in (team.lead, *team.members) if key})
    return used


def teams_used(rows: Rows) -> Counter[str]:
    """The teams that own something, and those above them."""
    parents = {one.key: one.parent for one in rows.teams}
    used: Counter[str] = Counter()
    for objective in rows.objectives:
        for key in objective.teams:
            seen: set[str] = set()
            while key and key not in seen:
                used[key] += 1
                seen.add(key)
                key = parents.get(key, "")  # noqa: PLW2901 (up the line)
    return used


def cycles_used(rows: Rows) -> Counter[str]:
    """By key; a key that the file does not explain is `NO_CYCLE`."""
    known = {one.key for one in rows.cycles}
    return Counter(one.cycle if one.cycle in known else NO_CYCLE for one in rows.objectives)


def all_people(rows: Rows) -> dict[str, Person]:
    """Those of the file, and whoever is only referred to."""
    found = {key: Person(key, key) for key in people_used(rows)}
    return found | {one.key: one for one in rows.people}


def all_teams(rows: Rows) -> dict[str, Team]:
    found = {key: Team(key, key) for key in teams_used(rows)}
    return found | {one.key: one for one in rows.teams}


def _people(rows: Rows, here: Directory) -> list[Name]:
    by_email = {one.email.casefold(): one.id for one in here.people if one.email}
    by_name: dict[str, list[int]] = defaultdict(list)
    for one in here.people:
        if not one.has_left:
            by_name[folded(one.name)].append(one.id)
    people, ids = all_people(rows), {one.id for one in here.people}
    found = []
    for key, uses in people_used(rows).most_common():
        person = people[key]
        alike = by_name.get(folded(person.name), [])
        same = by_email.get(person.email.casefold()) if person.email else None
        known = here.known.get(("person", key))
        sure = known if known in ids else same
        if sure is None and len(alike) == 1:
            sure = alike[0]
        found.append(
            Name(
                *("person", key, person.name or person.email, person.email, uses),
                tuple(dict.fromkeys([*([sure] if sure else []), *alike])),
                str(sure) if sure else PLACEHOLDER,
            )
        )
    return found


def _teams(rows: Rows, here: Directory) -> list[Name]:
    teams, uses = all_teams(rows), teams_used(rows)
    paths = {key: _path(key, teams) for key in teams}
    by_path = {tuple(map(folded, one.path)): one.id for one in here.teams if one.is_open}
    by_name: dict[str, list[int]] = defaultdict(list)
    for one in here.teams:
        if one.is_open:
            by_name[folded(one.name)].append(one.id)
    top = _top(teams)
    company = next((one.id for one in here.teams if not one.path), None)
    ids = {one.id for one in here.teams if one.is_open}
    found = []
    for key, count in uses.most_common():
        name, path = teams[key].name, tuple(map(folded, paths[key]))
        alike = by_name.get(folded(name), [])
        below_top = path[1:] if top and paths[key][0] == teams[top].name else path
        known = here.known.get(("team", key))
        sure = known if known in ids else by_path.get(path) or by_path.get(below_top or path)
        if sure is None and len(alike) == 1:
            sure = alike[0]
        if sure is None and key == top:
            sure = company
        hint = " / ".join(paths[key][:-1])
        found.append(
            Name(
                *("team", key, name, hint, count),
                tuple(dict.fromkeys([*([sure] if sure else []), *alike])),
                str(sure) if sure else NEW,
            )
        )
    return found


def _path(key: str, teams: Mapping[str, Team]) -> tuple[str, ...]:
    path: list[str] = []
    seen: set[str] = set()
    while key in teams and key not in seen:
        seen.add(key)
        path.insert(0, teams[key].name)
        key = teams[key].parent
    return tuple(path)


def _top(teams: Mapping[str, Team]) -> str:
    """The one team above all others, where there are others: what the source calls the company."""
    tops = [one.key for one in teams.values() if one.parent not in teams]
    return tops[0] if len(tops) == 1 and len(teams) > 1 else ""


def _cycles(rows: Rows, here: Directory) -> list[Name]:
    by_days = {(one.starts_on, one.ends_on): one.id for one in here.cycles}
    by_name = {folded(one.name): one.id for one in here.cycles}
    periods = {one.key: one for one in rows.cycles}
    ids = {one.id for one in here.cycles}
    found = []
    for key, uses in cycles_used(rows).most_common():
        period = periods.get(key, Cycle(NO_CYCLE, ""))
        known = here.known.get(("cycle", key)) if key else None
        span = days_of(period, rows, here.fiscal_month)
        stated = named_days(period, here.fiscal_month)
        sure = known if known in ids else None
        if sure is None and stated:
            sure = by_days.get((stated.starts_on, stated.ends_on))
        sure = sure or by_name.get(folded(period.name))
        hint = f"{span.starts_on} – {span.ends_on}" if span else ""
        found.append(
            Name(
                *("cycle", key, period.name, hint, uses),
                (sure,) if sure else tuple(_overlapping(span, here.cycles)),
                str(sure) if sure else OUT if not key else NEW if span else "",
            )
        )
    return found


def named_days(period: Cycle, fiscal_month: int) -> Span | None:
    """From its days, else from its name."""
    if period.starts_on and period.ends_on and period.starts_on < period.ends_on:
        return Span(period.starts_on, period.ends_on)
    return span_of(period.name, fiscal_month)


def days_of(period: Cycle, rows: Rows, fiscal_month: int) -> Span | None:
    """The same, else from the first start to the last due day of what lies in it."""
    if stated := named_days(period, fiscal_month):
        return stated
    inside = [one for one in rows.objectives if one.cycle == period.key]
    starts = [one.starts_on for one in inside if one.starts_on]
    ends = [one.due_on for one in inside if one.due_on]
    if starts and ends and min(starts) < max(ends):
        return Span(min(starts), max(ends))
    return None


def _overlapping(span: Span | None, cycles: Sequence[CycleHere]) -> list[int]:
    """The most in common first."""
    if span is None:
        return []

    def shared(one: CycleHere) -> int:
        last, first = min(one.ends_on, span.ends_on), max(one.starts_on, span.starts_on)
        return (last - first).days + 1

    over = [one for one in cycles if shared(one) > 0]
    return [one.id for one in sorted(over, key=lambda one: (-shared(one), one.id))[:5]]


def _labels(rows: Rows) -> list[Name]:
    """What the reader took each label for; a label that stands for two sorts, for the commoner."""
    counts: Counter[tuple[str, str]] = Counter()
    counts.update(("objective", one.label) for one in rows.objectives if one.label)
    counts.update(("key_result", one.label) for one in rows.key_results if one.label)
    counts.update(("initiative", one.label) for one in rows.initiatives if one.label)
    found: dict[str, Name] = {}
    for (sort, label), uses in counts.most_common():
        found.setdefault(label, Name("label", label, label, "", uses, (), sort))
    return list(found.values())
