"""How it is said where a step of a round stands."""

from typing import Final

from django.utils.translation import pgettext_lazy

from cairn.planning.plan import State

STATES: Final = {
    State.WAITING: pgettext_lazy("step", "Ahead"),
    State.RUNNING: pgettext_lazy("step", "Under way"),
    State.LATE: pgettext_lazy("step", "Late"),
    State.DONE: pgettext_lazy("step", "Done"),
    State.SKIPPED: pgettext_lazy("step", "Skipped"),
    State.LEFT: pgettext_lazy("step", "Not done"),
}


def state_word(state: str) -> str:
    return str(STATES[State(state)])
