"""The inbox: what I owe on the left, what concerns me on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.checkins.agreed import open_actions
from cairn.checkins.helping import help_waiting
from cairn.checkins.queries import open_mentions
from cairn.errors import Invalid
from cairn.goals.confirming import asked_confirmations, waiting_confirmations
from cairn.goals.waiting import waiting_for
from cairn.kpis.queries import kpis_owed, rows_of
from cairn.notifications.inbox import open_notice, see_notices
from cairn.notifications.notices import MOST, NoticeRow, newest
from cairn.notifications.waiting import kpis_and_scores
from cairn.organization.actor import Actor
from cairn.reviews.queries import waiting_scores
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.forms import back_to, see_other
from cairn.web.pages import drawing, flash, fragment, member_page, page
from cairn.web.paging import address, wants_fragment
from cairn.web.sessions import WebRequest
from cairn.web.unsent_answers import Unsent, kept_answer, refused_answer

HERE: Final = "/inbox"
A_FEW, ALL = 6, 50
SECTIONS: Final = ("asks", "confirmations", "mentions", "help", "kpis", "actions", "scores")


@dataclass(frozen=True, slots=True)
class Section:
    """What waits of one sort; `more`: there are others than these."""

    name: str
    rows: Any
    more: bool = False

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class News:
    """A page of notices, newest first."""

    rows: tuple[NoticeRow, ...]
    has_older: bool

    @property
    def older_url(self) -> str:
        return address(HERE, {"before": self.rows[-1].id}) if self.has_older else ""

    @property
    def newest_unseen(self) -> int | None:
        """Up to here all are marked as seen; None where there is nothing to mark."""
        return next((row.id for row in self.rows if not row.is_seen), None)


def sections_of(names: Sequence[str], actor: Actor, on: date, most: int) -> dict[str, Section]:
    """KPIs and scores together take one query."""
    if not {"kpis", "scores"} <= set(names):
        return {name: section_of(name, actor, on, most) for name in names}
    kpis, scores = kpis_and_scores(actor, on, most + 1)
    sections = {
        name: section_of(name, actor, on, most) for name in names if name not in ("kpis", "scores")
    }
    return {
        **sections,
        "kpis": _cut("kpis", kpis, most),
        "scores": _cut("scores", scores, most),
    }


def section_of(name: str, actor: Actor, on: date, most: int) -> Section:
    """One query each, two for what is asked; `confirmations` in full takes five."""
    match name:
        case "asks":
            asks = waiting_for(actor, on, most)
            return Section(name, asks, asks.more)
        case "confirmations" if most > A_FEW:
            whole = waiting_confirmations(actor, on, most)
            return Section(name, whole, whole.more)
        case "confirmations":
            submitted = asked_confirmations(actor).select_related(
                "objective__owner", "objective__team", "submitted_by"
            )
            return _cut(name, list(submitted[: most + 1]), most)
        case "mentions":
            return _cut(name, list(open_mentions(actor)[: most + 1]), most)
        case "help":
            return _cut(name, help_waiting(actor, most + 1), most)
        case "kpis":
            return _cut(name, rows_of(actor, kpis_owed(actor, on)[: most + 1], on), most)
        case "actions":
            return _cut(name, list(open_actions(actor)[: most + 1]), most)
        case _:
            return _cut(name, waiting_scores(actor, on, most + 1), most)


def _cut(name: str, found: Sequence[Any], most: int) -> Section:
    return Section(name, found[:most], len(found) > most)


def read_news(actor: Actor, before: int | None) -> News:
    rows = newest(actor, before=before, most=MOST + 1)
    return News(tuple(rows[:MOST]), len(rows) > MOST)


@member_page
def inbox(request: WebRequest) -> HttpResponse:
    """All of it; `only` shows one section whole, `before` older news."""
    before, only = read_id(request.GET.get("before", "")), request.GET.get("only", "")
    if before and wants_fragment(request):
        older = {"news": read_news(request.actor, before)}
        return fragment(request, "inbox/inbox.html", "entries", older)
    chosen = [only] if only in SECTIONS else [] if before else list(SECTIONS)
    on = clock.today(request.actor.time_zone)
    sections = sections_of(chosen, request.actor, on, ALL if only else A_FEW)
    return _show(request, sections, before, kept_answer(request))


def refuse_answer(request: WebRequest, about: str, refusal: Invalid) -> HttpResponse:
    """Its section again, with what was typed; where the row is not in the list, the refusal's own
    page keeps the words."""
    unsent = refused_answer(request, about, refusal)
    on = clock.today(request.actor.time_zone)
    section = section_of(unsent.section, request.actor, on, ALL)
    if not unsent.is_among(section.rows):
        raise refusal
    return _show(request, {section.name: section}, None, unsent)


def _show(
    request: WebRequest, sections: dict[str, Section], before: int | None, unsent: Unsent
) -> HttpResponse:
    only = next(iter(sections)) if len(sections) == 1 else ""
    context: dict[str, Any] = {
        "sections": sections,
        "only": only,
        "is_older": before is not None,
        "news": None if only else read_news(request.actor, before),
        "today": clock.today(request.actor.time_zone),
        "back": address(HERE, {"only": only}),
        "submission": uuid4().hex,
        "unsent": unsent,
    }
    return page(request, "inbox/inbox.html", context, status=422 if unsent.error else 200)


@member_page
def show_notice(request: WebRequest, notice_id: int) -> HttpResponse:
    """Go to what it is about; it is seen."""
    return see_other(open_notice(request.actor, notice_id))


@require_POST
@member_page
def see_one(request: WebRequest, notice_id: int) -> HttpResponse:
    open_notice(request.actor, notice_id)
    if wants_fragment(request):
        return drawing("inbox/news.html", "seen_mark")
    return see_other(back_to(request, HERE))


@require_POST
@member_page
def see_all(request: WebRequest) -> HttpResponse:
    """Everything up to the newest that was shown: what came meanwhile stays news."""
    until = read_id(request.POST.get("until", ""))
    if until is not None and see_notices(request.actor, until=until):
        flash(request, _("All of it is marked as seen."))
    return see_other(back_to(request, HERE))


urlpatterns = [
    path("inbox", inbox),
    path("inbox/seen", see_all),
    path("inbox/notices/<int:notice_id>", show_notice),
    path("inbox/notices/<int:notice_id>/seen", see_one),
]
