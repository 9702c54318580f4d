"""Planning rounds and their steps as the API shows them."""

from typing import Any

from cairn.api.shapes.values import can, ref, spelled
from cairn.organization.actor import Actor
from cairn.planning.limits import Advice
from cairn.planning.models import Round
from cairn.planning.policy import rules
from cairn.planning.rounds import RoundPage, StepRow

ACTS = {name: f"round.{name}" for name in ("change", "cancel", "announce")}
MOST_STEPS = 200
STEP_ACTS = ("begin", "finish", "skip", "repeat", "extend")


def round_line(held: Round) -> dict[str, Any]:
    """`cycle`, `team` and `started_by` must be loaded."""
    ended = "announced" if held.announced_at else "cancelled" if held.cancelled_at else ""
    return {
        "id": str(held.id),
        "cycle": ref(held.cycle),
        "team": ref(held.team),
        "state": ended or "open",
        "is_anonymous": held.is_anonymous,
        "dots": held.dots,
        "starts_on": held.starts_on,
        "ends_on": held.ends_on,
        "started_by": ref(held.started_by),
        "started_at": held.started_at,
        "announced_at": held.announced_at,
        "cancelled_at": held.cancelled_at,
        "reason": held.cancel_reason,
        "url": f"/rounds/{held.id}",
    }


def round_shape(actor: Actor, page: RoundPage) -> dict[str, Any]:
    """With the steps of the teams: of very many the first."""
    rows = [row for kind in page.kinds for row in kind.rows]
    return round_line(page.held) | {
        "room": spelled(page.room_id),
        "steps": [step_shape(row) for row in rows[:MOST_STEPS]],
        "more_steps": max(0, len(rows) - MOST_STEPS),
        "advice": advice_shape(page.advice),
        "can": can(rules, actor, page.held, ACTS),
    }


def step_shape(row: StepRow) -> dict[str, Any]:
    step = row.step
    return {
        "id": str(step.id),
        "kind": step.kind,
        "team": ref(step.team),
        "turn": step.turn,
        "state": str(row.state),
        "starts_on": step.starts_on,
        "ends_on": step.ends_on,
        "begun_at": step.begun_at,
        "done_at": step.done_at,
        "skipped_at": step.skipped_at,
        "reason": step.skip_reason,
        "asked": row.asked.comment if row.asked else None,
        "room": spelled(row.room_id),
        "can": {act: act in row.may for act in STEP_ACTS},
    }


def advice_shape(advice: Advice | None) -> dict[str, Any] | None:
    if advice is None:
        return None
    return {
        "days": advice.days,
        "steps": advice.steps,
        "drop": [str(one) for one in advice.drop],
        "suffices": advice.fits,
    }
