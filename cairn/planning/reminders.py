"""Whose step of a planning round ends soon, or is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cairn.organization.models import Organization, Team
from cairn.planning.models import Round, Step
from cairn.planning.plan import State
from cairn.planning.rounds import UNDECIDED, latest_steps, stands

SOON: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class StepReminder:
    """`word` is "soon" or "late"; told once, as long as the last day stays the same."""

    member_id: int
    step: Step
    word: str

    @property
    def key(self) -> str:
        return f"step:{self.step.id}:{self.step.ends_on}:{self.word}"


def due_steps(organization: Organization, on: date) -> list[StepReminder]:
    """For the lead of the team, else of the nearest above it; where nobody leads, for who started the
    round. Three queries."""
    held = list(
        Round.objects.filter(
            organization=organization, announced_at__isnull=True, cancelled_at__isnull=True
        ).select_related("team")
    )
    due = [(step, word) for step in latest_steps(held) if (word := _word(step, on))]
    teams = Team.objects.open().filter(organization=organization)
    leads = dict(teams.values_list("id", "lead_id")) if due else {}
    return [StepReminder(_asked(step, leads), step, word) for step, word in due]


def _word(step: Step, on: date) -> str:
    state = stands(step, on)
    if state is State.LATE:
        return "late"
    return "soon" if state in UNDECIDED and on >= step.ends_on - SOON else ""


def _asked(step: Step, leads: Mapping[int, int | None]) -> int:
    above = (leads.get(team_id) for team_id in reversed(step.team.line))
    return next((one for one in above if one), step.round.started_by_id)
