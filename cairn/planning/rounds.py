"""The planning rounds of an organization, and one of them whole: each team's step, who is late, what
is next, what must be dropped. Everybody in the organization may look."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.db.models import FETCH_RAISE, Exists, OuterRef, QuerySet, Subquery

from cairn.cycles.models import Cycle
from cairn.cycles.queries import cycles
from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.limits import Advice, Part, advise
from cairn.planning.models import Extension, Room, Round, Stage, Step, StepKind
from cairn.planning.plan import ORDER, State, Window, kind_of_team, state_of
from cairn.planning.policy import rules

FIRST_SHOWN: Final = 12
THEN_SHOWN: Final = 50
EVERYTHING: Final = 1_000_000
"""More teams than any round has."""
MOST_LATE: Final = 8
ANNOUNCED, CANCELLED = "announced", "cancelled"
"""How a round ends."""
OVER_A_SET: Final = (StepKind.HAND_ON, StepKind.CASCADE)
"""What a team below the round's own does, and comes out of with a set."""
IN_A_ROOM: Final = (StepKind.COLLECT, StepKind.CHOOSE, *OVER_A_SET)
"""What a team does in its room."""
UNDECIDED: Final = frozenset({State.WAITING, State.RUNNING, State.LATE})
URGENCY: Final = (State.LATE, State.RUNNING, State.WAITING, State.LEFT, State.DONE, State.SKIPPED)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in a list; `states` counts its steps, for those that are open."""

    held: Round
    states: Counter[State]

    @property
    def steps(self) -> int:
        return self.states.total()

    @property
    def over(self) -> int:
        """Steps that are done or skipped."""
        return self.states[State.DONE] + self.states[State.SKIPPED]

    def state_on(self, on: date) -> str:
        """How its round ended, else where it stands: late where any of its steps is."""
        if self.held.cancelled_at or self.held.announced_at:
            return CANCELLED if self.held.cancelled_at else ANNOUNCED
        if self.states[State.LATE]:
            return State.LATE
        return State.WAITING if on < self.held.starts_on else State.RUNNING


@dataclass(frozen=True, slots=True)
class StepRow:
    """A team's step, as the turn that counts. `asked`: over what another hour was asked, the last
    time. `room_id` is the team's newest room, at `room_stage`. `may`: begin, finish, skip, repeat, extend."""

    step: Step
    state: State
    depth: int
    asked: Extension | None
    room_id: int | None
    room_stage: str | None
    may: frozenset[str]

    @property
    def window(self) -> Window:
        return window_of(self.step)


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of step: from the first day of a team to the last, and some of its teams, the most
    urgent first. `more` come behind them; `is_further`: others come before."""

    kind: str
    starts_on: date
    ends_on: date
    states: Counter[State]
    rows: tuple[StepRow, ...]
    more: int
    is_further: bool = False

    @property
    def state(self) -> State:
        """The most urgent of its teams'; under way where some are done and others wait."""
        found = next(one for one in URGENCY if self.states[one])
        is_mixed = found is State.WAITING and self.states[State.DONE]
        return State.RUNNING if is_mixed else found

    @property
    def over(self) -> int:
        return self.states[State.DONE] + self.states[State.SKIPPED]


@dataclass(frozen=True, slots=True)
class RoundPage:
    held: Round
    kinds: tuple[KindRow, ...]
    late: tuple[StepRow, ...]
    late_count: int
    mine: tuple[StepRow, ...]
    following: KindRow | None
    advice: Advice | None
    room_id: int | None
    is_collecting: bool
    may: frozenset[str]


def rounds(viewer: Actor) -> QuerySet[Round]:
    """Newest first, with cycle, team and who started it."""
    return (
        Round.objects.filter(organization_id=viewer.organization_id)
        .select_related("cycle", "team__lead", "started_by", "cancelled_by", "announced_by")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def find_round(viewer: Actor, round_id: int) -> Round:
    found = rounds(viewer).filter(id=round_id).first()
    if found is None:
        raise NotFound
    return found


def planned_cycles(viewer: Actor) -> QuerySet[Cycle]:
    """The cycles, with `is_planned`: an open round will publish their drafts together, so that
    confirming one need not."""
    return cycles(viewer).annotate(is_planned=Exists(_going().filter(cycle=OuterRef("id"))))


def planned_cycle_ids(viewer: Actor | None) -> frozenset[int]:
    """Of the cycles that an open round plans. One query."""
    if viewer is None:
        return frozenset()
    mine = _going().filter(organization_id=viewer.organization_id)
    return frozenset(mine.values_list("cycle_id", flat=True))


def _going() -> QuerySet[Round]:
    return Round.objects.filter(announced_at__isnull=True, cancelled_at__isnull=True)


def round_rows(
    viewer: Actor,
    on: date,
    *,
    before: int | None = None,
    cycle: int | None = None,
    most: int = EVERYTHING,
) -> list[RoundRow]:
    """Those older than the one with the id `before`, of one cycle or of all. Two queries."""
    found = rounds(viewer).filter(id__lt=before) if before else rounds(viewer)
    page = list((found if cycle is None else found.filter(cycle=cycle))[:most])
    going = {one.id: one for one in page if one.is_open}
    states: dict[int, Counter[State]] = defaultdict(Counter)
    for step in latest_steps(going.values()):
        states[step.round_id][stands(step, on)] += 1
    return [RoundRow(one, states[one.id]) for one in page]


def window_of(step: Step) -> Window:
    return Window(step.kind, step.starts_on, step.ends_on)


def stands(step: Step, on: date) -> State:
    """Where a step of a round that is loaded stands."""
    return state_of(
        window_of(step),
        on,
        begun=step.begun_at is not None,
        done=step.done_at is not None,
        skipped=step.skipped_at is not None,
        is_open=step.round.is_open,
    )


def depth_below(root: Team, team: Team) -> int:
    """How many levels a team lies below another."""
    return len(team.line) - len(root.line)


def part_of(step: Step) -> Part:
    """As the time sees it; `team` and the round's are loaded."""
    return Part(
        step.kind,
        depth_below(step.round.team, step.team),
        has_begun=step.begun_at is not None,
        is_over=step.done_at is not None or step.skipped_at is not None,
    )


def latest_steps(held: Collection[Round], *, team: int | None = None) -> list[Step]:
    """The turns that count of the open teams' steps, or of one team's, in the order of kinds and
    names. One query."""
    by_id = {one.id: one for one in held}
    steps = (
        Step.objects.filter(round__in=by_id, team__valid_to__isnull=True)
        .select_related("team__lead", "done_by", "skipped_by")
        .annotate(room_id=_newest_room("id"), room_stage=_newest_room("stage"))
        .order_by("turn", "team__name", "id")
        .fetch_mode(FETCH_RAISE)
    )
    if team is not None:
        steps = steps.filter(team=team)
    latest = {(step.round_id, step.team_id, step.kind): step for step in steps} if by_id else {}
    for step in latest.values():
        step.round = by_id[step.round_id]
    return sorted(latest.values(), key=lambda step: (ORDER.index(step.kind), step.team.name))


def read_round(
    viewer: Actor, held: Round, on: date, *, after: int | None = None, most: int = FIRST_SHOWN
) -> RoundPage:
    """The first `most` teams of each kind of step; of the kind that the step with the id `after` is
    of, the next ones behind it. Two queries."""
    steps = latest_steps([held])
    asked = _asked_of([held])
    rows = [_row(viewer, step, on, asked) for step in steps]
    kinds = tuple(_kind(kind, list(some), after, most) for kind, some in groupby(rows, _kind_of))
    late = [row for row in rows if row.state is State.LATE]
    undecided = [row for row in rows if row.state in UNDECIDED]
    waiting = (one for one in kinds if one.state is State.WAITING)
    own_rooms = ((row.room_id, row.room_stage) for row in rows if not row.depth)
    room_id, stage = next(own_rooms, (None, None))
    return RoundPage(
        held=held,
        kinds=kinds,
        late=tuple(late[:MOST_LATE]),
        late_count=len(late),
        mine=_mine(viewer, undecided),
        following=min(waiting, key=attrgetter("starts_on"), default=None),
        advice=_advice(rows, held, on),
        room_id=room_id,
        is_collecting=stage == Stage.COLLECTING,
        may=_may_with(viewer, held),
    )


def _newest_room(name: str) -> Subquery:
    """A field of the one of the step's team, over its objectives."""
    rooms = Room.objects.filter(round=OuterRef("round"), team=OuterRef("team"), about__isnull=True)
    return Subquery(rooms.order_by("-id").values(name)[:1])


def team_row(viewer: Actor, held: Round, team_id: int, on: date) -> StepRow | None:
    """What a team below the round's has to do; None for one that was opened since, until it begins.
    Two queries."""
    steps = [one for one in latest_steps([held], team=team_id) if one.kind in OVER_A_SET]
    asked = _asked_of([held])
    return next((_row(viewer, step, on, asked) for step in steps), None)


def team_rows(viewer: Actor, held: Round, on: date) -> dict[int, StepRow]:
    """What each team right below the round's has to do, by team. Two queries."""
    steps = [one for one in latest_steps([held]) if one.kind == StepKind.HAND_ON]
    asked = _asked_of([held])
    return {step.team_id: _row(viewer, step, on, asked) for step in steps}


def read_step(viewer: Actor, held: Round, kind: str, on: date) -> StepRow | None:
    """A step that the round's own team takes. One query."""
    steps = latest_steps([held], team=held.team_id)
    return next((_row(viewer, step, on, {}) for step in steps if step.kind == kind), None)


def step_rows(viewer: Actor, held: Round, on: date, *, after: int = 0, most: int) -> list[StepRow]:
    """The steps that count by id, behind one. Two queries."""
    steps = sorted(latest_steps([held]), key=attrgetter("id"))
    asked = _asked_of([held])
    behind = [step for step in steps if step.id > after]
    return [_row(viewer, step, on, asked) for step in behind[:most]]


def steps_of_rounds(
    viewer: Actor, held: Sequence[Round], on: date, *, team: int | None = None
) -> list[StepRow]:
    """The steps that count of all teams or of one, round by round in the order of their pages. Two
    queries."""
    asked = _asked_of(held)
    place = {one.id: at for at, one in enumerate(held)}
    rows = [_row(viewer, step, on, asked) for step in latest_steps(held, team=team)]
    return sorted(rows, key=lambda row: (place[row.step.round_id], *_order(row)))


def _order(row: StepRow) -> tuple[int, int]:
    """By kind, and the most urgent teams first."""
    return ORDER.index(row.step.kind), URGENCY.index(row.state)


def may_begin(viewer: Actor, held: Round, team: Team) -> bool:
    """For a team that has no step yet: it gets one by beginning."""
    kind = kind_of_team(depth_below(held.team, team))
    step = Step(round=held, team=team, kind=kind)
    return held.is_open and team.valid_to is None and rules.can(viewer, "step.begin", step)


def _kind_of(row: StepRow) -> str:
    return row.step.kind


def _row(viewer: Actor, step: Step, on: date, asked: dict[int, Extension]) -> StepRow:
    state = stands(step, on)
    return StepRow(
        step=step,
        state=state,
        depth=depth_below(step.round.team, step.team),
        asked=asked.get(step.id),
        room_id=step.room_id,  # type: ignore[attr-defined]  # annotated
        room_stage=step.room_stage,  # type: ignore[attr-defined]  # annotated
        may=frozenset(
            act for act in acts_for(step, state) if rules.can(viewer, f"step.{act}", step)
        ),
    )


def acts_for(step: Step, state: State) -> tuple[str, ...]:
    """What makes sense with a step that stands so."""
    if state is State.LEFT or not step.round.is_open:
        return ()
    if state is State.SKIPPED:
        return ("repeat",)
    is_over_a_set = step.kind in OVER_A_SET
    if state is State.DONE:
        return ("repeat", "extend") if is_over_a_set else ("repeat",)
    begin = () if step.begun_at else ("begin",)
    return (*begin, "finish", "skip", *(("extend",) if is_over_a_set and step.begun_at else ()))


def _kind(kind: str, rows: list[StepRow], after: int | None, most: int) -> KindRow:
    """`rows` in the order of names."""
    ordered = sorted(rows, key=lambda row: URGENCY.index(row.state))
    passed = next((at for at, row in enumerate(ordered, 1) if row.step.id == after), 0)
    shown = ordered[passed : passed + (THEN_SHOWN if passed else most)]
    return KindRow(
        kind=kind,
        starts_on=min(row.step.starts_on for row in rows),
        ends_on=max(row.step.ends_on for row in rows),
        states=Counter(row.state for row in rows),
        rows=tuple(shown),
        more=len(rows) - passed - len(shown),
        is_further=passed > 0,
    )


def _mine(viewer: Actor, undecided: Iterable[StepRow]) -> tuple[StepRow, ...]:
    """What the viewer's teams do now, else what they do next."""
    mine = [row for row in undecided if row.step.team_id in viewer.leads]
    now = [row for row in mine if row.state is not State.WAITING]
    return tuple(now or sorted(mine, key=attrgetter("step.starts_on"))[:1])


def _advice(rows: Iterable[StepRow], held: Round, on: date) -> Advice | None:
    if not held.is_open:
        return None
    parts = [part_of(row.step) for row in rows]
    return advise(parts, on, held.starts_on, held.ends_on)


def _asked_of(held: Collection[Round]) -> dict[int, Extension]:
    """The last hour asked of each step."""
    asked = Extension.objects.filter(step__round__in=held).select_related("asked_by").order_by("id")
    return {one.step_id: one for one in asked.fetch_mode(FETCH_RAISE)}


def _may_with(viewer: Actor, held: Round) -> frozenset[str]:
    acts = ("change", "cancel", "announce") if held.is_open else ()
    return frozenset(act for act in acts if rules.can(viewer, f"round.{act}", held))
