"""What the coach looks at, rule by rule, with what is silenced; and which remarks are common."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cairn.coach.rules import RULES
from cairn.coach.rules.rule import Rule
from cairn.coaching.hearing import Muted, muted_for
from cairn.coaching.language import reader_language
from cairn.coaching.policy import rules as rights
from cairn.coaching.silencing import (
    LONGEST_TEXT,
    mute_rule,
    silence_rule,
    unmute_rule,
    unsilence_rule,
)
from cairn.coaching.survey import FEWEST, Group, survey
from cairn.errors import Invalid
from cairn.web.cycle_choice import choose_cycle
from cairn.web.forms import back_to, see_other
from cairn.web.pages import flash, member_page, page
from cairn.web.paging import wants_fragment
from cairn.web.sessions import WebRequest

HERE = "/coach"
COMMON = "/coach/common"
SHOWN_RULES = 3
ACTS = ("mute", "unmute", "silence", "unsilence")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the reader's language. `texts`: for how many texts alone the reader muted it."""

    id: str
    title: str
    reason: str
    bad: str
    good: str
    is_muted: bool
    is_silenced: bool
    texts: int


@require_GET
@member_page
def show_rules(request: WebRequest) -> HttpResponse:
    actor = request.actor
    muted = muted_for(actor)
    rows = {
        scope: [_row(rule, muted) for rule in RULES.values() if rule.scope == scope]
        for scope in ("key_result", "objective", "set")
    }
    return page(
        request,
        "coach/rules.html",
        {
            "rows": rows,
            "may_mute": rights.can(actor, "coach.mute", None),
            "may_silence": rights.can(actor, "coach.silence", None),
        },
    )


def _row(rule: Rule[Any], muted: Muted) -> RuleRow:
    language = reader_language()
    return RuleRow(
        rule.id,
        rule.title.in_language(language),
        rule.reason.in_language(language),
        rule.bad.in_language(language),
        rule.good.in_language(language),
        rule.id in muted.by_reader,
        rule.id in muted.by_organization,
        sum(1 for one, _text in muted.here if one == rule.id),
    )


@require_POST
@member_page
def change_rule(request: WebRequest, rule: str) -> HttpResponse:
    """`act`: mute or unmute for oneself (of `text`, or of all), silence or unsilence for everybody."""
    actor, text = request.actor, request.POST.get("text", "")[:LONGEST_TEXT]
    match request.POST.get("act", ""):
        case "mute":
            mute_rule(actor, rule, text=text)
        case "unmute":
            unmute_rule(actor, rule, text=text)
        case "silence":
            silence_rule(actor, rule)
        case "unsilence":
            unsilence_rule(actor, rule)
        case _:
            choices = {"choices": ", ".join(ACTS)}
            raise Invalid({"act": _("Choose one of: %(choices)s.") % choices})
    if wants_fragment(request):
        return HttpResponse(status=204)
    flash(request, _("Saved."))
    return see_other(back_to(request, f"{HERE}#{rule}"))


@dataclass(frozen=True, slots=True)
class Common:
    """A rule, how many objectives of how many it had something to say of, and an example pair."""

    row: RuleRow
    count: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.of)


@require_GET
@member_page
def show_common(request: WebRequest) -> HttpResponse:
    choice = choose_cycle(request, request.actor)
    found = survey(request.actor, choice.id or 0)
    context = {
        "cycle": choice.chosen,
        "cycles": choice.links(COMMON),
        "found": found,
        "fewest": FEWEST,
        "common": [_common(rule, count, found.objectives) for rule, count in found.rules],
        "groups": [(_name(group), group, _most(group)) for group in found.groups],
        "silenced": [_title(rule) for rule in sorted(found.silenced)],
        "team_url": _team_url,
    }
    return page(request, "coach/common.html", context)


def _common(rule: str, count: int, of: int) -> Common:
    return Common(_row(RULES[rule], Muted()), count, of)


def _name(group: Group) -> str:
    if group.team_id is None:
        return _("Small teams together")
    return group.name or _("Personal objectives")


def _team_url(group: Group) -> str:
    return f"/teams/{group.team_id}" if group.team_id else ""


def _most(group: Group) -> list[tuple[str, int]]:
    """The commonest remarks of a group, and of how many objectives."""
    order = sorted(group.rules.items(), key=lambda one: (-one[1], one[0]))
    return [(_title(rule), count) for rule, count in order[:SHOWN_RULES]]


def _title(rule: str) -> str:
    return RULES[rule].title.in_language(reader_language())


urlpatterns = [
    path("coach", show_rules),
    path("coach/common", show_common),
    path("coach/rules/<slug:rule>", change_rule),
]
