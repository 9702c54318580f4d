"""What a list of people would change: a plan, row by row, before anything is written. No database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.errors import Words
from cairn.intake import MISSING, Intake
from cairn.organization.intake import read_email
from cairn.organization.people_table import COLUMNS, Line, Table, read_table

type Path = tuple[str, ...]
"""The names of a team and all above it, the company first."""

MOST_LEVELS = 29
IN_A_CIRCLE = gettext_lazy("This makes people report to each other in a circle.")


class Action(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    SKIP = "skip"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Known:
    """A member as they are now; `manager` is an e-mail address."""

    id: int
    name: str
    title: str
    manager: str | None = None
    teams: frozenset[Path] = frozenset()
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Existing:
    """Who and what is there: members by e-mail address, and the paths of the open teams."""

    company: str
    members: Mapping[str, Known] = field(default_factory=dict)
    teams: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell; `column` is empty for the row as a whole."""

    column: str
    why: Words


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of one row. `title`, `team` and `manager` are None where nothing was said;
    `changes` names the columns that differ from what is there."""

    number: int
    action: Action
    name: str = ""
    email: str = ""
    title: str | None = None
    team: Path | None = None
    manager: str | None = None
    changes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """Each fault in words, with its row and column."""
        return [
            _("Row %(row)s, %(column)s: %(why)s")
            % {"row": self.number, "column": COLUMNS[fault.column], "why": fault.why}
            if fault.column
            else _("Row %(row)s: %(why)s") % {"row": self.number, "why": fault.why}
            for fault in self.faults
        ]


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows in their order, the teams to be made (those above first) and the headers ignored."""

    rows: tuple[Row, ...]
    new_teams: tuple[Path, ...]
    table: Table

    def having(self, action: str) -> list[Row]:
        return [row for row in self.rows if row.action == action]

    @property
    def counts(self) -> dict[str, int]:
        return {str(action): len(self.having(action)) for action in Action}

    @property
    def has_errors(self) -> bool:
        return any(row.action is Action.ERROR for row in self.rows)


def plan_people(source: bytes | str | Table, existing: Existing) -> Plan:
    """The plan for a file; `Invalid` if it cannot be read at all."""
    table = source if isinstance(source, Table) else read_table(source)
    places = Places(existing)
    seen: dict[str, int] = {}
    rows = [_read(line, table, places, seen) for line in table.lines]
    rows = _check_managers([_decide(row, existing) for row in rows], existing)
    wanted = [row.team for row in rows if row.team and row.action is not Action.ERROR]
    return Plan(tuple(rows), places.missing(wanted), table)


class Places:
    """Finds the teams that cells name."""

    def __init__(self, existing: Existing) -> None:
        self.company = existing.company
        self.known = {(existing.company,), *existing.teams}
        self.by_name: dict[str, list[Path]] = defaultdict(list)
        for path in self.known:
            self.by_name[path[-1]].append(path)

    def find(self, text: str, intake: Intake) -> Path | None:
        """The path of a team given by its name or its names from the top, there or not."""
        parts = tuple(part.strip() for part in text.replace("／", "/").split("/"))
        if not all(parts) or any(len(part) > 120 for part in parts):
            intake.refuse("team", _("Write names of at most 120 characters between the slashes."))
            return None
        if len(parts) >= MOST_LEVELS:
            intake.refuse(
                "team", _("Teams reach at most %(levels)s levels down.") % {"levels": MOST_LEVELS}
            )
            return None
        if parts[0] == self.company:
            return parts
        matches = [path for path in self.by_name[parts[-1]] if path[-len(parts) :] == parts]
        if len(matches) > 1:
            intake.refuse(
                "team",
                _("There are several teams of this name: write %(examples)s.")
                % {"examples": _(" or ").join("/".join(path) for path in sorted(matches)[:3])},
            )
            return None
        return matches[0] if matches else (self.company, *parts)

    def missing(self, wanted: Iterable[Path]) -> tuple[Path, ...]:
        """The teams to be made, each after the one above it."""
        needed = {path[:depth] for path in wanted for depth in range(1, len(path) + 1)}
        return tuple(sorted(needed - self.known, key=lambda path: (len(path), path)))


def _read(line: Line, table: Table, places: Places, seen: dict[str, int]) -> Row:
    """The cells of one line, checked one by one."""
    intake = Intake({"name": "", "email": "", **line.cells})
    name, email = intake.line("name", 80), read_email(intake)
    title = _optional(intake, "title", 120)
    team_text = _optional(intake, "team", 4_000)
    team = places.find(team_text, intake) if team_text else None
    manager = _manager(intake, line)
    if line.has_extra:
        intake.refuse("", _("This row has more cells than the first one."))
    if email is not MISSING and email in seen:
        intake.refuse("email", _("Row %(row)s has the same address.") % {"row": seen[email]})
    elif email is not MISSING:
        seen[email] = line.number
    return Row(
        number=line.number,
        action=Action.ERROR if intake.errors else Action.SKIP,
        name="" if name is MISSING else name,
        email=line.cells.get("email", "") if email is MISSING else email,
        title=title,
        team=team,
        manager=manager,
        faults=tuple(Fault(column, why) for column, why in intake.errors.items()),
    )


def _optional(intake: Intake, name: str, longest: int) -> str | None:
    """The text of a cell; None where it is empty, absent or refused."""
    text = intake.line(name, longest, required=False)
    return None if text is MISSING or not text else str(text)


def _manager(intake: Intake, line: Line) -> str | None:
    """The manager's e-mail address; a bad one is noted."""
    if not line.cells.get("manager"):
        return None
    asked = Intake({"email": line.cells["manager"]})
    email = read_email(asked)
    if asked.errors:
        intake.refuse("manager", gettext_lazy("Write the manager's e-mail address."))
        return None
    return str(email)


def _check_managers(rows: list[Row], existing: Existing) -> list[Row]:
    """Managers must be there or come with this file, and never go round in circles. A row refused
    for that may take its reports with it, so this goes on until nothing more is refused."""
    while True:
        refused = _without_manager(rows, existing) or _in_circles(rows, existing)
        if not refused:
            return rows
        rows = [
            _refused(row, refused[row.number]) if row.number in refused else row for row in rows
        ]


def _refused(row: Row, why: Words) -> Row:
    return replace(row, action=Action.ERROR, faults=(*row.faults, Fault("manager", why)))


def _good(rows: list[Row]) -> dict[str, Row]:
    return {row.email: row for row in rows if row.action is not Action.ERROR}


def _without_manager(rows: list[Row], existing: Existing) -> dict[int, Words]:
    """Why the manager of a row is nobody, by row number."""
    good = _good(rows)
    there = {email for email, known in existing.members.items() if not known.has_left}
    return {
        row.number: gettext_lazy("Nobody has this address, here or in a row without errors.")
        for row in good.values()
        if row.manager and row.manager not in there and row.manager not in good
    }


def _in_circles(rows: list[Row], existing: Existing) -> dict[int, Words]:
    """Rows whose new manager reports to them, directly or not."""
    good = _good(rows)
    above = {email: known.manager for email, known in existing.members.items()}
    above |= {email: row.manager for email, row in good.items() if row.manager}
    round_: dict[int, Words] = {}
    done: set[str] = set()
    for start in good:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = above.get(at)
        if at is not None and at in path:
            round_ |= {one.number: IN_A_CIRCLE for one in _circle(list(path), at, good)}
        done.update(path)
    return round_


def _circle(path: list[str], entry: str, good: Mapping[str, Row]) -> list[Row]:
    """The rows of the file that close the circle at the end of a path."""
    inside = (good.get(email) for email in path[path.index(entry) :])
    return [row for row in inside if row is not None and row.manager]


def _decide(row: Row, existing: Existing) -> Row:
    """Whether a row without faults makes somebody, changes somebody, or neither."""
    if row.action is Action.ERROR:
        return row
    known = existing.members.get(row.email)
    if known is None:
        return replace(row, action=Action.CREATE)
    if known.has_left:
        why = gettext_lazy("This person was a member and has left. Restore them first.")
        return replace(row, action=Action.ERROR, faults=(Fault("email", why),))
    changes = _changes(row, known)
    return replace(row, action=Action.CHANGE if changes else Action.SKIP, changes=changes)


def _changes(row: Row, known: Known) -> tuple[str, ...]:
    differs = {
        "name": row.name != known.name,
        "title": row.title is not None and row.title != known.title,
        "team": row.team is not None and row.team not in known.teams,
        "manager": row.manager is not None and row.manager != known.manager,
    }
    return tuple(name for name, is_other in differs.items() if is_other)
