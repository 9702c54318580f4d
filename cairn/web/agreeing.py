"""Agreeing in one sitting: a person's or team's set beside what it serves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.errors import Conflict, Invalid, NotFound, Stale
from cairn.goals.agreed import read_text, spell_text, stamp_of
from cairn.goals.commands.confirming import (
    confirm_objectives,
    return_objectives,
    submit_objectives,
)
from cairn.goals.intake_agreeing import read_objective_ids, read_remark, return_fields
from cairn.goals.sets import (
    SetItem,
    WholeSet,
    confirmer_of_person,
    confirmer_of_team,
    set_of_person,
    set_of_team,
)
from cairn.organization.models import Member, Team
from cairn.planning.rounds import planned_cycles
from cairn.storage import clock
from cairn.web.agreement import ShownDifference, differences_from, shown_differences
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.forms import Form, see_other, typed
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.paging import address
from cairn.web.sessions import WebRequest


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An objective of the set in the reader's words. `meanwhile`: what was changed since the reader
    opened the page whose confirmation was refused."""

    item: SetItem
    changed: tuple[ShownDifference, ...]
    seen: str
    meanwhile: tuple[ShownDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Whose:
    """The person or team whose set is looked at. `confirmer`: who is to agree to it, as far as one
    person is."""

    id: int
    name: str
    kind: str
    confirmer: str
    title: str = ""

    @property
    def path(self) -> str:
        return f"/{self.kind}/{self.id}"

    def filters(self, cycle_id: int | None) -> dict[str, int | None]:
        """Of the files of the set."""
        return {"owner" if self.kind == "people" else "team": self.id, "cycle": cycle_id}


type Show = Callable[[Form], HttpResponse]


@require_http_methods(["GET", "POST"])
@member_page
def of_person(request: WebRequest, member_id: int) -> HttpResponse:
    person = Member.objects.filter(
        id=member_id, organization_id=request.actor.organization_id
    ).first()
    if person is None:
        raise NotFound
    confirmer = _confirmer(confirmer_of_person(person))
    whose = Whose(member_id, person.name, "people", confirmer, person.title)
    choice = choose_cycle(request, request.actor, planned_cycles(request.actor))
    on = clock.today(request.actor.time_zone)
    return _answer(
        request, whose, choice, lambda: set_of_person(request.actor, person, choice.id, on)
    )


@require_http_methods(["GET", "POST"])
@member_page
def of_team(request: WebRequest, team_id: int) -> HttpResponse:
    team = Team.objects.filter(id=team_id, organization_id=request.actor.organization_id).first()
    if team is None:
        raise NotFound
    confirmer = _confirmer(confirmer_of_team(team))
    whose = Whose(team_id, team.name, "teams", confirmer)
    choice = choose_cycle(request, request.actor, planned_cycles(request.actor))
    on = clock.today(request.actor.time_zone)
    return _answer(request, whose, choice, lambda: set_of_team(request.actor, team, choice.id, on))


def _confirmer(asked: Member | None) -> str:
    return asked.name if asked else ""


def _answer(
    request: WebRequest, whose: Whose, choice: CycleChoice, read: Callable[[], WholeSet]
) -> HttpResponse:
    """The page; or an act on several objectives of the set (`act`: submit, confirm or return)."""

    def show(form: Form, status: int = 200) -> HttpResponse:
        return _show(request, whose, choice, read(), form, status)

    if request.method != "POST":
        return show(Form(take_unsent(request)))
    try:
        words = _act(request)
    except Stale:
        return show(Form(typed(request)), 409)
    except Invalid as refused:
        form = Form(typed(request), refused.fields)
        return show(form, form.status)
    except Conflict as refused:
        flash(request, str(refused), level="warning")
    else:
        flash(request, words)
    return see_other(address(f"{whose.path}/agree", {"cycle": choice.id}))


def _act(request: WebRequest) -> str:
    actor, sent = request.actor, request.POST
    ids = read_objective_ids({"objectives": sent.getlist("objective")})
    if sent.get("act") == "submit":
        count = len(submit_objectives(actor, ids, note=read_remark(sent, "note")))
        return ngettext("%(n)s objective submitted.", "%(n)s objectives submitted.", count) % {
            "n": count
        }
    if sent.get("act") == "return":
        count = len(return_objectives(actor, ids, **return_fields(sent.dict())))
        return ngettext("%(n)s objective returned.", "%(n)s objectives returned.", count) % {
            "n": count
        }
    stamps = {id: stamp_of(read_text(sent.get(f"seen-{id}", ""))) for id in ids}
    count = len(confirm_objectives(actor, stamps, publish="publish" in sent))
    return ngettext("%(n)s objective confirmed.", "%(n)s objectives confirmed.", count) % {
        "n": count
    }


def _show(
    request: WebRequest,
    whose: Whose,
    choice: CycleChoice,
    whole: WholeSet,
    form: Form,
    status: int,
) -> HttpResponse:
    here = address(f"{whose.path}/agree", {"cycle": choice.id})
    context: dict[str, Any] = {
        "whose": whose,
        "whole": whole,
        "filters": whose.filters(choice.id),
        "items": [_shown(request, one, form.values) for one in whole.items],
        "is_stale": status == 409,
        "cycle": choice.chosen,
        "cycles": choice.links(f"{whose.path}/agree"),
        "form": form,
        "here": here,
        "wait": [one.row.id for one in whole.waiting],
        "submittable": [one.row.id for one in whole.submittable],
        "has_drafts": any(one.row.is_draft for one in whole.waiting),
        "waits": choice.chosen is not None and getattr(choice.chosen, "is_planned", False),
    }
    return page(request, "agreeing/set.html", context, status=status)


def _shown(request: WebRequest, item: SetItem, sent: Mapping[str, Any]) -> ShownItem:
    locale, text = request.actor.locale, item.standing.text
    was = sent.get(f"seen-{item.row.id}")
    meanwhile = differences_from(was, text, locale) if isinstance(was, str) else ()
    return ShownItem(
        item, shown_differences(item.standing.changed, locale), spell_text(text), meanwhile
    )


urlpatterns = [
    path("people/<int:member_id>/agree", of_person),
    path("teams/<int:team_id>/agree", of_team),
]
