"""Who, which department and which period an answer names, as neutral rows. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from cairn.exchange.feishu.instants import first_day, last_day
from cairn.exchange.feishu.kept import HIDDEN, by_id, dicts, id_in
from cairn.exchange.feishu.people import ID
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.limits import LONGEST_NAME
from cairn.exchange.rows import Cycle, Person, Place, Team

INVALID: Final = "2"
UNNAMED: Final = {"zh": "飞书用户 {id}", "en": "Feishu user {id}"}
LONGEST_ID, SHOWN_OF_ID = 24, 11
"""A longer id is shown by “ou_” and eight more. Feishu's are random; a Cairn's are shorter and alike at
their beginning."""
type Language = Literal["zh", "en"]


class Named:
    """People, teams and cycles as they turn up; `found` hears what is odd about them."""

    def __init__(
        self, frame: Mapping[str, Any], zone: ZoneInfo, language: Language, found: Gathered
    ) -> None:
        self.frame, self.zone, self.language, self.found = frame, zone, language, found
        self.people: dict[str, Person] = {}
        self.teams: dict[str, Team] = {}
        self.cycles: dict[str, Cycle] = {}
        self._periods = by_id(dicts(frame.get("periods")))
        self._told: set[tuple[str, str]] = set()

    def meet(self, person: Mapping[str, Any]) -> Person:
        """Somebody of the list, with all that is known of them."""
        key, email = str(person.get("open_id", "")), str(person.get("email", ""))
        name = str(person.get("name", "")) or email.partition("@")[0] or self.unnamed(key)
        met = Person(key, name[:LONGEST_NAME], email, manager=str(person.get("leader", "")))
        self.people[key] = met
        return met

    def owner(self, told: Any, otherwise: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys of an owner: a person, or a team where a department owns."""
        owner = told if isinstance(told, dict) else {}
        is_department = owner.get("owner_type") == "department"
        said = owner.get("department_id") if is_department else owner.get("user_id")
        key = str(said or owner.get("user_id") or "")
        if not ID.fullmatch(key):
            return ((otherwise,), ()) if otherwise and not is_department else ((), ())
        return ((), (self.team(key),)) if is_department else ((self.person(key),), ())

    def person(self, key: str) -> str:
        """Whoever is not in the list goes by their id."""
        self.people.setdefault(key, Person(key, self.unnamed(key)))
        return key

    def unnamed(self, key: str) -> str:
        """The words for somebody who has no name here."""
        shown = key if len(key) <= LONGEST_ID else f"{key[:SHOWN_OF_ID]}…"
        return UNNAMED[self.language].format(id=shown)

    def team(self, key: str) -> str:
        """With those above it, as far as their names are known."""
        departments = self.frame.get("departments") or {}
        at = key
        while at and at not in self.teams:
            told = departments.get(at)
            known: Mapping[str, Any] = told if isinstance(told, dict) else {}
            parent = str(known.get("parent", ""))
            parent = parent if parent in departments else ""
            lead = str(known.get("leader", ""))
            lead = lead if lead in self.people else ""
            self.teams[at] = Team(at, str(known.get("name", "")) or at, parent, lead)
            at = parent
        return key

    def cycle(self, id: str, start_time: Any, end_time: Any) -> Cycle:
        """By its id, else by its days; named as its period is."""
        starts_on, ends_on = first_day(start_time, self.zone), last_day(end_time, self.zone)
        key = id or f"{starts_on}/{ends_on}"
        if key not in self.cycles:
            period = self._periods.get(id, {})
            starts_on = starts_on or first_day(period.get("period_start_time"), self.zone)
            ends_on = ends_on or last_day(period.get("period_end_time"), self.zone)
            name = self._name(period) or _by_days(starts_on, ends_on) or key
            self.cycles[key] = Cycle(key, name[:LONGEST_NAME], starts_on, ends_on)
        return self.cycles[key]

    def _name(self, period: Mapping[str, Any]) -> str:
        first, second = ("zh_name", "en_name") if self.language == "zh" else ("en_name", "zh_name")
        names = (" ".join(str(period.get(one) or "").split()) for one in (first, second))
        return next((name for name in names if name), "")

    def tell_period(self, cycle: Cycle, status: Any, *, is_used: bool) -> None:
        """What an administrator hid is not brought in; what they made invalid is."""
        code = ""
        if str(status) == HIDDEN:
            code = "feishu_period_hidden"
        elif str(status) == INVALID and is_used:
            code = "feishu_period_invalid"
        if code and (code, cycle.key) not in self._told:
            self._told.add((code, cycle.key))
            self.found.warn(code, Place(), name=cycle.name)

    def hidden_periods(self) -> Iterable[tuple[str, Mapping[str, Any]]]:
        return [(id, one) for id, one in self._periods.items() if str(one.get("status")) == HIDDEN]

    def status_of(self, period_id: str) -> Any:
        return self._periods.get(period_id, {}).get("status")


def _by_days(starts_on: date | None, ends_on: date | None) -> str:
    """2026-10 – 2026-12, as Feishu's periods are whole months."""
    if starts_on is None or ends_on is None:
        return ""
    first, last = f"{starts_on:%Y-%m}", f"{ends_on:%Y-%m}"
    return first if first == last else f"{first} – {last}"


def category_of(category: Mapping[str, Any], language: Language) -> tuple[str, str]:
    """committed, aspirational or "", and else the name as a tag."""
    told = category.get("name")
    names = [str(one) for one in told.values()] if isinstance(told, dict) else []
    said = " ".join(names).casefold()
    if any(word in said for word in ("承诺", "committed")):
        return "committed", ""
    if any(word in said for word in ("愿景", "挑战", "aspirational", "stretch", "moonshot")):
        return "aspirational", ""
    name = told.get(language) if isinstance(told, dict) else ""
    return "", " ".join(str(name or next(iter(names), "")).split())


def id_of_period(okr: Mapping[str, Any]) -> str:
    return id_in(okr, "period_id")
