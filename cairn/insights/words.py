"""What the parts of the insights are called, and the rules behind them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cairn.goals.map.nodes import status_text
from cairn.goals.models import Type
from cairn.insights.changes import Change
from cairn.insights.hygiene import (
    FEWEST_KEY_RESULTS,
    HEAVIEST,
    MOST_KEY_RESULTS,
    MOST_OF_A_PERSON,
    MOST_OF_A_TEAM,
    Finding,
)
from cairn.insights.number import Number
from cairn.insights.participation import ANSWERING, CHECKED_IN, LATELY_DAYS, QUIET, WITH, WITHOUT
from cairn.insights.subject import NO_TEAM, Subject


def group_name(subject: Subject, group: int) -> str:
    if group == NO_TEAM:
        return _("In no team")
    name = subject.groups.get(group, "")
    has_others = group == subject.id and len(subject.groups) > 1
    return _("%(team)s itself") % {"team": name} if has_others else name


def finding_name(finding: Finding) -> str:
    return {
        Finding.NO_OWNER: _("Key results without an owner"),
        Finding.NO_BASELINE: _("Without a baseline"),
        Finding.NO_TARGET: _("Without a target"),
        Finding.WEIGHTLESS: _("Weighing nothing"),
        Finding.HEAVY: _("Weighing too much"),
        Finding.UNANSWERED: _("Nobody answers for it"),
        Finding.FEW: _("Too few key results"),
        Finding.MANY: _("Too many key results"),
        Finding.CROWDED: _("Among too many objectives"),
        Finding.UNALIGNED: _("Unaligned"),
        Finding.OUTDATED: _("Outdated"),
    }[finding]


def finding_rule(finding: Finding) -> str:
    """The rule, in a sentence."""
    return {
        Finding.NO_OWNER: _("No one has taken it; anyone who sees it can claim it."),
        Finding.NO_BASELINE: _("Where it starts is still to be measured."),
        Finding.NO_TARGET: _("Nobody can say when it is reached."),
        Finding.WEIGHTLESS: _("A weight of nothing: it belongs, but does not count."),
        Finding.HEAVY: _("More than %(most)s%% beside others.") % {"most": HEAVIEST},
        Finding.UNANSWERED: _("A team owns it, no person answers for it."),
        Finding.FEW: _("Fewer than %(least)s.") % {"least": FEWEST_KEY_RESULTS},
        Finding.MANY: _("More than %(most)s.") % {"most": MOST_KEY_RESULTS},
        Finding.CROWDED: _(
            "Its team has more than %(team)s, or its owner alone more than %(person)s."
        )
        % {"team": MOST_OF_A_TEAM, "person": MOST_OF_A_PERSON},
        Finding.UNALIGNED: _("Supports nothing; the company’s own and personal growth left out."),
        Finding.OUTDATED: _("No check-in within the cadence plus three days."),
    }[finding]


def change_name(change: Change) -> str:
    return {
        Change.WORSE: _("Fell back"),
        Change.BETTER: _("Recovered"),
        Change.SILENT: _("Went silent"),
        Change.ENDED: _("Came to an end"),
        Change.NEW: pgettext("insights", "New"),
    }[change]


def kind_name(kind: str) -> str:
    return _("Personal growth") if kind == "growth" else str(Type(kind).label)


def number_title(number: Number) -> str:
    """What the rows behind a number are, in words."""
    match number.show:
        case "all" | "known":
            return _("Objectives")
        case "status":
            return status_text(number.value)
        case "finding":
            return finding_name(Finding(number.value))
        case "change":
            return change_name(Change(number.value))
        case "score":
            kind, _dot, score = number.value.partition(".")
            return f"{kind_name(kind)} · {score}" if score else kind_name(kind)
    return _number_name(number.show, number.value)


def _number_name(show: str, value: str) -> str:
    return {
        "cover.all": _("Should be aligned"),
        "cover.aligned": _("Aligned"),
        "cover.unaligned": _("Unaligned"),
        "due": _("Due in the round"),
        "kept": _("Checked in within the cadence"),
        "missed": _("Not checked in within the cadence"),
        "measured": _("Measured objectives"),
        "sure": _("Objectives with a check-in"),
        "going.objectives": _("Objectives that go on"),
        "going.key_results": _("Key results that go on"),
        "people.people": _("People"),
        f"people.{WITH}": _("People with objectives or key results"),
        f"people.{WITHOUT}": _("People without objectives or key results"),
        f"people.{ANSWERING}": _("People who answer for key results that go on"),
        f"people.{CHECKED_IN}": lately_words(),
        f"people.{QUIET}": ngettext(
            "No check-in in the last day", "No check-in in the last %(num)s days", LATELY_DAYS
        )
        % {"num": LATELY_DAYS},
    }.get(f"{show}.{value}" if show in ("cover", "people", "going") else show, "")


def lately_words() -> str:
    return ngettext(
        "Checked in in the last day", "Checked in in the last %(num)s days", LATELY_DAYS
    ) % {"num": LATELY_DAYS}
