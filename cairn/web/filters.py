"""What templates do to values: numbers, dates and text, in the reader's language and zone."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import nh3
from babel import Locale
from babel.dates import format_date, format_datetime
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy, to_locale
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markupsafe import Markup

from cairn.measures.amounts import format_amount, plain_amount
from cairn.measures.rounding import percent as in_percent
from cairn.measures.rounding import rounded
from cairn.storage import clock
from cairn.web.marking import use_signs

UNDEFINED = "—"
MINUTES_IN_AN_HOUR = 60


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))


def reader_locale() -> Locale:
    return _locale(get_language() or "en")


def percent(fraction: Decimal | None, places: int = 0) -> str:
    """0.5625 → 56%; None is a dash, never 0 %."""
    return UNDEFINED if fraction is None else in_percent(fraction, places)


def amount(value: Decimal | None, unit: str) -> str:
    """A value with its unit as the reader writes it: 69%, ¥1,200, 2:37, 75 件; None is a dash."""
    if value is None:
        return UNDEFINED
    return format_amount(value, unit, get_language() or "en")


def plain(value: Decimal | None) -> str:
    """Without trailing zeros: 33.30 → 33.3; None is nothing, as in an empty field."""
    return "" if value is None else plain_amount(value)


def share(weight: Decimal) -> str:
    """A weight as a row shows it, to one place: 33.34 → 33.3, 40.00 → 40. Editors show it whole."""
    return plain_amount(rounded(weight, 1))


def points(value: Decimal | None, places: int = 0) -> str:
    """Points without their sign or word: −4.2 → 4."""
    if value is None:
        return UNDEFINED
    return str(rounded(abs(value), places))


def gap(value: Decimal | None) -> str:
    """The gap to the expected progress in words; positive points are behind."""
    if value is None:
        return ""
    whole = int(rounded(abs(value), 0))
    if whole == 0:
        return _("under 1 point behind") if value > 0 else _("on pace")
    words = (
        ngettext("%(n)s point behind", "%(n)s points behind", whole)
        if value > 0
        else ngettext("%(n)s point ahead", "%(n)s points ahead", whole)
    )
    return words % {"n": whole}


STATUS_CLASSES = {
    "not_started": "none",
    "on_track": "ok",
    "behind": "warn",
    "at_risk": "risk",
    "outdated": "stale",
    "closed": "done",
    "postponed": "rest",
    "abandoned": "rest",
    "draft": "draft",
    "withheld": "rest",
}


def status_class(status: str) -> str:
    """The class that carries a status' colour: ok, warn, risk, stale, none, done, rest, draft."""
    return STATUS_CLASSES.get(status, "none")


STATUS_WORDS = {
    "not_started": pgettext_lazy("status", "Not started"),
    "on_track": pgettext_lazy("status", "On track"),
    "behind": pgettext_lazy("status", "Behind"),
    "at_risk": pgettext_lazy("status", "At risk"),
    "outdated": pgettext_lazy("status", "Outdated"),
    "closed": pgettext_lazy("status", "Closed"),
    "postponed": pgettext_lazy("status", "Postponed"),
    "abandoned": pgettext_lazy("status", "Abandoned"),
    "draft": pgettext_lazy("status", "Draft"),
    "withheld": gettext_lazy("Limited then"),
}


def status_word(status: str) -> str:
    return str(STATUS_WORDS.get(status, status))


def _pattern(with_year: bool) -> str:
    if reader_locale().language == "zh":
        return "y 年 M 月 d 日" if with_year else "M 月 d 日"
    return "d MMM y" if with_year else "d MMM"


def _today() -> date:
    return timezone.localdate(clock.now())


def day(value: date | None) -> str:
    """3 Nov, 11 月 3 日; with its year when that is not this one. An instant's is that of the reader's
    zone."""
    if value is None:
        return UNDEFINED
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    with_year = value.year != _today().year
    return format_date(value, _pattern(with_year), locale=reader_locale())


def day_range(first: date, last: date) -> str:
    """1 Oct – 31 Dec, or the one day that it is; the year only where it is not this one."""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def weekday(value: date) -> str:
    return format_date(value, "EEE", locale=reader_locale())


def instant(value: datetime | None) -> str:
    """Short and in the reader's zone: minutes ago, today 09:12, yesterday 17:40, 3 Nov."""
    if value is None:
        return UNDEFINED
    now, then = clock.now(), timezone.localtime(value)
    minutes = int((now - value).total_seconds() // 60)
    if 0 <= minutes < MINUTES_IN_AN_HOUR:
        if minutes == 0:
            return _("just now")
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    time = format_datetime(then, "HH:mm", locale=reader_locale())
    today = _today()
    if then.date() == today:
        return _("Today %(time)s") % {"time": time}
    if then.date() == today - timedelta(days=1):
        return _("Yesterday %(time)s") % {"time": time}
    return day(then.date())


def full_instant(value: datetime) -> str:
    """Date, time and zone without doubt, for titles and exports on paper."""
    then = timezone.localtime(value)
    shown = format_date(then, _pattern(with_year=True), locale=reader_locale())
    return f"{shown} {then:%H:%M} {then.tzname()}"


def ago(value: date | None) -> str:
    """How many days ago, in words; None is "never"."""
    if value is None:
        return _("never")
    days = (_today() - value).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


def initial(name: str) -> str:
    """The sign on a person's stone: the first character of a name, in capitals."""
    name = name.strip()
    return name[:1].upper() if name else "?"


def tone(name: str) -> str:
    """One of four quiet colours, always the same for the same name."""
    return ("", "b", "c", "d")[sum(map(ord, name)) % 4]


_reader = use_signs(
    MarkdownIt("commonmark", {"breaks": True, "html": False}).enable(["table", "strikethrough"])
)
_TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p"),
    *("pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


@lru_cache(maxsize=1024)
def markdown(text: str) -> Markup:
    """Written text as safe HTML: no scripts, no images, no styles, links that tell nothing."""
    written = _reader.render(text or "")
    clean = nh3.clean(
        written,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(clean)  # noqa: S704  nh3 has cleaned it
