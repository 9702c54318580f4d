"""One import being written: the plan, and the ids of what it makes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from cairn.events.kinds import Kind as Event
from cairn.events.ledger import plain_values
from cairn.events.models import Event as EventRow
from cairn.exchange.models import Import, Sort
from cairn.exchange.planning.steps import CREATE, Known, Plan, Step, Thing
from cairn.exchange.shaping import Id, kept_key
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock
from cairn.storage.ids import new_id

LISTS = ("collaborators", "readers", "members")
REFS = {
    "owner": "person",
    "by": "person",
    "lead": "person",
    "manager": "person",
    "collaborators": "person",
    "readers": "person",
    "members": "person",
    "team": "team",
    "cycle": "cycle",
    "child": "objective",
    "key_result": "key_result",
}
"""The facts that refer to something, and to what sort."""
TIE_REFS = {**REFS, "target": "objective"}
"""Of alignments; a key result's target is an amount."""


@dataclass(slots=True)
class Run:
    """`ids` are of what the plan creates, by sort and key; `objectives` those that are new or touched,
    by id; `events` are written at the end, in their order."""

    actor: Actor
    found: Import
    organization: Organization
    known: Known
    plan: Plan
    now: datetime = field(default_factory=clock.now)
    ids: dict[Id, int] = field(default_factory=dict)
    objectives: dict[int, Objective] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    events: list[EventRow] = field(default_factory=list)
    extra: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What was written beside a change, by the id of its thing, for the undo."""
    was: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What stood there before, of what was said."""

    def steps(self, sort: str, action: str = CREATE) -> list[Step]:
        return [one for one in self.plan.steps if one.sort == sort and one.action == action]

    def number(self) -> None:
        """Give everything that is created its id, in the order of the plan."""
        for step in self.plan.steps:
            if step.action == CREATE:
                self.ids[step.sort, step.key] = new_id()

    def id_of(self, sort: str, ref: str | None) -> int | None:
        if not ref:
            return None
        return self.ids[sort, ref[1:]] if ref.startswith("+") else int(ref)

    def thing(self, sort: str, key: str) -> Thing | None:
        """What a row became before."""
        return self.known.things.get((sort, kept_key(key)))

    def thing_id(self, step: Step) -> int:
        """Of what a step creates or changes."""
        made = self.ids.get((step.sort, step.key))
        return made if made is not None else self.known.things[step.sort, step.kept].id

    def resolved(self, step: Step) -> dict[str, Any]:
        """The facts with ids in place of what was still to be created; as they are compared later."""
        facts = dict(step.facts)
        for name, sort in (TIE_REFS if step.sort == Sort.ALIGNMENT else REFS).items():
            value = facts.get(name)
            if isinstance(value, list):
                facts[name] = sorted(str(self.id_of(sort, one)) for one in value)
            elif isinstance(value, str) and value:
                facts[name] = str(self.id_of(sort, value))
        return facts

    def instant(self, at: str | None, day: str | None) -> datetime:
        """When something was said: at that instant, else at noon of that day there; never later than
        now."""
        if at:
            said = datetime.fromisoformat(at)
            return min(said if said.tzinfo else said.replace(tzinfo=UTC), self.now)
        if day:
            noon = datetime.combine(date.fromisoformat(day), time(12), self.actor.time_zone)
            return min(noon, self.now)
        return self.now

    @property
    def today(self) -> date:
        return self.known.today

    @property
    def reason(self) -> str:
        """Why targets, weights and owners change: kept as it is said now."""
        return _("Import of %(file)s") % {"file": self.found.file_name}

    def tell(self, kind: Event, subject_id: int, title: str, **values: Any) -> None:
        """One event of the ledger; old and new as `record` takes them."""
        about: Objective | None = values.pop("about", None)
        self.events.append(
            EventRow(
                id=new_id(),
                organization_id=self.organization.id,
                kind=str(kind),
                actor_id=self.actor.member_id,
                actor_name=self.actor.name[:200],
                subject_id=subject_id,
                subject_title=title[:500],
                objective_id=about.id if about else None,
                other_objective_id=values.get("other"),
                team_id=about.team_id if about else None,
                old=plain_values(values.get("old") or {}),
                new=plain_values(values.get("new") or {}),
                reason=values.get("reason", ""),
                face=str(self.actor.face),
                at=self.now,
            )
        )
