"""People, teams, cycles and faults as they turn up while a file is read. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from cairn.exchange.reading import limits
from cairn.exchange.reading.keys import short
from cairn.exchange.rows import Cycle, Fault, Person, Place, Team

_ADDRESS: Final = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>@\s]+@[^<>@\s]+)>$")
_LONGEST_SAID: Final = 400
_BARE: Final = re.compile(r"^[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+$")


class Gathered:
    """What several lines name together; each thing once, under its first key."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.teams: dict[str, Team] = {}
        self.cycles: dict[str, Cycle] = {}
        self._keys: dict[str, str] = {}
        self._faults: list[Fault] = []
        self._more: Counter[str] = Counter()

    def person(self, said: str, place: Place) -> str:
        """The key of somebody named as `Name`, `address` or `Name <address>`."""
        if said in self._keys:
            return self._keys[said]
        name, email = _named(said)
        key = short(email or " ".join(name.split()).casefold())
        if not key:
            return ""
        known = self.people.get(key)
        if known is None:
            name = name or email.partition("@")[0]
            self.people[key] = Person(key, name[: limits.LONGEST_NAME], email, place=place)
        elif name and known.email and known.name == known.email.partition("@")[0]:
            self.people[key] = replace(known, name=name[: limits.LONGEST_NAME])
        self._keys[said] = key
        return key

    def people_of(self, said: str, separators: str, place: Place) -> tuple[str, ...]:
        """Several people in one cell."""
        return self._each(said, separators, lambda one: self.person(one, place))

    def teams_of(self, said: str, separators: str, place: Place) -> tuple[str, ...]:
        return self._each(said, separators, lambda one: self.team(one, place))

    def team(self, said: str, place: Place) -> str:
        name = " ".join(said.split())[: limits.LONGEST_NAME]
        if name:
            self.teams.setdefault(name, Team(name, name, place=place))
        return name

    def cycle(self, said: str, place: Place) -> str:
        name = " ".join(said.split())[: limits.LONGEST_NAME]
        if name:
            self.cycles.setdefault(name, Cycle(name, name, place=place))
        return name

    def warn(self, code: str, place: Place, **values: object) -> None:
        self._note(Fault(code, place, _spelled(values), warning=True))

    def refuse(self, code: str, place: Place, **values: object) -> None:
        """What keeps a row out of the plan."""
        self._note(Fault(code, place, _spelled(values)))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All of them, or as many as anybody reads, and how many more there are of each."""
        more = (
            Fault("more_faults", Place(), {"count": str(count), "code": code}, warning=True)
            for code, count in sorted(self._more.items())
        )
        return (*self._faults, *more)

    def _note(self, fault: Fault) -> None:
        if len(self._faults) < limits.FAULTS:
            self._faults.append(fault)
        else:
            self._more[fault.code] += 1

    def extend(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self._note(fault)

    def _each(self, said: str, separators: str, key_of: object) -> tuple[str, ...]:
        assert callable(key_of)
        words = re.split(f"[{re.escape(separators)}]", said) if said else []
        keys = (key_of(word.strip()) for word in words)
        return tuple(dict.fromkeys(key for key in keys if key))


def _named(said: str) -> tuple[str, str]:
    """A name and an address in lower case; either may be empty."""
    text = said.strip()
    if len(text) > _LONGEST_SAID:
        return text, ""
    if found := _ADDRESS.match(text):
        return found["name"].strip(" \"'"), found["email"].lower()
    return ("", text.lower()) if _BARE.match(text) else (text.strip("<>"), "")


def _spelled(values: dict[str, object]) -> dict[str, str]:
    """As much of each value as a sentence can quote."""
    texts = {name: " ".join(str(value).split()) for name, value in values.items()}
    return {name: text if len(text) <= 80 else text[:79] + "…" for name, text in texts.items()}
