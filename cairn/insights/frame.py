"""What every insight starts from: whose objectives, of which cycle, on which day, for whose eyes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cairn.cycles.models import Cycle
from cairn.goals.map.filters import showing
from cairn.goals.map.nodes import WITHHELD
from cairn.goals.map.scope import Scope
from cairn.goals.models import Status
from cairn.insights.subject import NO_TEAM, ORGANIZATION, Subject, of_team
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage.pieces import Piece, every, joined, weave

SHOWN = (*Status.values, WITHHELD)
"""What an objective may show; `withheld`: the viewer could not see it on the day."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`wide` is the same scope over all cycles: objectives may support those of other ones."""

    scope: Scope
    wide: Scope
    subject: Subject
    cycle: Cycle
    organization: Organization

    @property
    def on(self) -> date:
        return self.scope.on

    def these(self, *more: Piece, at: str = "o", beside: str = "") -> Piece:
        """The tables and the condition: published objectives of the subject, in the cycle.

        `beside` are the tables that are joined with them.
        """
        row = self.scope.row(at)
        return weave(
            "{tables}{beside} WHERE {visible} AND NOT {draft} AND {owned} AND {more}",
            tables=self.scope.tables(at),
            beside=Piece(beside),
            visible=self.scope.visible(at),
            draft=self.scope.draft(at),
            owned=self.subject.owns(Piece(f"{row.text}.team_id"), Piece(f"{row.text}.owner_id")),
            more=every(*more),
        )

    def going(self, at: str = "o") -> Piece:
        """The objective is not over on the day."""
        return weave("{row}.closed_as = ''", row=self.scope.row(at))

    def as_of(self, on: date) -> "Frame":
        """The same, at the end of a past day."""
        return replace(
            self,
            scope=replace(self.scope, on=on, past=True),
            wide=replace(self.wide, on=on, past=True),
        )


def frame_of(
    viewer: Actor,
    organization: Organization,
    subject: Subject,
    cycles: Iterable[Cycle],
    cycle: Cycle,
    today: date,
    on: date | None = None,
) -> Frame:
    """`cycles` are all of the organization's; `on` is a day before today, None is today."""
    day, past = on or today, on is not None
    scope = Scope(viewer, (cycle.id,), day, past)
    wide = Scope(viewer, tuple(sorted(one.id for one in cycles)), day, past)
    return Frame(scope, wide, subject, cycle, organization)


def status_is(frame: Frame, status: str, at: str = "o") -> Piece:
    """What the objective shows on the day; see `map.filters.showing`."""
    if status != WITHHELD:
        return showing(frame.scope, status, at)
    known = frame.scope.known(at)
    return every(frame.going(at), weave("NOT {known}", known=known))


def status_piece(frame: Frame, at: str = "o") -> Piece:
    """The status as a column."""
    whens = [
        weave(
            "WHEN {is_it} THEN {status} ", is_it=status_is(frame, one, at), status=Piece(f"'{one}'")
        )
        for one in Status.values
    ]
    return weave("CASE {whens}ELSE 'withheld' END", whens=joined(*whens))


GROUPS = (
    "groups(id, child) AS (SELECT t.id, t.id FROM organization_team t "
    "WHERE t.organization_id = {organization} AND t.parent_id = {root} "
    "UNION ALL SELECT t.id, g.child FROM groups g CROSS JOIN organization_team t "
    "WHERE t.parent_id = g.id), "
    "places(id, child) AS (SELECT id, child FROM groups UNION ALL SELECT {root}, {root})"
)
COUNTED = (
    "WITH RECURSIVE {groups}, these AS MATERIALIZED (SELECT {columns} FROM {these}), "
    "placed AS (SELECT o.*, p.child FROM these o JOIN places p ON p.id = o.team_id "
    "UNION SELECT o.*, p.child FROM these o JOIN organization_teammember e "
    "ON e.member_id = o.owner_id JOIN places p ON p.id = e.team_id WHERE o.team_id IS NULL) "
    "SELECT NULL, {sums} FROM these UNION ALL SELECT child, {sums} FROM placed GROUP BY child"
    "{rest}"
)
REST = (
    " UNION ALL SELECT 0, {sums} FROM these WHERE team_id IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM organization_teammember e WHERE e.member_id = these.owner_id)"
)
WHOLE = "WITH these AS (SELECT {columns} FROM {these}) SELECT NULL, {sums} FROM these"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many objectives fit each flag: `whole` counts each once, `groups` by the id of a team,
    `NO_TEAM` for those of people without one."""

    whole: Mapping[str, int]
    groups: Mapping[int, Mapping[str, int]]


def count_by_group(frame: Frame, flags: Mapping[str, Piece]) -> Counts:
    """The flags are conditions on an objective under the alias `o`. One statement."""
    row = frame.scope.row("o")
    columns = joined(
        weave("o.id, {row}.team_id, {row}.owner_id", row=row),
        *(
            weave(", CASE WHEN {flag} THEN 1 ELSE 0 END AS f{n}", flag=flag, n=Piece(str(n)))
            for n, flag in enumerate(flags.values())
        ),
    )
    sums = Piece(", ".join(f"COALESCE(SUM(f{n}), 0)" for n in range(len(flags))))
    return counts_of(
        weave(
            COUNTED if frame.subject.groups else WHOLE,
            groups=groups_piece(frame.subject),
            columns=columns,
            these=frame.these(),
            sums=sums,
            rest=weave(REST, sums=sums) if frame.subject.kind == ORGANIZATION else Piece(""),
        ),
        tuple(flags),
    )


def groups_piece(subject: Subject) -> Piece:
    """The tables `groups` and `places`: each team under the one by which it is told."""
    return weave(GROUPS, organization=subject.organization_id, root=subject.id)


def counts_of(statement: Piece, names: tuple[str, ...]) -> Counts:
    """Rows of (group or None for the whole, one sum a name)."""
    whole: dict[str, int] = dict.fromkeys(names, 0)
    groups: dict[int, dict[str, int]] = {}
    for group, *sums in statement.rows():
        counted = {name: int(n) for name, n in zip(names, sums, strict=True)}
        if group is None:
            whole = counted
        elif any(counted.values()):
            groups[group] = counted
    return Counts(whole, groups)


def in_group(subject: Subject, group: int, team: Piece, owner: Piece) -> Piece:
    """That something is told under a group; what `count_by_group` counts there."""
    organization = subject.organization_id
    if group == NO_TEAM:
        return weave(
            "({team} IS NULL AND NOT EXISTS (SELECT 1 FROM organization_teammember e "
            "WHERE e.member_id = {owner}))",
            team=team,
            owner=owner,
        )
    if group != subject.id:
        return of_team(organization, group, team, owner)
    return weave(
        "({team} = {group} OR {team} IS NULL AND EXISTS (SELECT 1 FROM organization_teammember e "
        "WHERE e.member_id = {owner} AND e.team_id = {group}))",
        team=team,
        owner=owner,
        group=group,
    )
