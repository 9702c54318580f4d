"""Fetching from Feishu: which app, whom, how far it is; again, paused, forgotten."""

from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import Conflict, Invalid
from cairn.exchange.commands.fetching import (
    fetch_again,
    forget_secret,
    pause_fetch,
    resume_fetch,
    start_feishu_import,
)
from cairn.exchange.feishu.people import SCOPES
from cairn.exchange.intake import FEISHU, LARK, read_feishu, read_secret
from cairn.exchange.models import FeishuSource, Whom
from cairn.exchange.policy import rules
from cairn.exchange.queries import ImportPage, find_import
from cairn.exchange.sources import find_source
from cairn.intake import Intake
from cairn.web.exchange.acting import act_on
from cairn.web.exchange.frame import HERE, address_of, import_page
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, fragment, member_page
from cairn.web.paging import wants_fragment
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page
from cairn.web.submissions import new_submission, submission_of

OTHER: Final = "other"
SENT: Final = ("app_id", "app_secret", "people", "since", "listed")


@require_http_methods(["GET", "POST"])
@member_page
def new_fetch(request: WebRequest) -> HttpResponse:
    """`?source=` fills the form with what was asked for last."""
    rules.require(request.actor, "import.prepare", None)
    if request.method == "POST":
        return answer(request, lambda: _start(request), lambda form: _show(request, form))
    source_id = Intake(request.GET).id("source")
    source = find_source(request.actor, source_id) if isinstance(source_id, int) else None
    return _show(request, filled(request, **_values(source)))


def _values(source: FeishuSource | None) -> dict[str, Any]:
    if source is None:
        return {"place": FEISHU, "people": Whom.MEMBERS}
    is_known = source.address in (FEISHU, LARK)
    return {
        "place": source.address if is_known else OTHER,
        "address": "" if is_known else source.address,
        "app_id": source.app_id,
        "people": source.whom,
        "listed": "\n".join(source.listed),
        "since": source.since.isoformat() if source.since else "",
    }


def _start(request: WebRequest) -> HttpResponse:
    place = request.POST.get("place", FEISHU)
    fields = {name: request.POST[name] for name in SENT if name in request.POST}
    fields["address"] = request.POST.get("address", "") if place == OTHER else place
    try:
        made = start_feishu_import(
            request.actor, **read_feishu(fields), submission=submission_of(request)
        )
    except Conflict as refused:
        raise Invalid({"app_id": refused.reason}) from None
    return see_other(address_of(made.id))


def _show(request: WebRequest, form: Form) -> HttpResponse:
    """The secret never comes back to the page."""
    kept = {name: one for name, one in form.values.items() if name != "app_secret"}
    places = [
        (FEISHU, _("Feishu (open.feishu.cn)")),
        (LARK, _("Lark (open.larksuite.com)")),
        (OTHER, _("Another address")),
    ]
    return settings_page(
        request,
        "imports",
        Form(kept, form.errors),
        template="exchange/feishu",
        places=places,
        whom=_whom(),
        scopes=SCOPES,
        submission=form.values.get("submission") or new_submission(),
    )


def _whom() -> list[tuple[str, str, str]]:
    """Whose OKRs may be fetched: value, words, hint."""
    return [
        (Whom.MEMBERS, _("The members of this organization"), _("By their e-mail addresses.")),
        (Whom.EVERYONE, str(Whom.EVERYONE.label), _("Department by department.")),
        (Whom.LISTED, str(Whom.LISTED.label), ""),
    ]


def show_fetching(request: WebRequest, found: ImportPage, form: Form | None = None) -> HttpResponse:
    if wants_fragment(request):
        return fragment(request, "exchange/fetching.html", "state", {"one": found})
    return import_page(request, "fetching", found, form)


@require_POST
@member_page
def again(request: WebRequest, source_id: int) -> HttpResponse:
    try:
        made = fetch_again(request.actor, source_id, submission=submission_of(request))
    except Conflict as refused:
        flash(request, str(refused.reason), level="error")
        return see_other(HERE)
    return see_other(address_of(made.id))


@require_POST
@member_page
def forget(request: WebRequest, source_id: int) -> HttpResponse:
    forget_secret(request.actor, source_id)
    flash(request, _("The secret is forgotten, and so are Feishu's answers that were kept."))
    return see_other(HERE)


@require_POST
@member_page
def pause(request: WebRequest, import_id: int) -> HttpResponse:
    return act_on(request, import_id, pause_fetch)


@require_POST
@member_page
def resume(request: WebRequest, import_id: int) -> HttpResponse:
    found = find_import(request.actor, import_id)
    if found.fetching is None:
        return _resume(request, import_id)
    return answer(
        request,
        lambda: _resume(request, import_id),
        lambda form: show_fetching(request, found, Form({}, form.errors)),
    )


def _resume(request: WebRequest, import_id: int) -> HttpResponse:
    secret = read_secret(request.POST.dict())
    return act_on(request, import_id, partial(resume_fetch, app_secret=secret))
