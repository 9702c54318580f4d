"""Who has drafted, submitted and agreed on the OKRs of a cycle, and who has nothing: for its
champion. By hand, in one statement each: in a large company it counts everybody's objectives.

A person's are those that they answer for, their teams' among them; a team's those that it owns. In an
annual cycle only teams are expected to have any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from cairn.cycles.models import Cycle, Length
from cairn.goals.rows import PersonRef
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage.pieces import Piece, weave


class Stage(TextChoices):
    """How far somebody's set has come, by what is least far; in the order of what is to be done."""

    NOTHING = "nothing", pgettext_lazy("agreement", "Nothing yet")
    WRITTEN = "written", pgettext_lazy("agreement", "Written")
    RETURNED = "returned", pgettext_lazy("agreement", "Returned")
    SUBMITTED = "submitted", pgettext_lazy("agreement", "Submitted")
    CONFIRMED = "confirmed", pgettext_lazy("agreement", "Confirmed")


PAGE: Final = 50
DONE: Final = (Stage.SUBMITTED, Stage.CONFIRMED)
SETS = (
    "SELECT o.{whose} AS id, COUNT(*) AS written, "
    "SUM(CASE WHEN o.agreement = 'submitted' THEN 1 ELSE 0 END) AS submitted, "
    "SUM(CASE WHEN o.agreement = 'returned' THEN 1 ELSE 0 END) AS returned, "
    "SUM(CASE WHEN o.agreement = 'confirmed' THEN 1 ELSE 0 END) AS confirmed "
    "FROM goals_objective o WHERE o.organization_id = {organization} AND o.cycle_id = {cycle} "
    "AND o.deleted_at IS NULL AND o.{whose} IS NOT NULL GROUP BY o.{whose}"
)
STAGE = (
    "CASE WHEN s.written IS NULL THEN 'nothing' WHEN s.returned > 0 THEN 'returned' "
    "WHEN s.confirmed = s.written THEN 'confirmed' "
    "WHEN s.confirmed + s.submitted = s.written THEN 'submitted' ELSE 'written' END"
)
COUNTS = (
    "COALESCE(s.written, 0) AS written, COALESCE(s.submitted, 0) AS submitted, "
    "COALESCE(s.returned, 0) AS returned, COALESCE(s.confirmed, 0) AS confirmed"
)
PEOPLE = (
    "SELECT m.id AS id, m.name AS name, m.title AS title, {stage} AS stage, {counts}, "
    "m.manager_id AS other_id FROM organization_member m LEFT JOIN ({sets}) s ON s.id = m.id "
    "WHERE m.organization_id = {organization} AND m.left_at IS NULL AND m.role <> 'viewer' "
    "AND {within}"
)
TEAMS = (
    "SELECT t.id AS id, t.name AS name, '' AS title, {stage} AS stage, {counts}, "
    "t.lead_id AS other_id FROM organization_team t LEFT JOIN ({sets}) s ON s.id = t.id "
    "WHERE t.organization_id = {organization} AND t.valid_to IS NULL AND {within}"
)
MEMBERS_WITHIN = (
    "EXISTS (SELECT 1 FROM organization_teammember b JOIN organization_team t ON t.id = b.team_id "
    "WHERE b.member_id = m.id AND t.valid_to IS NULL AND t.path LIKE {path})"
)
ROWS = (
    "SELECT r.id, r.name, r.title, r.stage, r.written, r.submitted, r.returned, r.confirmed, "
    "p.id, p.name FROM ({rows}) r LEFT JOIN organization_member p ON p.id = r.other_id "
    "WHERE {chosen} AND {behind} ORDER BY r.name, r.id LIMIT {most}"
)
TALLY = "SELECT r.stage, COUNT(*) FROM ({rows}) r GROUP BY r.stage"
BRANCHES = (
    "WITH branch AS (SELECT t.id AS team_id, u.id AS id FROM organization_team u "
    "JOIN organization_team t ON t.organization_id = u.organization_id AND t.valid_to IS NULL "
    "AND substr(t.path, 1, length(u.path)) = u.path "
    "WHERE u.parent_id = {team} AND u.valid_to IS NULL) "
    "SELECT u.id, u.name, c.stage, c.people FROM organization_team u LEFT JOIN ("
    "SELECT n.id AS id, r.stage AS stage, COUNT(DISTINCT r.id) AS people FROM ({rows}) r "
    "JOIN organization_teammember b ON b.member_id = r.id JOIN branch n ON n.team_id = b.team_id "
    "GROUP BY n.id, r.stage) c ON c.id = u.id "
    "WHERE u.parent_id = {team} AND u.valid_to IS NULL ORDER BY u.name, u.id"
)


@dataclass(frozen=True, slots=True)
class SetRow:
    """A person or team with the counts of its set. `other`: the manager, or the lead."""

    id: int
    name: str
    title: str
    stage: str
    written: int
    submitted: int
    returned: int
    confirmed: int
    other: PersonRef | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people, or teams, there are of each stage."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, stage: str) -> int:
        return self.counts.get(stage, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Submitted or confirmed."""
        return sum(self[stage] for stage in DONE)

    @property
    def unfinished(self) -> int:
        return self[Stage.NOTHING] + self[Stage.WRITTEN] + self[Stage.RETURNED]


@dataclass(frozen=True, slots=True)
class Branch:
    """A team right below the chosen one, with everybody in it and below it, each once."""

    id: int
    name: str
    tally: Tally


def expects_people(cycle: Cycle) -> bool:
    """Whether people write OKRs of their own in this cycle: in annual ones only teams do."""
    return cycle.length != Length.YEAR


def sets_of(
    viewer: Actor,
    cycle: Cycle,
    kind: str,
    *,
    within: Team | None = None,
    stage: str = "",
    after: tuple[str, int] | None = None,
    most: int = PAGE,
) -> list[SetRow]:
    """People or teams (`kind`) by name, after a name and id; `within` a team and all below it."""
    return _sets(_rows(viewer, cycle, kind, within), stage, after, most)


def sets_of_reports(viewer: Actor, cycle: Cycle, *, most: int = PAGE) -> list[SetRow]:
    """Of the people whose manager the viewer is, by name."""
    mine = weave("m.manager_id = {manager}", manager=viewer.member_id)
    rows = _of(viewer.organization_id, cycle.id, "people", mine)
    return _sets(rows, "", None, most)


def _sets(rows: Piece, stage: str, after: tuple[str, int] | None, most: int) -> list[SetRow]:
    statement = weave(
        ROWS,
        rows=rows,
        chosen=weave("r.stage = {stage}", stage=stage) if stage else Piece("1 = 1"),
        behind=_behind(after),
        most=most,
    )
    return [_row(row) for row in statement.rows()]


def tally_of(viewer: Actor, cycle: Cycle, kind: str, within: Team | None = None) -> Tally:
    """How many are how far."""
    return Tally(dict(weave(TALLY, rows=_rows(viewer, cycle, kind, within)).rows()))


def branches_of(viewer: Actor, cycle: Cycle, team: Team) -> list[Branch]:
    """The people of the teams right below one, by name."""
    statement = weave(BRANCHES, rows=_rows(viewer, cycle, "people", team), team=team.id)
    names: dict[int, str] = {}
    counts: dict[int, dict[str, int]] = {}
    for id, name, stage, people in statement.rows():
        names[id] = name
        counts.setdefault(id, {})
        if stage:
            counts[id][stage] = people
    return [Branch(id, name, Tally(counts[id])) for id, name in names.items()]


def not_through(cycle: Cycle, members: Iterable[int] | None = None) -> list[int]:
    """The members, of those named or of all, who still have to write or to submit: they have none,
    or one of those that they answer for is written only, or was returned. In annual cycles the
    leads of teams of which that is true. The same people as `Tally.unfinished` counts."""
    kind, who = ("people", "id") if expects_people(cycle) else ("teams", "other_id")
    statement = weave(
        "SELECT DISTINCT r.{who} FROM ({rows}) r WHERE r.stage NOT IN {done} "
        "AND r.{who} IS NOT NULL AND {named} ORDER BY r.{who}",
        who=Piece(who),
        rows=_of(cycle.organization_id, cycle.id, kind, Piece("1 = 1")),
        done=[str(one) for one in DONE],
        named=Piece("1 = 1")
        if members is None
        else weave(f"r.{who} IN {{ids}}", ids=list(members)),
    )
    return [id for (id,) in statement.rows()]


def _rows(viewer: Actor, cycle: Cycle, kind: str, within: Team | None) -> Piece:
    narrowed = Piece("1 = 1")
    if within is not None and not within.is_company:
        pattern = "t.path LIKE {path}" if kind == "teams" else MEMBERS_WITHIN
        narrowed = weave(pattern, path=f"{within.path}%")
    return _of(viewer.organization_id, cycle.id, kind, narrowed)


def _of(organization_id: int, cycle_id: int, kind: str, within: Piece) -> Piece:
    sets = weave(
        SETS,
        whose=Piece("team_id" if kind == "teams" else "owner_id"),
        organization=organization_id,
        cycle=cycle_id,
    )
    pattern = TEAMS if kind == "teams" else PEOPLE
    return weave(
        pattern,
        stage=Piece(STAGE),
        counts=Piece(COUNTS),
        sets=sets,
        organization=organization_id,
        within=within,
    )


def _behind(after: tuple[str, int] | None) -> Piece:
    if after is None:
        return Piece("1 = 1")
    name, id = after
    return weave("(r.name > {name} OR r.name = {name} AND r.id > {id})", name=name, id=id)


def _row(row: Sequence[Any]) -> SetRow:
    id, name, title, stage, written, submitted, returned, confirmed, other, other_name = row
    person = PersonRef(other, other_name) if other else None
    return SetRow(id, name, title, stage, written, submitted, returned, confirmed, person)
