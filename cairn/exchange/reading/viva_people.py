"""Users, teams and periods of a Viva archive, and how other files name them. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from cairn.exchange.reading import values
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.grids import clean
from cairn.exchange.reading.keys import short
from cairn.exchange.reading.limits import LONGEST_NAME
from cairn.exchange.reading.viva_records import Record
from cairn.exchange.rows import Cycle, Person, Place, Team

_GONE = frozenset({"inactive", "deactivated", "deleted", "archived", "disabled", "removed"})


class Named:
    """Ids to keys: a thing is known by its id, and where that is missing by its name."""

    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.teams_by_name: dict[str, str] = {}

    def people(self, said: Any, place: Place) -> tuple[str, ...]:
        """One object or several; a text is names between commas."""
        if isinstance(said, str):
            return self.found.people_of(clean(said), ",;", place)
        several = said if isinstance(said, list) else [said]
        keys = (self.person(one, place) for one in several if isinstance(one, dict))
        return tuple(dict.fromkeys(key for key in keys if key))

    def person(self, said: dict[str, Any], place: Place) -> str:
        name, email = _line(said.get("Name")), _line(said.get("Email")).lower()
        key = short(_line(said.get("ID")) or email or name.casefold())
        if not (name or email):
            return key if key in self.found.people else ""
        known = self.found.people.get(key)
        if known is None:
            named = (name or email.partition("@")[0])[:LONGEST_NAME]
            self.found.people[key] = Person(key, named, email, place=place)
        elif email and not known.email:
            self.found.people[key] = replace(known, email=email)
        return key

    def teams(self, said: Iterable[Any], place: Place) -> tuple[str, ...]:
        keys = (self.team(one, place) for one in said)
        return tuple(dict.fromkeys(key for key in keys if key))

    def team(self, said: Any, place: Place) -> str:
        """By its id, or by its name alone."""
        inner = said if isinstance(said, dict) else {"Name": said}
        name = _line(inner.get("Name") or inner.get("Team Name"))[:LONGEST_NAME]
        key = short(_line(inner.get("ID")) or self.teams_by_name.get(name, name))
        if key and key not in self.found.teams:
            if not name:
                return ""
            self.found.teams[key] = Team(key, name, place=place)
        if name:
            self.teams_by_name.setdefault(name, key)
        return key

    def cycle(self, said: Any, place: Place) -> str:
        inner = said if isinstance(said, dict) else {"Name": said}
        name = _line(inner.get("Name") or inner.get("Time Period Name"))[:LONGEST_NAME]
        key = short(_line(inner.get("ID")) or name)
        if key and key not in self.found.cycles:
            if not name:
                return ""
            self.found.cycles[key] = Cycle(key, name, place=place)
        return key


def load_people(records: Iterable[Record], named: Named) -> None:
    for record in records:
        key = named.person(dict(record.values), record.place)
        if not key:
            continue
        manager = record.values.get("Manager")
        above = named.people(manager, record.place)
        known = named.found.people[key]
        named.found.people[key] = replace(
            known,
            manager=above[0] if above and above[0] != key else "",
            has_left=record.text("Status").casefold() in _GONE,
            place=record.place,
        )
        for team in named.teams(record.list("Teams"), record.at("Teams")):
            one = named.found.teams[team]
            named.found.teams[team] = replace(one, members=(*one.members, key))


def load_teams(records: Iterable[Record], named: Named) -> None:
    """Parents by name, once all are known; a leader is the first of the owners."""
    known = list(records)
    for record in known:
        named.team(dict(record.values), record.place)
    for record in known:
        key = named.team(dict(record.values), record.place)
        if not key:
            continue
        parent = record.values.get("Parent Team")
        leads = named.people(record.values.get("Team Owners"), record.at("Team Owners"))
        above = named.team(parent, record.at("Parent Team")) if parent else ""
        named.found.teams[key] = replace(
            named.found.teams[key],
            parent="" if above == key else above,
            lead=leads[0] if leads else "",
            is_archived=record.text("Status").casefold() == "archived",
            place=record.place,
        )


def load_cycles(records: Iterable[Record], named: Named) -> None:
    for record in records:
        key = named.cycle(dict(record.values), record.place)
        if key:
            named.found.cycles[key] = replace(
                named.found.cycles[key],
                starts_on=values.read_day(record.text("Start Date")),
                ends_on=values.read_day(record.text("End Date")),
                place=record.place,
            )


def _line(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(clean(str(value)).split())
