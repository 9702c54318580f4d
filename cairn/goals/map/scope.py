"""What the map of one viewer is made of: the objectives and alignments of some cycles on a day.

The present is read from the objectives, a past day from how they stood (`Standing`). Tables are
joined in the order in which they are written, which `CROSS JOIN` holds SQLite to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cairn.cycles.models import Cycle
from cairn.goals.seeing import ONCE, seen
from cairn.organization.actor import Actor
from cairn.storage.pieces import Piece, any_of, every, weave
from cairn.storage.rows import on_postgresql

GONE = Piece("IN ('key_result.deleted', 'key_result.restored')")
THERE = (
    "{at}.created_at < {until} AND ({at}.deleted_at IS NULL OR {at}.deleted_at >= {until}) "
    "AND NOT EXISTS (SELECT 1 FROM events_event r WHERE r.subject_id = {at}.id AND r.kind {gone} "
    "AND r.kind = 'key_result.restored' AND r.at >= {until} AND NOT EXISTS (SELECT 1 "
    "FROM events_event x WHERE x.subject_id = {at}.id AND x.kind {gone} AND x.id < r.id "
    "AND x.kind = 'key_result.deleted' AND x.at >= {until} {once}) {once})"
)
STOOD = (
    "{tables} CROSS JOIN LATERAL (SELECT * FROM goals_standing n "
    "WHERE n.objective_id = {at}.id AND n.stood_on <= {on} "
    "ORDER BY n.stood_on DESC LIMIT 1) {row}"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """`cycles` are all that overlap the chosen one. `on` is the day that is shown, `past` whether
    it is over. Who may see what is decided by today's rights, and a past number is shown to those
    alone who could see it then (`known`)."""

    viewer: Actor
    cycles: tuple[int, ...]
    on: date
    past: bool = False

    @property
    def until(self) -> datetime:
        """The instant at which the day ends where the organization is."""
        return datetime.combine(self.on + timedelta(days=1), time.min, self.viewer.time_zone)

    def row(self, at: str) -> Piece:
        """The alias under which to find what changes with time."""
        return Piece(f"{at}s" if self.past else at)

    def tables(self, at: str, *, by_standing: bool = False) -> Piece:
        """The objectives under an alias; `by_standing` where a team or owner finds them.

        PostgreSQL is told to look one by one how they stood: it would sort all that ever stood.
        """
        ours, then = f"goals_objective {at}", f"goals_standing {at}s"
        if not self.past:
            return Piece(ours)
        if by_standing:
            return Piece(f"{then} CROSS JOIN {ours}")
        if on_postgresql():
            return weave(STOOD, tables=Piece(ours), at=Piece(at), row=self.row(at), on=self.on)
        return Piece(f"{ours} CROSS JOIN {then}")

    def visible(self, at: str, *, by_standing: bool = False) -> Piece:
        """In these cycles, and the viewer may see it; `by_standing` as for `tables`."""
        return weave(
            "{at}.organization_id = {organization} AND {at}.deleted_at IS NULL AND {then} AND "
            "{row}.cycle_id IN {cycles} AND {seen}",
            at=Piece(at),
            organization=self.viewer.organization_id,
            then=self._stood(at, by_standing),
            row=self.row(at),
            cycles=self.cycles,
            seen=seen(self.viewer, at, self.draft(at)),
        )

    def _stood(self, at: str, by_standing: bool) -> Piece:
        """What joins an objective with how it stood on the day, if that is over."""
        if not self.past:
            return Piece("1 = 1")
        there = weave("NOT {row}.is_deleted", row=self.row(at))
        if on_postgresql() and not by_standing:
            return there
        found = weave("{row}.stood_on <= {on}", row=self.row(at), on=self.on)
        return weave(
            "{row}.objective_id = {at}.id AND {found} AND {row}.stood_on = (SELECT "
            "MAX(n.stood_on) FROM goals_standing n WHERE n.objective_id = {whose} "
            "AND n.stood_on <= {on}) AND {there}",
            at=Piece(at),
            row=self.row(at),
            found=found if by_standing else Piece("1 = 1"),
            whose=Piece(f"{at}s.objective_id" if by_standing else f"{at}.id"),
            on=self.on,
            there=there,
        )

    def draft(self, at: str) -> Piece:
        """Then or now: nobody reads today what was a draft then and not theirs to read."""
        now = f"{at}.published_at IS NULL"
        return Piece(f"({now} OR {at}s.is_draft)" if self.past else f"({now})")

    def holds(self, at: str) -> Piece:
        """An alignment under an alias is accepted on the day, and its key result is there."""
        if not self.past:
            return weave(
                "{at}.state = 'accepted' AND ({at}.key_result_id IS NULL OR EXISTS (SELECT 1 FROM "
                "goals_keyresult h WHERE h.id = {at}.key_result_id AND h.deleted_at IS NULL {once}))",
                at=Piece(at),
                once=ONCE,
            )
        return weave(
            "{at}.state IN ('accepted', 'ended') AND {at}.answered_at < {until} "
            "AND ({at}.ended_at IS NULL OR {at}.ended_at >= {until}) "
            "AND ({at}.key_result_id IS NULL OR EXISTS (SELECT 1 FROM goals_keyresult h "
            "WHERE h.id = {at}.key_result_id AND {there} {once}))",
            at=Piece(at),
            until=self.until,
            there=self.there("h"),
            once=ONCE,
        )

    def there(self, at: str) -> Piece:
        """A key result under an alias had been added by the end of the day, and was not deleted.

        Of one that is back today the first event after that day tells.
        """
        if not self.past:
            return Piece(f"{at}.deleted_at IS NULL")
        return weave(THERE, at=Piece(at), until=self.until, gone=GONE, once=ONCE)

    def company(self) -> Piece:
        """The id of the team at the root."""
        return weave(
            "(SELECT z.id FROM organization_team z "
            "WHERE z.organization_id = {organization} AND z.parent_id IS NULL)",
            organization=self.viewer.organization_id,
        )

    def supports(self, below: str, above: str, *more: Piece) -> Piece:
        """That an objective supports a visible one, as a condition on it."""
        return weave(
            "EXISTS (SELECT 1 FROM goals_alignment e CROSS JOIN {tables} "
            "WHERE e.objective_id = {below}.id AND {holds} AND {above}.id = e.target_id "
            "AND {visible} AND {more} {once})",
            tables=self.tables(above),
            below=Piece(below),
            above=Piece(above),
            holds=self.holds("e"),
            visible=self.visible(above),
            more=every(*more),
            once=ONCE,
        )

    def known(self, at: str) -> Piece:
        """The viewer could see an objective on the day, so its numbers of that day are theirs.

        What has been opened to more people since may hold what they may not see to this day. The
        team whose line it was is looked for as it ran then. A draft is fed by what is open alone.
        """
        if not self.past or self.viewer.is_steward:
            return Piece("1 = 1")
        line = Piece(f"{at}s.audience_line")
        return any_of(
            Piece(f"{at}s.audience IS NULL OR {at}s.is_draft"),
            weave("{at}s.audience LIKE {me}", at=Piece(at), me=f"%,{self.viewer.member_id},%"),
            weave(
                "EXISTS (SELECT 1 FROM organization_team l WHERE l.id IN {lines} "
                "AND l.path = {line} {once})",
                lines=sorted(self.viewer.lines),
                line=line,
                once=ONCE,
            ),
            *(
                weave("{line} LIKE {path}", line=line, path=f"%.{team}.%")
                for team in sorted(self.viewer.leads)
            ),
        )

    def shown_progress(self, at: str) -> Piece:
        """What the pages showed; nothing where that was not for the viewer."""
        if not self.past:
            return Piece(f"COALESCE({at}.override, {at}.progress)")
        then = Piece(f"{at}s.progress")
        if self.viewer.is_steward:
            return then
        return weave("CASE WHEN {known} THEN {then} END", known=self.known(at), then=then)


def scope_of(
    viewer: Actor, known: Iterable[Cycle], chosen: Cycle | None, today: date, on: date | None = None
) -> Scope:
    """Of the cycles that overlap the chosen one; `on` is a day before today, None is today."""
    overlapping = [
        one.id
        for one in known
        if chosen and one.starts_on <= chosen.ends_on and chosen.starts_on <= one.ends_on
    ]
    return Scope(viewer, tuple(sorted(overlapping)), on or today, past=on is not None)
