"""Recording readings: one on the KPI's page, several in one go, and correcting them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import Invalid, NotFound, Refusal, Words
from cairn.goals.commands.measuring import correct_kpi, measure_kpi, undo_reading
from cairn.kpis.intake import NO_VALUE, read_reading
from cairn.kpis.models import Kpi, KpiReading
from cairn.kpis.policy import rules
from cairn.kpis.queries import find_kpi, find_reading, kpis_to_measure, rows_of
from cairn.kpis.rows import KpiRow
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.answering import act_in_row
from cairn.web.forms import Form, back_to, see_other, typed
from cairn.web.kpis.page import Retry, kpi_page
from cairn.web.objectives.sentences import unit_text
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission

MOST = 60
FIELDS = ("value", "note", "effective_on", "submission")


@require_POST
@member_page
def measure(request: WebRequest, kpi_id: int) -> HttpResponse:
    """One reading, from the KPI's page or from where it waits."""
    kpi = find_kpi(request.actor, kpi_id)
    fields = {name: request.POST.get(name, "") for name in FIELDS}
    made = None

    def act() -> str:
        nonlocal made
        read = {"value": None} | read_reading(fields, kpi.unit)
        made = measure_kpi(request.actor, kpi_id, **read)
        return _("Recorded.")

    return act_in_row(
        request,
        act,
        otherwise=lambda: f"/kpis/{kpi_id}",
        refused=lambda refusal: kpi_page(request, kpi, Retry(typed(request), refusal.fields)),
        undo=lambda: f"/kpis/{kpi_id}/readings/{made.id}/undo" if made else "",
    )


@require_http_methods(["GET", "POST"])
@member_page
def correct(request: WebRequest, kpi_id: int, reading_id: int) -> HttpResponse:
    """GET: a reading in a form. POST: what it should be; without a value it is taken back."""
    kpi = find_kpi(request.actor, kpi_id)
    reading = find_reading(kpi, reading_id)
    if reading is None:
        raise NotFound
    rules.require(request.actor, "kpi.measure", kpi)
    if request.method != "POST":
        return _correcting(request, kpi, reading, Form(take_unsent(request) or _said(reading, kpi)))
    fields = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        read = read_reading(fields, kpi.unit)
        if read["value"] is None and "take_back" not in request.POST:
            raise Invalid({"value": NO_VALUE})
        made = correct_kpi(request.actor, kpi_id, reading_id, **read)
    except Invalid as refused:
        return _correcting(request, kpi, reading, Form(typed(request), refused.fields))
    words = (
        _("The reading is taken back.") if made.value is None else _("The reading is corrected.")
    )
    flash(request, words, undo_url=f"/kpis/{kpi_id}/readings/{made.id}/undo")
    return see_other(f"/kpis/{kpi_id}")


def _said(reading: KpiReading, kpi: Kpi) -> dict[str, Any]:
    value, language = reading.value, get_language() or "en"
    return {
        "value": "" if value is None else format_amount(value, kpi.unit, language),
        "note": reading.note,
        "effective_on": reading.effective_on.isoformat(),
    }


def _correcting(request: WebRequest, kpi: Kpi, reading: KpiReading, form: Form) -> HttpResponse:
    context = {
        "kpi": kpi,
        "reading": reading,
        "unit_text": unit_text(kpi.unit),
        "values": form.values,
        "errors": form.errors,
        "submission": form.values.get("submission") or new_submission(),
    }
    return page(request, "kpis/correct.html", context, status=form.status)


@require_POST
@member_page
def undo(request: WebRequest, kpi_id: int, reading_id: int) -> HttpResponse:
    undo_reading(request.actor, kpi_id, reading_id)
    flash(request, _("Undone."))
    return see_other(back_to(request, f"/kpis/{kpi_id}"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form for several: the KPI, what was typed and what is wrong with it."""

    kpi: KpiRow
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Words] = field(default_factory=dict)

    @property
    def unit_text(self) -> str:
        return self.kpi.unit_text


@require_http_methods(["GET", "POST"])
@member_page
def measure_several(request: WebRequest) -> HttpResponse:
    """One line a KPI; what is left empty is not measured. What was refused stays to be mended."""
    actor = request.actor
    if request.method != "POST":
        return _several(request, take_unsent(request))
    rules.require(actor, "kpi.write", None)
    texts = typed(request)
    made, errors = _record_all(actor, texts)
    if made:
        flash(request, _recorded(len(made)), undo_url=_undo_url(made))
    if errors or not made:
        left = {name: text for name, text in texts.items() if _id_of(name) not in dict(made)}
        return _several(request, left, errors, status=422 if errors else 200)
    return see_other("/kpis/measure")


def _recorded(number: int) -> str:
    return ngettext("%(num)s reading recorded.", "%(num)s readings recorded.", number) % {
        "num": number
    }


def _undo_url(made: Sequence[tuple[int, int]]) -> str:
    return f"/kpis/measure/undo?readings={','.join(f'{kpi}.{reading}' for kpi, reading in made)}"


def _id_of(name: str) -> int | None:
    """The KPI that a field belongs to: `value-123`."""
    return read_id(name.partition("-")[2])


def _record_all(
    actor: Actor, texts: Mapping[str, Any]
) -> tuple[list[tuple[int, int]], dict[int, Mapping[str, Words]]]:
    """(KPI, reading) of what was recorded, and what is wrong with the others."""
    made: list[tuple[int, int]] = []
    errors: dict[int, Mapping[str, Words]] = {}
    asked = [
        id
        for name, text in texts.items()
        if name.startswith("value-") and str(text).strip() and (id := _id_of(name))
    ]
    units = dict(kpis_to_measure(actor).filter(id__in=asked).values_list("id", "unit"))
    for kpi_id in asked[:MOST]:
        fields = {
            "value": texts[f"value-{kpi_id}"],
            "note": texts.get(f"note-{kpi_id}", ""),
            "effective_on": texts.get("effective_on", ""),
            "submission": texts.get("submission", ""),
        }
        try:
            if kpi_id not in units:
                raise NotFound
            read = read_reading(fields, units[kpi_id])
            made.append((kpi_id, measure_kpi(actor, kpi_id, **read).id))
        except Invalid as refused:
            errors[kpi_id] = refused.fields
        except Refusal as refused:
            errors[kpi_id] = {"value": refused.reason}
    return made, errors


def _several(
    request: WebRequest,
    texts: Mapping[str, Any],
    errors: Mapping[int, Mapping[str, Words]] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    on = clock.today(actor.time_zone)
    errors = errors or {}
    rows = [
        Row(kpi, _typed_for(kpi.id, texts), errors.get(kpi.id, {}))
        for kpi in rows_of(actor, kpis_to_measure(actor)[:MOST], on)
    ]
    context = {
        "rows": rows,
        "on": texts.get("effective_on") or on.isoformat(),
        "day_error": next(
            (one["effective_on"] for one in errors.values() if "effective_on" in one), ""
        ),
        "has_errors": bool(errors),
        "submission": new_submission(),
        "may_write": rules.can(actor, "kpi.write", None),
    }
    return page(request, "kpis/measure.html", context, status=status)


def _typed_for(kpi_id: int, texts: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(texts.get(f"{name}-{kpi_id}", "")) for name in ("value", "note")}


@require_POST
@member_page
def undo_several(request: WebRequest) -> HttpResponse:
    """Take back what was recorded in one go: `?readings=kpi.reading,…`."""
    pairs = [one.split(".") for one in request.GET.get("readings", "").split(",")[:MOST]]
    done = 0
    for pair in pairs:
        ids = [read_id(one) for one in pair]
        if len(ids) == 2 and ids[0] and ids[1]:
            undo_reading(request.actor, ids[0], ids[1])
            done += 1
    if done:
        flash(request, _("Undone."))
    return see_other("/kpis/measure")
