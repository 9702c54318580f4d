"""What a planning round says: its steps, where they stand, and what to drop."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cairn.planning.limits import Advice, Drop
from cairn.planning.models import StepKind
from cairn.planning.plan import State
from cairn.planning.words import state_word

CHIPS: Final = {
    State.WAITING: "not_started",
    State.RUNNING: "on_track",
    State.LATE: "at_risk",
    State.DONE: "closed",
    State.SKIPPED: "postponed",
    State.LEFT: "abandoned",
}
"""The status whose chip has the shape and colour of a state."""
TASKS: Final = {
    StepKind.COLLECT: gettext_lazy("Everybody proposes what should be achieved, and why."),
    StepKind.CHOOSE: gettext_lazy(
        "The leadership groups the proposals, votes, argues and chooses, in half a day."
    ),
    StepKind.HAND_ON: gettext_lazy(
        "Leads take the OKRs to their teams. Each team runs the same room, in about two hours."
    ),
    StepKind.CONFIRM: gettext_lazy(
        "The lead sees every team’s set beside their own, confirms it or asks for another hour."
    ),
    StepKind.CASCADE: gettext_lazy("The teams below do the same, as deep as the tree goes."),
    StepKind.INDIVIDUALS: gettext_lazy("Everybody writes theirs, and the manager confirms them."),
    StepKind.ANNOUNCE: gettext_lazy("Everything is presented and published at once."),
}
DROPS: Final = {
    Drop.DEEP: gettext_lazy("Cascading below the second level"),
    Drop.INDIVIDUALS: gettext_lazy("The OKRs of individuals"),
    Drop.HAND_ON: gettext_lazy("Handing on in the teams that have not begun"),
    Drop.CASCADE: gettext_lazy("Cascading altogether"),
    Drop.CONFIRM: gettext_lazy("Confirming: leads look at each other’s sets instead"),
    Drop.COLLECT: gettext_lazy("Further collecting: choose from what is there"),
}


def step_word(kind: str) -> str:
    return str(StepKind(kind).label)


def step_task(kind: str) -> str:
    """What is done in a step, in a sentence."""
    return str(TASKS[StepKind(kind)])


def step_state(state: str) -> str:
    return state_word(state)


def step_chip(state: str) -> str:
    return CHIPS[State(state)]


def drop_word(drop: str) -> str:
    return str(DROPS[Drop(drop)])


def advice_text(advice: Advice) -> str:
    """Two working days are left and five steps."""
    days = ngettext("%(num)s working day is left", "%(num)s working days are left", advice.days) % {
        "num": advice.days
    }
    steps = ngettext("%(num)s step to take", "%(num)s steps to take", advice.steps) % {
        "num": advice.steps
    }
    return _("%(days)s and %(steps)s.") % {"days": days, "steps": steps}
