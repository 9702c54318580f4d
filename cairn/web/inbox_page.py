"""The inbox: what I owe on the left, what concerns me on the right."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.checkins.queries import round_of
from cairn.notifications.inbox import open_notice, see_notices
from cairn.notifications.notices import MOST, NoticeRow, newest
from cairn.notifications.owed import A_FEW, ALL, SECTIONS, Owed, names_of, owed_by
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.checkin_rows import FormRow
from cairn.web.forms import back_to, see_other
from cairn.web.kpis.later import later_of
from cairn.web.pages import drawing, flash, fragment, member_page, page
from cairn.web.paging import address, wants_fragment
from cairn.web.sessions import WebRequest
from cairn.web.unsent_answers import Unsent, kept_answer

HERE: Final = "/inbox"


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
    owed = read_owed(request, chosen, ALL if len(chosen) == 1 else A_FEW)
    return _show(request, owed, before, kept_answer(request))


def read_owed(request: WebRequest, names: list[str], most: int) -> Owed:
    actor = request.actor
    return owed_by(names, actor, request.member.organization, clock.today(actor.time_zone), most)


def section_again(request: WebRequest, unsent: Unsent, status: int) -> HttpResponse | None:
    """Its section with what was typed; None where the row does not stand in it."""
    owed = read_owed(request, [unsent.section], ALL)
    if unsent.about not in names_of(owed.sections[unsent.section]):
        return None
    return _show(request, owed, None, unsent, status)


def _show(
    request: WebRequest,
    owed: Owed,
    before: int | None,
    unsent: Unsent,
    status: int = 200,
) -> HttpResponse:
    sections = owed.sections
    only = next(iter(sections)) if len(sections) == 1 else ""
    on = clock.today(request.actor.time_zone)
    due = sections.get("check-ins")
    context: dict[str, Any] = {
        "sections": sections,
        "owed": sum(section.owed for section in sections.values()),
        "only": only,
        "is_older": before is not None,
        "news": None if only else read_news(request.actor, before),
        "today": on,
        "back": address(HERE, {"only": only}),
        "submission": uuid4().hex,
        "unsent": unsent,
        "due": [FormRow(one) for one in due.rows] if due else [],
        "round": round_of(request.member.organization, on),
    }
    if kpis := sections.get("kpis"):
        context["later"] = later_of(request, [one.id for one in kpis.rows])
    if due:
        context["due_all"] = due.whole
    if owed.counts:
        context["counts"] = owed.counts
    return page(request, "inbox/inbox.html", context, status=status)


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
