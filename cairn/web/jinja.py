"""The environment in which every page is rendered."""

import json
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from cairn.reviews import wording as review_wording
from cairn.web import filters, graphics
from cairn.web.exports import exports_of, links_to
from cairn.web.kpis import words as kpi_words
from cairn.web.meetings import words as meeting_words
from cairn.web.okr_templates import words as template_words
from cairn.web.planning import room_words, round_words
from cairn.web.reviews import words as review_words

DIST = Path(__file__).resolve().parent / "static" / "dist"

FILTERS = (
    filters.percent,
    filters.amount,
    filters.plain,
    filters.share,
    filters.points,
    filters.gap,
    filters.status_class,
    filters.status_word,
    filters.day,
    filters.weekday,
    filters.instant,
    filters.full_instant,
    filters.ago,
    filters.initial,
    filters.tone,
    filters.markdown,
    kpi_words.health_status,
    kpi_words.health_word,
    kpi_words.side_word,
    kpi_words.overdue_text,
    kpi_words.cadence_text,
    template_words.department_word,
    template_words.used_by_word,
    template_words.kind_word,
    template_words.type_word,
    template_words.tag_word,
    template_words.teaches_word,
    template_words.value_label,
    meeting_words.why_word,
    meeting_words.place_word,
    meeting_words.entry_word,
    meeting_words.entry_icon,
    meeting_words.clock_time,
    round_words.step_word,
    round_words.step_task,
    round_words.step_state,
    round_words.step_chip,
    round_words.drop_word,
    round_words.advice_text,
    room_words.what_now,
    room_words.stage_word,
    room_words.stage_after,
    room_words.stages,
    room_words.place_text,
    room_words.pairs_of,
    review_wording.verdict_word,
    review_words.verdict_chip,
    review_wording.review_state,
)


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    """Asset name → hashed file name, as the build wrote it; empty before the first build."""
    written = DIST / "manifest.json"
    if not written.exists():
        return {}
    names: dict[str, str] = json.loads(written.read_text())
    return names


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address of a built file: `asset("app.js")`."""
    return static(f"app/{_manifest().get(name, name)}")


def url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


@lru_cache(maxsize=8192)
def _said(language: str, message: str) -> tuple[Markup, Markup]:
    """A text in a language, as a pattern for values and as it stands without any."""
    words = translation.gettext(message)
    return Markup(words), Markup(words.replace("%%", "%"))  # noqa: S704 (our own texts)


def _gettext(message: str, **values: object) -> Markup:
    """Hundreds of these draw a page, so the words are looked up once a language."""
    pattern, plain = _said(translation.get_language() or "en", message)
    return pattern % values if values else plain


def _when_drawn(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is asked whenever a page is drawn. Of a constant Jinja would keep the first answer,
    in the language of whoever came first."""

    @pass_context
    @wraps(function)
    def ask(_context: Context, *given: Any, **named: Any) -> Any:
        return function(*given, **named)

    return ask


def environment(**options: Any) -> Environment:
    """Jinja2 with Django's translations, the house's filters and the geometry of its drawings."""
    made = Environment(  # noqa: S701  Django passes autoescape=True
        **{
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
            "trim_blocks": True,
            "lstrip_blocks": True,
            **options,
        }
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(gettext=_gettext, _=_gettext)
    made.filters.update({function.__name__: _when_drawn(function) for function in FILTERS})
    made.globals.update(
        static=static,
        url=url,
        asset=asset,
        day_range=filters.day_range,
        exports_of=exports_of,
        export_links=links_to,
        bar_shape=graphics.bar,
        spark_shape=graphics.spark,
        cairn_shape=graphics.cairn,
        trail_shape=graphics.trail,
    )
    return made
