"""The alignments of made-up objectives: most accepted, a few asked, declined or ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cairn.cycles.models import Cycle
from cairn.demo.synthetic.goals import Batch, Made, Maker
from cairn.demo.synthetic.history import History, Moment, id_at, instant
from cairn.demo.synthetic.standings import Line
from cairn.events.kinds import Kind as Event
from cairn.goals.models import Alignment, Answer, Objective
from cairn.organization.models import Member

ASKED, DECLINED, ENDED = 0.02, 0.04, 0.08
TO_KEY_RESULT, BLOCKED = 0.3, 0.1
NO = "这条线已经有人在做了。"
OVER = "Not needed any more."


@dataclass(frozen=True, slots=True)
class Ties:
    """Makes the alignments of one cycle."""

    maker: Maker
    cycle: Cycle

    def tie(
        self, batch: Batch, objective: Objective, target: Made, feed: Line | None, *, is_sure: bool
    ) -> None:
        """One alignment with its events; what counts and what is sure is accepted."""
        key_result = self._key_result(target, feed)
        asked = self._at(self.cycle.starts_on - timedelta(days=3))
        made = Alignment(
            id=id_at(asked.ms),
            organization=self.maker.organization,
            objective=objective,
            target=target.objective,
            key_result_id=key_result[0] if key_result else None,
            is_for_blocked=key_result is not None and self.maker.chance.random() < BLOCKED,
            weight=feed.weight if feed else Decimal(0),
            is_weight_fixed=feed is not None,
            requested_by=objective.owner,
            requested_at=instant(asked),
        )
        batch.alignments.append(made)
        title = key_result[1] if key_result else target.objective.title
        told = Told(batch.history, made, title)
        told.tell(Event.ALIGNMENT_REQUESTED, objective.owner, asked, new={"state": "requested"})
        state = Answer.ACCEPTED if feed or is_sure else self._state()
        if state != Answer.REQUESTED:
            self._answer(told, state)

    def _at(self, day: date) -> Moment:
        return self.maker.at(day, self.maker.chance.random())

    def _key_result(self, target: Made, feed: Line | None) -> tuple[int, str] | None:
        if feed:
            return None if feed.key_result is None else target.key_results[feed.key_result]
        if self.maker.chance.random() < TO_KEY_RESULT:
            return self.maker.chance.choice(target.key_results)
        return None

    def _state(self) -> Answer:
        drawn = self.maker.chance.random()
        if drawn < ASKED and not self.cycle.is_closed:
            return Answer.REQUESTED
        if drawn < DECLINED:
            return Answer.DECLINED
        return Answer.ENDED if drawn < ENDED else Answer.ACCEPTED

    def _answer(self, told: "Told", state: Answer) -> None:
        """Two days later, by the target's owner; what ends does so in the sixth week."""
        made, owner = told.made, told.made.target.owner
        at = self._at(self.cycle.starts_on - timedelta(days=1))
        made.state = state
        made.answered_by, made.answered_at = owner, instant(at)
        if state == Answer.DECLINED:
            made.answer_reason = NO
            told.tell(Event.ALIGNMENT_DECLINED, owner, at, reason=NO)
            return
        told.tell(Event.ALIGNMENT_ACCEPTED, owner, at)
        if made.weight:
            counts = f"{made.weight:f}"
            told.tell(
                Event.ALIGNMENT_WEIGHED,
                owner,
                at,
                old={"contribution": "0"},
                new={"contribution": counts},
            )
        if state == Answer.ENDED:
            over = self._at(self.cycle.starts_on + timedelta(days=40))
            made.ended_by, made.ended_at = made.requested_by, instant(over)
            made.end_reason = OVER
            told.tell(Event.ALIGNMENT_ENDED, made.requested_by, over, reason=OVER)


@dataclass(frozen=True, slots=True)
class Told:
    """An alignment and the words that its events have in common."""

    history: History
    made: Alignment
    title: str

    def tell(
        self,
        kind: Event,
        actor: Member | None,
        at: Moment,
        *,
        old: dict[str, str] | None = None,
        new: dict[str, str] | None = None,
        reason: str = "",
    ) -> None:
        assert actor is not None
        made = self.made
        key_result = str(made.key_result_id) if made.key_result_id else None
        self.history.tell(
            made.objective,
            actor,
            kind,
            at,
            subject=(made.id, self.title),
            other=made.target.id,
            old=old,
            new={"objective_title": made.objective.title, "key_result": key_result, **(new or {})},
            reason=reason,
        )
