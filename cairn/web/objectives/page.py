"""An objective on its own page: what it is, how it goes, and what is said about it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cairn.checkins.help_beside import help_rows
from cairn.coach.draft import Draft
from cairn.coaching.drafts import kept_line, lines_of
from cairn.coaching.hearing import read_muted
from cairn.cycles.models import Phase
from cairn.errors import Words
from cairn.goals.agreed import spell_text
from cairn.goals.aligning import Ties, ties_of
from cairn.goals.commands.checks import is_settled
from cairn.goals.confirming import standing_with
from cairn.goals.dependencies import needs_of
from cairn.goals.models import (
    Initiative,
    InitiativeState,
    KeyResult,
    Objective,
    Part,
)
from cairn.goals.policy import rules
from cairn.goals.queries import find_objective, key_result_rows, split_tags
from cairn.goals.removed import removed_key_results
from cairn.goals.rows import OBJECTIVE_COLUMNS, KeyResultRow, ObjectiveRow, objective_row
from cairn.notifications.inbox import see_notices_of_discussion
from cairn.organization.actor import Actor
from cairn.planning.origins import origin_of
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.agreement import Agreement, differences_from, shown_differences
from cairn.web.follow_button import FollowButton
from cairn.web.forms import back_to
from cairn.web.objectives.counts import counts_of
from cairn.web.objectives.discussion import read_discussion
from cairn.web.objectives.history import history_of
from cairn.web.objectives.remarks import Note, kept_notes
from cairn.web.objectives.timeline import read_timeline
from cairn.web.pages import member_page, page, take_unsent
from cairn.web.sessions import WebRequest

TABS = ("check-ins", "discussion", "history")


@dataclass(frozen=True, slots=True)
class KeyResultItem:
    """A row of the page with what hangs on it and what the viewer may do to it."""

    row: KeyResultRow
    initiatives: tuple[Initiative, ...]
    can_check_in: bool
    can_edit: bool
    can_claim: bool
    can_plan: bool
    can_carry: bool
    supporters: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def explain_url(self) -> str:
        return f"/key-results/{self.row.id}/explain"

    @property
    def is_said(self) -> bool:
        """Somebody set the status by hand, other than the numbers say."""
        shown = self.row.shown
        return shown.status != shown.derived and shown.status in ("on_track", "behind", "at_risk")


@dataclass(frozen=True, slots=True)
class Retry:
    """A form of the page that was refused: which one, what was typed, what is wrong."""

    form: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Words] = field(default_factory=dict)

    def value(self, form: str, name: str, otherwise: str = "") -> str:
        return str(self.typed.get(name, otherwise)) if form == self.form else otherwise

    def error(self, form: str, name: str) -> Words:
        return self.errors.get(name, "") if form == self.form else ""


@require_safe
@member_page
def show(request: WebRequest, objective_id: int) -> HttpResponse:
    unsent = take_unsent(request)
    retry = Retry(str(unsent.get("form", "")), unsent) if unsent else Retry()
    tab = "discussion" if retry.form.startswith(("comment-", "edit-")) else ""
    return objective_page(request, objective_id, retry, tab=tab)


def objective_page(
    request: WebRequest,
    objective_id: int,
    retry: Retry | None = None,
    *,
    tab: str = "",
    seen: str | None = None,
) -> HttpResponse:
    """The page, with a refused form as it was typed where there is one; `seen` is the text that
    somebody wanted to confirm and that is no longer the objective's."""
    actor = request.actor
    retry = retry or Retry()
    objective = find_objective(actor, objective_id)
    counts = counts_of(actor, objective)
    row = _row(actor, objective, counts["tag_names"])
    tab = tab or request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    today = clock.today(actor.time_zone)
    ties = ties_of(actor, objective, today)
    asked, more_help = help_rows(actor, objective.id, objective.title, counts["help"])
    context = {
        "objective": objective,
        "row": row,
        "items": _items(actor, objective, row, ties),
        "ties": ties,
        "waits": objective.is_draft and counts["is_planned"],
        "origin": origin_of(actor, objective.id) if counts["is_chosen"] else None,
        "needs": needs_of(actor, objective, today),
        "can": {act: rules.can(actor, act, objective) for act in rules.rows},
        "remarks": _remarks(actor, objective, row, counts["silent"]),
        "agreement": _agreement(actor, objective, row, counts, seen),
        "is_open": not objective.is_closed and not objective.cycle.is_closed,
        "wants_reason": is_settled(objective),
        "collaborators": _named(objective, Part.COLLABORATOR),
        "readers": [one for one in _named(objective, Part.READER) if one.id != objective.owner_id],
        "counts": counts,
        "help": asked,
        "more_help": more_help,
        "follow": FollowButton("objective", objective.id, bool(counts["is_followed"])),
        "tab": tab,
        "retry": retry,
        "back": back_to(request, ""),
        "states": InitiativeState.choices,
        "submission": retry.value(retry.form, "submission") or uuid4().hex,
        **_tab(request, objective, row, tab, bool(counts["mentions"])),
    }
    status = 422 if retry.errors else 200 if seen is None else 409
    return page(request, "objectives/objective.html", context, status=status)


def _remarks(
    actor: Actor, objective: Objective, row: ObjectiveRow, silent: str | None
) -> list[tuple[str, Note]]:
    """(where in the editor, what the coach says), for those who may do something about it."""
    is_open = not objective.is_closed and not objective.cycle.is_closed
    if not is_open or not rules.can(actor, "objective.edit", objective):
        return []
    lines = lines_of(
        kept_line(
            one.title,
            weight=one.weight,
            owned=one.owner is not None,
            kind=one.kind,
            unit=one.unit,
            start=one.start,
            ends=(one.target, one.lower, one.upper),
        )
        for one in row.key_results
    )
    owned = objective.owner_id is not None or objective.team_id is not None
    draft = Draft(
        objective.title, lines, "growth" if objective.is_growth else objective.type, owned
    )
    return kept_notes(read_muted(silent), draft, [f"line-{one.id}" for one in row.key_results])


def _agreement(
    actor: Actor,
    objective: Objective,
    row: ObjectiveRow,
    counts: dict[str, Any],
    seen: str | None,
) -> Agreement:
    standing = standing_with(objective, row.key_results, counts["asking"], counts["agreed"])
    is_open = not objective.is_closed and not objective.cycle.is_closed
    return Agreement(
        standing=standing,
        may_submit=is_open and rules.can(actor, "objective.submit", objective),
        may_confirm=is_open and rules.can(actor, "objective.confirm", objective),
        changed=shown_differences(standing.changed, actor.locale),
        meanwhile=None if seen is None else differences_from(seen, standing.text, actor.locale),
        seen=spell_text(standing.text),
    )


def _row(actor: Actor, objective: Objective, tags: str | None) -> ObjectiveRow:
    """The row of the lists, from the objective that is loaded already. Two queries."""
    today = clock.today(actor.time_zone)
    values = {name: getattr(objective, name) for name in OBJECTIVE_COLUMNS}
    for name in ("owner", "team", "visible_team", "cycle"):
        pointed = getattr(objective, name)
        values[f"{name}__name"] = pointed.name if pointed else None
    values["cycle__starts_on"] = objective.cycle.starts_on
    below = key_result_rows(actor, [objective.id], today, {objective.id: objective.closed_as})
    return objective_row(values, today, key_results=below, tags=split_tags(tags))


def _items(
    actor: Actor, objective: Objective, row: ObjectiveRow, ties: Ties
) -> list[KeyResultItem]:
    """The key results with their initiatives. One query; the rights are compared, not asked."""
    planned: dict[int, list[Initiative]] = {}
    ids = [one.id for one in row.key_results]
    for initiative in (
        Initiative.objects.filter(key_result__in=ids, deleted_at__isnull=True)
        .select_related("owner")
        .order_by("position", "id")
    ):
        planned.setdefault(initiative.key_result_id, []).append(initiative)
    return [
        _item(actor, objective, one, tuple(planned.get(one.id, ())), ties)
        for one in row.key_results
    ]


def _item(
    actor: Actor,
    objective: Objective,
    row: KeyResultRow,
    initiatives: tuple[Initiative, ...],
    ties: Ties,
) -> KeyResultItem:
    target = KeyResult(id=row.id, owner_id=row.owner.id if row.owner else None, objective=objective)
    is_open = not objective.is_closed and not objective.cycle.is_closed
    can_check_in = is_open and not objective.is_draft and objective.cycle.phase == Phase.RUNNING
    return KeyResultItem(
        row=row,
        initiatives=initiatives,
        can_check_in=can_check_in and rules.can(actor, "key_result.check_in", target),
        can_edit=is_open and rules.can(actor, "key_result.edit", target),
        can_claim=is_open and rules.can(actor, "key_result.claim", target),
        can_plan=is_open and rules.can(actor, "initiative.edit", target),
        can_carry=is_open
        and not objective.is_draft
        and rules.can(actor, "objective.carry_down", target),
        supporters=len(ties.of_key_result(row.id)),
    )


def _named(objective: Objective, part: str) -> list[Any]:
    return [one.member for one in objective.participants.all() if one.part == part]


def _tab(
    request: WebRequest, objective: Objective, row: ObjectiveRow, tab: str, has_mentions: bool
) -> dict[str, Any]:
    """What the open tab shows. One query; a discussion's news two, its mentions one more where they
    are seen for the first time."""
    before = read_id(request.GET.get("before", ""))
    match tab:
        case "discussion":
            see_notices_of_discussion(request.actor, objective.id)
            return {"threads": read_discussion(request.actor, objective.id, see=has_mentions)}
        case "history":
            removed = [] if before else removed_key_results(request.actor, objective)
            told = history_of(request.actor, objective.id, row.key_results, before)
            return {**told, "removed": removed}
    steps = {one.id: len(one.milestones) for one in row.key_results}
    return read_timeline(request.actor, objective, before, steps)
