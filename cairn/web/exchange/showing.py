"""One import, as far as it has come."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cairn.exchange.models import UNDO_DAYS, Action, Sort, State
from cairn.exchange.queries import ImportPage, find_import, get_import
from cairn.exchange.writing.formats import EVERYWHERE
from cairn.web.exchange.columns import show_columns
from cairn.web.exchange.feishu import show_fetching
from cairn.web.exchange.frame import address_of, import_page
from cairn.web.exchange.names import show_names
from cairn.web.forms import see_other
from cairn.web.pages import fragment, member_page
from cairn.web.paging import address, wants_fragment
from cairn.web.sessions import WebRequest

WORKING: Final = {
    State.READING: gettext_lazy("The file is being read."),
    State.PLANNING: gettext_lazy("The plan is being made."),
    State.APPLYING: gettext_lazy("Everything is being written, as one."),
    State.UNDOING: gettext_lazy("The import is being taken back."),
}
LAST: Final = 10**9


@member_page
def show_import(request: WebRequest, import_id: int) -> HttpResponse:
    """`?action=` and `?sort=` narrow the plan, `?after=` goes on; `?step=names` goes back to them."""
    sort, action = _one_of(request, "sort", Sort), _one_of(request, "action", Action)
    wants_names = request.GET.get("step") == "names"
    found = find_import(
        request.actor,
        import_id,
        sort=sort,
        action=action,
        after=_after(request),
        with_names=wants_names,
    )
    if wants_fragment(request) and not found.is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if found.fetching is not None:
        return show_fetching(request, found)
    if found.is_at_work:
        return _working(request, found)
    if found.state == State.COLUMNS:
        return show_columns(request, found)
    if found.state == State.MAPPING or (found.state == State.PLANNED and wants_names):
        return show_names(request, found)
    if found.state == State.FAILED:
        return import_page(request, "failed", found)
    return _show_rows(request, found, sort, action)


def _one_of(request: WebRequest, name: str, known: Any) -> str:
    said = request.GET.get(name, "")
    return said if said in known else ""


def _after(request: WebRequest) -> int:
    said = request.GET.get("after", "")
    return min(int(said), LAST) if said.isascii() and said.isdigit() and len(said) < 12 else -1


def _working(request: WebRequest, found: ImportPage) -> HttpResponse:
    words = WORKING[State(found.state)]
    if wants_fragment(request):
        return fragment(request, "exchange/working.html", "state", {"one": found, "words": words})
    return import_page(request, "working", found, words=words)


def _show_rows(request: WebRequest, found: ImportPage, sort: str, action: str) -> HttpResponse:
    here = {"sort": sort, "action": action}
    following = found.next_after
    template = "plan" if found.state == State.PLANNED else "done"
    return import_page(
        request,
        template,
        found,
        sort=sort,
        action=action,
        narrowed={"row_sort": sort, "action": action},
        actions=[(one.value, found.counts.get(one.value, 0), _said(found, one)) for one in Action],
        next_url=address(address_of(found.id), {**here, "after": following}) if following else None,
        first_url=address(address_of(found.id), here) if "after" in request.GET else None,
        undo_days=UNDO_DAYS,
    )


def _said(found: ImportPage, action: Action) -> str:
    """What the figure beside it counts."""
    is_done = found.applied_at is not None
    return {
        Action.CREATE: pgettext("import", "made")
        if is_done
        else pgettext("import", "would be made"),
        Action.CHANGE: pgettext("import", "changed")
        if is_done
        else pgettext("import", "would be changed"),
        Action.SKIP: _("left as it is"),
        Action.CONFLICT: _("in conflict, left as it is"),
    }[action]


@member_page
def download_report(request: WebRequest, import_id: int) -> HttpResponse:
    """Leads to the rows as a file: every row with what became of it, as CSV; `?format=xlsx` as a
    workbook."""
    found = get_import(request.actor, import_id)
    wanted = request.GET.get("format", "csv")
    format = wanted if wanted in EVERYWHERE else "csv"
    return see_other(address("/exports/import-rows", {"import_id": found.id, "format": format}))
