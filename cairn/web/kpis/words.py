"""KPIs in the reader's words: states, directions, cadences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.kpis.health import Health, State
from cairn.kpis.models import Direction

STATUS_OF = {
    State.HEALTHY: "on_track",
    State.OUTSIDE: "at_risk",
    State.STALE: "outdated",
    State.UNMEASURED: "not_started",
}
"""Which status lends a state its colour and shape; the word is the state's own."""
CADENCES = (1, 7, 14, 30, 91)


def states() -> list[tuple[str, str]]:
    return [
        (State.OUTSIDE, _("Outside the band")),
        (State.STALE, _("Out of date")),
        (State.UNMEASURED, _("No reading yet")),
        (State.HEALTHY, _("Healthy")),
    ]


def health_status(health: Health) -> str:
    return STATUS_OF[health.state]


def health_word(health: Health) -> str:
    if health.state is State.OUTSIDE:
        return side_word(health.side)
    return dict(states())[health.state]


def side_word(side: str) -> str:
    return {
        "below": _("Below the band"),
        "above": _("Above the band"),
        "inside": _("Healthy"),
    }.get(side, "")


def overdue_text(health: Health) -> str:
    """How long the next reading has been due; empty where none is."""
    if not health.is_overdue or health.overdue_days is None:
        return ""
    days = health.overdue_days
    return ngettext("%(num)s day overdue", "%(num)s days overdue", days) % {"num": days}


def directions() -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in Direction]


def cadence_text(days: int) -> str:
    words = {
        1: _("Every day"),
        7: _("Every week"),
        14: _("Every two weeks"),
        30: _("Every month"),
        91: _("Every quarter"),
    }
    return words.get(days) or ngettext("Every %(num)s day", "Every %(num)s days", days) % {
        "num": days
    }


def cadences(chosen: int) -> list[tuple[int, str]]:
    """The usual ones, and the one that is set already."""
    return [(days, cadence_text(days)) for days in sorted({*CADENCES, chosen})]
