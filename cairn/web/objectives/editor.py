"""Writing an OKR is one page: the objective, its key results as lines, their weights."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from jinja2 import Environment

from cairn.coaching.hearing import Muted, muted_for
from cairn.cycles.models import Cycle
from cairn.errors import Forbidden
from cairn.goals.commands.checks import require_open
from cairn.goals.models import Objective, Visibility
from cairn.goals.policy import rules
from cairn.goals.queries import find_objective
from cairn.kpis.queries import find_kpi
from cairn.measures.amounts import plain_amount
from cairn.organization.actor import Actor, Role
from cairn.organization.rules import VIEWERS_LOOK
from cairn.storage.ids import read_id
from cairn.web.objectives.differing import differing_facts, follow_sentence
from cairn.web.objectives.kept import empty_sheet, kept_sheet, open_cycles
from cairn.web.objectives.marks import marked, marked_quotes
from cairn.web.objectives.names import offer_names, suggest_kpis, suggest_people, suggest_teams
from cairn.web.objectives.out_of_band import sheet_for_kpi
from cairn.web.objectives.remarks import AIM, NEW, Note, do_act, is_act, notes_of, put_texts
from cairn.web.objectives.saving import save_sheet
from cairn.web.objectives.sentences import (
    blocks_of,
    clauses_of,
    even_out,
    facts_of,
    fill_line,
    share_sheet,
    weight_sum,
)
from cairn.web.objectives.sheet import Line, Sheet, read_sheet, texts_of
from cairn.web.objectives.suggestions import Suggestions, suggest_for
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.paging import id_in
from cairn.web.sessions import WebRequest

SAVES = ("draft", "publish", "save")
OFFERED = 50


@require_http_methods(["GET", "POST"])
@member_page
def new(request: WebRequest) -> HttpResponse:
    """GET: an empty form, `?cycle=` and `?team=` (a name) chosen, `?kpi=` brought back into its band.
    POST: save, or change the form."""
    if request.actor.role is Role.VIEWER:
        raise Forbidden(VIEWERS_LOOK)
    cycles = open_cycles(request.actor)
    if request.method == "POST":
        return _answer(request, None, cycles)
    unsent = take_unsent(request)
    if unsent:
        return _form(request, _tended(request, read_sheet(texts_of(unsent))), None, cycles)
    asked = {name: request.GET.get(name, "") for name in ("cycle", "team")}
    sheet = empty_sheet(request.actor, cycles, asked)
    if kpi_id := id_in(request, "kpi"):
        sheet_for_kpi(request.actor, sheet, find_kpi(request.actor, kpi_id))
        share_sheet(sheet)
    return _form(request, sheet, None, cycles)


@require_http_methods(["GET", "POST"])
@member_page
def edit(request: WebRequest, objective_id: int) -> HttpResponse:
    objective = find_objective(request.actor, objective_id)
    rules.require(request.actor, "objective.edit", objective)
    require_open(objective)
    cycles = open_cycles(request.actor, objective)
    if request.method == "POST":
        return _answer(request, objective, cycles)
    unsent = take_unsent(request)
    if unsent:
        return _form(request, _tended(request, read_sheet(texts_of(unsent))), objective, cycles)
    return _form(request, kept_sheet(request.actor, objective), objective, cycles)


def _answer(request: WebRequest, objective: Objective | None, cycles: list[Cycle]) -> HttpResponse:
    """Do what the pressed button says; everything but saving only changes the form."""
    act = request.POST.get("act", "save")
    if act == "theirs" and objective is not None:
        flash(request, _("This is what is saved now."))
        return HttpResponseRedirect(f"/objectives/{objective.id}/edit", status=303)
    sheet = _tended(request, read_sheet(request.POST.getlist), weigh=act not in SAVES)
    if is_act(act):
        undo = do_act(request.actor, muted_for(request.actor), sheet, act)
        return _form(request, _tended(request, sheet), objective, cycles, undo=undo)
    if act == "suggest":
        found = suggest_for(request.actor, sheet)
        return _form(request, sheet, objective, cycles, suggestions=found)
    if act not in SAVES:
        if act.startswith("back-") and objective is not None:
            _bring_back(sheet, kept_sheet(request.actor, objective), act.removeprefix("back-"))
        _change(sheet, act, request.actor)
        if act.startswith("take-"):
            _tended(request, sheet)
        return _form(request, sheet, objective, cycles)
    publish = act == "publish"
    saved = save_sheet(request.actor, sheet, objective.id if objective else None, publish=publish)
    if saved is None:
        return _form(request, sheet, objective, cycles, status=409 if sheet.is_stale else 422)
    return _saved(request, saved, act)


def _saved(request: WebRequest, objective: Objective, act: str) -> HttpResponse:
    """A draft stays in the editor; what is published is shown."""
    if act == "draft":
        return HttpResponseRedirect(f"/objectives/{objective.id}/edit", status=303)
    flash(request, _("Published.") if act == "publish" else _("Saved."))
    return HttpResponseRedirect(f"/objectives/{objective.id}", status=303)


def _tended(request: WebRequest, sheet: Sheet, *, weigh: bool = True) -> Sheet:
    """The form after its sentences were read and its weights shared."""
    for line in sheet.lines:
        fill_line(line, request.actor.locale)
    if weigh:
        share_sheet(sheet)
    return sheet


def _change(sheet: Sheet, act: str, actor: Actor) -> None:
    """The buttons of the form itself: add, take-a sentence, follow-3 (its sentence), remove-3, up-3,
    down-3, even; any other only reads."""
    verb, _dash, number = act.partition("-")
    at = next((i for i, line in enumerate(sheet.lines) if str(line.number) == number), None)
    if verb == "add":
        sheet.add_line(owner=actor.name)
    elif verb == "take":
        put_texts(sheet, ((NEW, number),), actor.name)
    elif verb == "follow" and at is not None:
        follow_sentence(sheet.lines[at], actor.locale)
    elif verb == "even":
        even_out(sheet)
    elif verb == "remove" and at is not None:
        gone = sheet.lines.pop(at)
        sheet.removed += [gone.id] if gone.id else []
        share_sheet(sheet)
    elif verb in ("up", "down") and at is not None:
        to = max(0, at - 1) if verb == "up" else at + 1
        sheet.lines.insert(to, sheet.lines.pop(at))


def _bring_back(sheet: Sheet, kept: Sheet, id: str) -> None:
    """A line that was taken away stands again at the end, as it is kept."""
    line = next((one for one in kept.lines if one.id == id), None)
    if line is not None and id in sheet.removed:
        sheet.removed.remove(id)
        sheet.lines.append(
            replace(line, number=max((one.number for one in sheet.lines), default=0) + 1)
        )
        share_sheet(sheet)


def _form(
    request: WebRequest,
    sheet: Sheet,
    objective: Objective | None,
    cycles: list[Cycle],
    *,
    status: int = 200,
    undo: Note | None = None,
    suggestions: Suggestions | None = None,
) -> HttpResponse:
    """`undo` is what was just muted, shown where it stood."""
    actor = request.actor
    sheet.submission = sheet.submission or uuid4().hex
    if not sheet.lines:
        sheet.add_line(owner=actor.name)
    people, teams = offer_names(actor, OFFERED)
    mine = [name for _id, name in actor.team_names]
    context = {
        "sheet": sheet,
        "objective": objective,
        "is_draft": objective is None or objective.is_draft,
        "cycles": [("", _("Choose a cycle"))] * (not sheet.fields["cycle"])
        + [(str(one.id), one.name) for one in cycles],
        "visibilities": Visibility.choices,
        "people": people,
        "teams": list(dict.fromkeys([*mine, *teams])),
        "gone": _gone(sheet, objective),
        "is_touched": request.method == "POST",
        "undo": undo,
        "asks_assistant": request.member.organization.asks_assistant,
        "suggestions": suggestions,
        **live_parts(sheet, muted_for(actor)),
    }
    return page(request, "objectives/editor.html", context, status=status)


def _gone(sheet: Sheet, objective: Objective | None) -> list[tuple[str, str]]:
    """(id, title) of the key results that saving will take away."""
    wanted = [id for text in sheet.removed if (id := read_id(text)) is not None]
    if objective is None or not wanted:
        return []
    found = objective.key_results.filter(id__in=wanted, deleted_at__isnull=True)
    return [(str(id), title) for id, title in found.values_list("id", "title")]


def live_parts(sheet: Sheet, muted: Muted) -> dict[str, Any]:
    """What follows from the sentences: facts, remarks and marks, the weights, the template."""
    written, notes, locale = sheet.written, notes_of(muted, sheet), get_language() or "en"
    return {
        "notes": notes,
        "aim_marks": marked_quotes(sheet.fields["title"], notes.quoted(AIM)),
        "facts": {line.number: facts_of(line) for line in sheet.lines},
        "differing": {line.number: differing_facts(line, locale) for line in sheet.lines},
        "marks": {
            line.number: marked(line, notes.quoted(str(line.number))) for line in sheet.lines
        },
        "blocks": blocks_of(sheet),
        "clauses": clauses_of(written),
        "weight_sum": weight_sum(sheet),
        "held": plain_amount(sheet.held_sum) if sheet.held else "",
    }


@require_POST
@member_page
def parse(request: WebRequest) -> HttpResponse:
    """The whole form as it stands; answers the fields and fragments that follow from it."""
    act = request.POST.get("act", "")
    sheet = _tended(request, read_sheet(request.POST.getlist))
    if act == "even" or act.startswith("follow-"):
        _change(sheet, act, request.actor)
    parts = live_parts(sheet, muted_for(request.actor))
    notes = parts["notes"]
    return JsonResponse(
        {
            "aim": {"marks": parts["aim_marks"], "notes": _render("notes_part", notes=notes.aim)},
            "whole": _render("notes_part", notes=notes.whole),
            "lines": {line.number: _live_line(line, parts) for line in sheet.lines},
            "weights": _render(
                "weights_part",
                **{name: parts[name] for name in ("blocks", "weight_sum", "held")},
            ),
            "template": _render("template_part", sheet=sheet, clauses=parts["clauses"]),
        }
    )


def _live_line(line: Line, parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "fields": {
            name: text for name, text in line.fields.items() if name not in ("title", "owner")
        },
        "read": line.read,
        "shared": line.shared,
        "error": str(line.errors.get("weight", "")),
        "marks": str(parts["marks"][line.number]),
        "facts": _render(
            "facts_part",
            facts=parts["facts"][line.number],
            differing=parts["differing"][line.number],
            number=line.number,
        ),
        "notes": _render("notes_part", notes=parts["notes"].at(str(line.number))),
    }


def _render(macro: str, **given: Any) -> str:
    """One macro of the editor's live parts."""
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    module = environment.get_template("objectives/live.html").module
    return str(getattr(module, macro)(**given))


@require_GET
@member_page
def people(request: WebRequest) -> HttpResponse:
    """Names for the field's list, `?q=` what was typed; `?of=teams` for teams, `?of=kpis`."""
    query = request.GET.get("q", "")[:80]
    if request.GET.get("of") == "teams":
        return JsonResponse({"names": [[name, ""] for name in suggest_teams(request.actor, query)]})
    if request.GET.get("of") == "kpis":
        return JsonResponse({"names": suggest_kpis(request.actor, query)})
    return JsonResponse({"names": suggest_people(request.actor, query)})
