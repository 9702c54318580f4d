"""Notices in words, in the language that is spoken now."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from babel.dates import format_date
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy, to_locale
from django.utils.translation import gettext as _

from cairn.events.kinds import Kind

SENTENCES: Final[dict[str, Any]] = {
    "objective.submitted": gettext_lazy("%(actor)s asks you to confirm “%(title)s”"),
    "objective.submitted:stand_in": gettext_lazy(
        "%(actor)s asks %(asked)s to confirm “%(title)s”; you stand in"
    ),
    "objective.asked_anew": gettext_lazy("It is for you now to confirm “%(title)s”"),
    "objective.asked_anew:stand_in": gettext_lazy(
        "It is for %(asked)s now to confirm “%(title)s”; you stand in"
    ),
    "objective.asked_anew.passed": gettext_lazy(
        "“%(title)s” no longer waits for your confirmation"
    ),
    "objective.asked_anew.gone": gettext_lazy(
        "What %(submitter)s submitted on %(day)s no longer waits for your confirmation"
    ),
    "objective.deleted.gone": gettext_lazy(
        "%(actor)s deleted what %(submitter)s submitted for confirmation on %(day)s"
    ),
    "objective.restored": gettext_lazy("“%(title)s” is back and waits for your confirmation"),
    "objective.restored:stand_in": gettext_lazy(
        "“%(title)s” is back and waits for %(asked)s to confirm it; you stand in"
    ),
    "objective.confirmed": gettext_lazy("%(actor)s confirmed “%(title)s”"),
    "objective.returned": gettext_lazy("%(actor)s returned “%(title)s” with a comment"),
    "objective.withdrawn": gettext_lazy("%(actor)s took “%(title)s” back before you answered"),
    "objective.withdrawn.gone": gettext_lazy(
        "%(actor)s took back what was submitted for confirmation on %(day)s"
    ),
    "alignment.requested": gettext_lazy("%(actor)s wants “%(objective)s” to support “%(title)s”"),
    "alignment.accepted": gettext_lazy(
        "%(actor)s accepted that “%(objective)s” supports “%(title)s”"
    ),
    "alignment.declined": gettext_lazy(
        "%(actor)s does not want “%(objective)s” to support “%(title)s”"
    ),
    "alignment.ended": gettext_lazy("%(actor)s ended that “%(objective)s” supports “%(title)s”"),
    "dependency.requested": gettext_lazy("%(actor)s needs “%(title)s” from %(team)s by %(day)s"),
    "dependency.changed": gettext_lazy(
        "%(actor)s changed what is needed from %(team)s: “%(title)s” by %(day)s"
    ),
    "dependency.withdrawn": gettext_lazy("%(actor)s no longer needs “%(title)s” from %(team)s"),
    "dependency.accepted": gettext_lazy("%(team)s promised “%(title)s” by %(day)s"),
    "dependency.declined": gettext_lazy("%(team)s declined “%(title)s”"),
    "dependency.delivered": gettext_lazy("“%(title)s” was delivered by %(team)s"),
    "comment.added": gettext_lazy("%(actor)s commented on “%(title)s”"),
    "comment.added:mentioned": gettext_lazy("%(actor)s mentioned you in “%(title)s”"),
    "comment.added:thread": gettext_lazy("%(actor)s replied in your thread about “%(title)s”"),
    "checkin.made.fell": gettext_lazy("Confidence in “%(title)s” fell from %(before)s to %(now)s"),
    "checkin.made.blocked": gettext_lazy("Something is in the way of “%(title)s”"),
    "objective.handed_over:heir": gettext_lazy("You now answer for the objective “%(title)s”"),
    "key_result.handed_over:heir": gettext_lazy("You now answer for the key result “%(title)s”"),
    "template.inserted": gettext_lazy("%(actor)s gave you a draft from a template: “%(title)s”"),
    "help.asked": gettext_lazy("%(actor)s asks you for help"),
    "help.asked:stand_in": gettext_lazy("%(actor)s asks %(asked)s for help; you stand in"),
    "help.answered": gettext_lazy("%(actor)s answered your request for help"),
    "help.handed_over": gettext_lazy("The help that %(was)s asked for is yours to follow now"),
    "help.handed_over.wanted": gettext_lazy("You are asked for help in place of %(was)s"),
    "help.handed_over.wanted:requester": gettext_lazy(
        "%(now)s is asked now for the help that you asked of %(was)s"
    ),
    "help.withdrawn": gettext_lazy("Your request for help was closed without an answer"),
    "action.handed_over": gettext_lazy("You do now what %(was)s agreed to do: “%(title)s”"),
    "action.added": gettext_lazy("You are to do this by %(day)s: “%(title)s”"),
    "action.added.no_day": gettext_lazy("You are to do this: “%(title)s”"),
    "action.done": gettext_lazy("%(actor)s did “%(title)s”"),
    "meeting.ended": gettext_lazy("The minutes of the meeting of %(team)s are there"),
    "round.started": gettext_lazy("Propose what %(team)s should achieve in %(title)s, by %(day)s"),
    "room.opened": gettext_lazy(
        "%(team)s has opened its room: propose what it should achieve in %(title)s, by %(day)s"
    ),
    "round.announced": gettext_lazy("The OKRs of %(title)s are announced"),
    "round.cancelled": gettext_lazy("%(actor)s cancelled the planning round for %(title)s"),
    "step.done": gettext_lazy("%(title)s has its OKRs ready: confirm, or ask for another hour"),
    "step.repeated": gettext_lazy("%(title)s is to do a step of the planning round again"),
    "step.extended": gettext_lazy("%(actor)s asks %(title)s for another hour over its OKRs"),
    "cycle.moved": gettext_lazy("Scoring of %(title)s has begun: score what you answer for"),
    "cycle.moved.closed": gettext_lazy("%(actor)s closed %(title)s"),
    "cycle.completed": gettext_lazy("%(title)s has closed by itself: everything in it has ended"),
    "kpi.measured": gettext_lazy("The KPI “%(title)s” has left its healthy band"),
    "kpi.created:heir": gettext_lazy("You now answer for the KPI “%(title)s”"),
    "kpi.changed:heir": gettext_lazy("You now answer for the KPI “%(title)s”"),
    "absence.planned": gettext_lazy("%(actor)s planned your absence, %(first)s to %(last)s"),
    "absence.planned:stand_in": gettext_lazy("You stand in for %(away)s, %(first)s to %(last)s"),
    "absence.changed": gettext_lazy("%(actor)s changed your absence: %(first)s to %(last)s"),
    "absence.changed:stand_in": gettext_lazy(
        "You stand in for %(away)s: now %(first)s to %(last)s"
    ),
    "absence.changed:stood_in": gettext_lazy("You no longer stand in for %(away)s"),
    "absence.ended": gettext_lazy("%(actor)s ended your absence"),
    "absence.ended:stand_in": gettext_lazy("You no longer stand in for %(away)s"),
    "update.published": gettext_lazy("%(actor)s published a weekly update"),
    "reminder.checkin.owner": gettext_lazy("Your check-in on “%(title)s” is due (%(day)s)"),
    "reminder.checkin.stand_in": gettext_lazy(
        "You stand in for %(owner)s: the check-in on “%(title)s” is due (%(day)s)"
    ),
    "reminder.checkin.objective_owner": gettext_lazy(
        "“%(title)s” in your objective has had no check-in; it was due by %(day)s"
    ),
    "reminder.checkin.lead": gettext_lazy(
        "“%(title)s” in your team’s line has had no check-in; it was due by %(day)s"
    ),
    "reminder.kpi.owner": gettext_lazy("The KPI “%(title)s” waits for a reading (%(day)s)"),
    "reminder.kpi.stand_in": gettext_lazy(
        "You stand in for %(owner)s: the KPI “%(title)s” waits for a reading (%(day)s)"
    ),
    "reminder.kpi.lead": gettext_lazy(
        "The KPI “%(title)s” in your team’s line has had no reading; one was due by %(day)s"
    ),
    "reminder.step.soon": gettext_lazy(
        "%(team)s has until %(day)s for its step of the planning round"
    ),
    "reminder.step.late": gettext_lazy(
        "%(team)s is late with its step of the planning round; it was due by %(day)s"
    ),
    "reminder.drafting": gettext_lazy(
        "Half of the time to draft %(title)s is over: submit your OKRs by %(day)s"
    ),
    "reminder.drafting.soon": gettext_lazy(
        "The time to submit your OKRs for %(title)s is nearly over: it ends on %(day)s"
    ),
    "reminder.drafting.asked": gettext_lazy(
        "%(actor)s reminds you to submit your OKRs for %(title)s"
    ),
    "reminder.drafting.last": gettext_lazy(
        "%(day)s is the last day to submit your OKRs for %(title)s"
    ),
}
ACTION_CHANGED: Final = {"action.changed": "action.added", "checkin.corrected": "checkin.made"}
REASONS: Final[dict[str, Any]] = {
    "asked": gettext_lazy("your answer is asked for"),
    "was_asked": gettext_lazy("your answer was asked for until now"),
    "mentioned": gettext_lazy("you were named"),
    "thread": gettext_lazy("you take part in this thread"),
    "owner": gettext_lazy("you answer for it"),
    "key_result": gettext_lazy("the key result is yours"),
    "heir": gettext_lazy("it is yours now"),
    "requester": gettext_lazy("you asked for it"),
    "participant": gettext_lazy("you worked on it"),
    "reader": gettext_lazy("you were named as a reader of it"),
    "doer": gettext_lazy("you agreed to do it"),
    "team": gettext_lazy("you belong to the team"),
    "guest": gettext_lazy("you took part in the meeting"),
    "lead": gettext_lazy("you lead the team"),
    "manager": gettext_lazy("you are the manager"),
    "away": gettext_lazy("it is your absence"),
    "stood_in": gettext_lazy("you stood in until now"),
    "stand_in": gettext_lazy("you stand in for somebody who is away"),
    "follower": gettext_lazy("you follow it"),
    "steward": gettext_lazy("you look after cycles"),
    "member": pgettext_lazy("reason of a mail", "everybody is asked to"),
}


class Facts(dict[str, str]):
    """What a sentence does not find is said as nothing."""

    def __missing__(self, _name: str) -> str:
        return ""


def sentence(kind: str, reason: str, facts: Mapping[str, Any]) -> str:
    """One sentence without its full stop."""
    said = Facts({name: _fact(name, value) for name, value in facts.items() if value is not None})
    if "stood_in_for" in said:
        said["actor"] = _("%(actor)s (for %(stood_in_for)s)") % said
    pattern = _pattern(kind, reason, said)
    if pattern is not None:
        return str(pattern) % said
    event = ".".join(kind.split(".")[:2])
    said["words"] = str(Kind(event).label) if event in Kind else event
    return _("%(actor)s %(words)s: “%(title)s”") % said


def _pattern(kind: str, reason: str, said: Mapping[str, str]) -> Any:
    """The most telling of those that there are."""
    for old, new in ACTION_CHANGED.items():
        if kind.startswith(old):
            kind = new + kind.removeprefix(old)
    if kind == "action.added" and "day" not in said:
        kind = "action.added.no_day"
    for name in (f"{kind}:{reason}", kind):
        if name in SENTENCES:
            return SENTENCES[name]
    return None


def _fact(name: str, value: Any) -> str:
    if name in ("day", "first", "last"):
        return day_text(str(value))
    return str(value)


def day_text(written: str) -> str:
    """2026-11-18 as the pages write it, with its year: it may be read much later."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    locale = to_locale(get_language() or "en")
    return format_date(
        day, "y 年 M 月 d 日" if locale.startswith("zh") else "d MMM y", locale=locale
    )


def reason_words(reason: str) -> str:
    return str(REASONS.get(reason, ""))
