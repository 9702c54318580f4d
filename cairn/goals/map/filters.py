"""What a map is narrowed to, and the condition that says so."""

from dataclasses import dataclass

from cairn.goals.map.scope import Scope
from cairn.goals.models import Outcome, Status
from cairn.search import index
from cairn.storage.pieces import Piece, any_of, every, weave

GROWTH, DRAFT = "growth", "draft"
MOST_SAYING = 1000
ENDED = (Status.CLOSED, Status.POSTPONED, Status.ABANDONED)


@dataclass(frozen=True, slots=True)
class Filters:
    """None and empty mean "any". A team means all below it too; `status` may be `draft`, `type`
    `growth`."""

    team: int | None = None
    owner: int | None = None
    status: str = ""
    type: str = ""
    q: str = ""

    def __bool__(self) -> bool:
        return any((self.team, self.owner, self.status, self.type, self.q))


def fitting(scope: Scope, filters: Filters, at: str) -> Piece:
    """That an objective fits, besides being visible."""
    conditions = []
    row, here = scope.row(at), Piece(at)
    if filters.team:
        conditions.append(_of_team(scope, filters.team, row))
    if filters.owner:
        conditions.append(weave("{row}.owner_id = {owner}", row=row, owner=filters.owner))
    if filters.status:
        conditions.append(showing(scope, filters.status, at))
    if filters.type == GROWTH:
        conditions.append(weave("{at}.is_growth", at=here))
    elif filters.type:
        conditions.append(
            weave("{at}.type = {type} AND NOT {at}.is_growth", at=here, type=filters.type)
        )
    if filters.q:
        conditions.append(_saying(scope, filters.q, here))
    return every(*conditions)


def _of_team(scope: Scope, team: int, row: Piece) -> Piece:
    return weave(
        "{row}.team_id IN (SELECT u.id FROM organization_team u "
        "WHERE u.organization_id = {organization} AND u.path LIKE {path})",
        row=row,
        organization=scope.viewer.organization_id,
        path=f"%.{team}.%",
    )


def _saying(scope: Scope, query: str, here: Piece) -> Piece:
    """Whose own words, or those of one of its key results, are like that today."""
    organization = scope.viewer.organization_id
    own = index.subjects(organization, "objective", query, MOST_SAYING)
    within = index.subjects(organization, "key_result", query, MOST_SAYING)
    return weave(
        "{at}.id IN (SELECT * FROM ({own}) own UNION SELECT f.objective_id FROM goals_keyresult f "
        "WHERE f.deleted_at IS NULL AND f.id IN ({within}))",
        at=here,
        own=Piece(own.sql, tuple(own.params)),
        within=Piece(within.sql, tuple(within.params)),
    )


def showing(scope: Scope, status: str, at: str) -> Piece:
    """That an objective shows a status on the day, as `status_of` says. A draft shows none else, and
    what is withheld none but that it is over."""
    if status == DRAFT:
        return scope.draft(at)
    published = weave("NOT {draft}", draft=scope.draft(at))
    return every(published, _status(scope, status, at))


def _status(scope: Scope, status: str, at: str) -> Piece:
    row, on = scope.row(at), scope.on
    if status in ENDED:
        closed = weave("{row}.closed_as = {status}", row=row, status=str(status))
        return every(_was_closed(status, at), closed) if scope.past else closed
    going = every(weave("{row}.closed_as = ''", row=row), scope.known(at))
    started = weave(
        "({row}.checked_in_on IS NOT NULL AND {progress} IS NOT NULL)",
        row=row,
        progress=scope.shown_progress(at),
    )
    if status == Status.NOT_STARTED:
        return every(going, weave("NOT {started}", started=started))
    if status == Status.OUTDATED:
        return every(going, started, weave("{row}.outdated_on <= {on}", row=row, on=on))
    fresh = _not_yet("outdated_on", row, scope)
    at_risk = weave("{row}.at_risk_on <= {on}", row=row, on=on)
    if status == Status.AT_RISK:
        return every(going, started, fresh, at_risk)
    behind = weave("{row}.behind_on <= {on}", row=row, on=on)
    if status == Status.BEHIND:
        return every(going, started, fresh, behind, _not_yet("at_risk_on", row, scope))
    return every(going, started, fresh, *(_not_yet(n, row, scope) for n in TURNS))


def _was_closed(status: str, at: str) -> Piece:
    """At some time: quickly said of the few, before anybody looks how they stood."""
    return weave(
        "EXISTS (SELECT 1 FROM goals_closure x "
        "WHERE x.objective_id = {at}.id AND x.outcome IN {outcomes})",
        at=Piece(at),
        outcomes=[str(one) for one in Outcome if one.ending == status],
    )


TURNS = ("behind_on", "at_risk_on")


def _not_yet(name: str, row: Piece, scope: Scope) -> Piece:
    day = weave("{row}.{name}", row=row, name=Piece(name))
    return any_of(weave("{day} IS NULL", day=day), weave("{day} > {on}", day=day, on=scope.on))
