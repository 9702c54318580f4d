"""What forms offer to choose from, in the reader's language."""

from functools import lru_cache
from zoneinfo import available_timezones

from cairn.web.filters import reader_locale

OTHERS = ("Etc/", "SystemV/", "US/", "posix", "right", "Brazil/", "Canada/", "Chile/", "Mexico/")


@lru_cache(maxsize=1)
def time_zones() -> tuple[tuple[str, str], ...]:
    """(name, words) of the zones that are named after places, and UTC."""
    places = [name for name in available_timezones() if "/" in name and not name.startswith(OTHERS)]
    return tuple((name, name.replace("_", " ")) for name in ["UTC", *sorted(places)])


def months() -> list[tuple[int, str]]:
    """(number, name) of the months, January is 1."""
    return sorted(reader_locale().months["stand-alone"]["wide"].items())


def weekdays() -> list[tuple[int, str]]:
    """(number, name) of the days of the week, Monday is 0."""
    return sorted(reader_locale().days["stand-alone"]["wide"].items())
