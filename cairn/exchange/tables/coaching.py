"""What the coach looks at, and which of its remarks are common in a cycle."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.coach.rules import RULES
from cairn.coaching.hearing import muted_for
from cairn.coaching.language import reader_language
from cairn.coaching.policy import rules
from cairn.coaching.survey import Group, survey
from cairn.cycles.models import Cycle
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.asked_one import asked_cycle
from cairn.exchange.tables.words import yes_cell
from cairn.measures.table import Cell, Column, Share, Sheet, Word
from cairn.organization.actor import Actor

FILTERS: Final = ("cycle",)


def coach_rules_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """The gravest first of what is said of a key result, then of an objective, then of a set. One
    query."""
    columns = [
        Column("about", pgettext("column", "About"), 22),
        Column("rule", _("Rule"), 32),
        Column("muted", _("Muted by you"), 11),
        Column("muted_texts", _("Texts you muted it for"), 11, "right", brief=False),
        Column("silenced", _("Off in the organization"), 11),
        Column("reason", _("Reason"), 50),
        Column("weak", _("Weak"), 40),
        Column("better", _("Better"), 40),
        Column("id", _("Id"), 22, brief=False),
    ]
    name = _("What the coach looks at")
    return Sheet("coach-rules", name, columns, _looked_at(viewer), lambda _most: len(RULES))


def _looked_at(viewer: Actor) -> Iterator[Sequence[Cell]]:
    language, muted = reader_language(), muted_for(viewer)
    scopes = {
        "key_result": Word("key_result", _("A key result")),
        "objective": Word("objective", _("An objective")),
        "set": Word("set", _("An objective with its key results")),
    }
    for scope, word in scopes.items():
        for rule in RULES.values():
            if rule.scope == scope:
                yield (
                    *(word, rule.title.in_language(language)),
                    yes_cell(rule.id in muted.by_reader),
                    sum(1 for one, _text in muted.here if one == rule.id),
                    yes_cell(rule.id in muted.by_organization),
                    rule.reason.in_language(language),
                    *(rule.bad.in_language(language), rule.good.in_language(language)),
                    rule.id,
                )


def remarks_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Of the whole, then by team, the most common first. `Forbidden` but for champions and
    administrators; never by person. Six queries."""
    rules.require(viewer, "coach.survey", None)
    cycle = asked_cycle(viewer, asked)
    columns = [
        Column("of", pgettext("column", "Whose"), 18),
        Column("team", pgettext("column", "Team"), 24),
        Column("rule", _("Rule"), 36),
        Column("objectives", _("Objectives with the remark"), 11, "right"),
        Column("examined", _("Objectives examined"), 11, "right"),
        Column("share", pgettext("column", "Share"), 11, "right"),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("rule_id", _("Id of the rule"), 22, brief=False),
        Column("team_id", _("Id of the team"), 22, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
    ]
    return Sheet("remarks", _("Common remarks"), columns, _remarks(viewer, cycle))


def _remarks(viewer: Actor, cycle: Cycle) -> Iterator[Sequence[Cell]]:
    found = survey(viewer, cycle.id)
    if found.objectives:
        whole = Word("all", pgettext("remarks", "All of them"))
        yield from _counts(whole, None, found.rules, found.objectives, cycle)
    for group in found.groups:
        said = sorted(group.rules.items(), key=lambda one: (-one[1], one[0]))
        yield from _counts(_sort(group), group, said, group.objectives, cycle)


def _sort(group: Group) -> Word:
    if group.team_id is None:
        return Word("small", _("Small teams together"))
    if group.team_id:
        return Word("team", pgettext("column", "Team"))
    return Word("personal", _("Personal objectives"))


def _counts(
    sort: Word, group: Group | None, said: Iterable[tuple[str, int]], of: int, cycle: Cycle
) -> Iterator[Sequence[Cell]]:
    """A row for each rule; one without a rule where nothing was said."""
    language = reader_language()
    team = group.name if group and group.team_id else None
    team_id = str(group.team_id) if group and group.team_id else None
    for rule, count in [*said] or [("", 0)]:
        yield (
            *(sort, team, RULES[rule].title.in_language(language) if rule else None),
            *(count, of, Share(Decimal(count) / of), cycle.name),
            *(None, rule or None, team_id, str(cycle.id)),
        )
