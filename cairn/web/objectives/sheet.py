"""The editor's form as text: what was typed, what stood there before, and what is wrong with it.

Every value is the text of a field. `was` holds the texts that the page was made with, so that
only what somebody changed is written, and two people who edit at once can be told apart.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cairn.errors import Words
from cairn.goals.weights import Share
from cairn.intake import fault_of_text
from cairn.measures.amounts import plain_amount

NUMBER = re.compile(r"[0-9]{1,6}")
HELD = re.compile(r"(?P<weight>[0-9]{1,3}(?:\.[0-9]{1,2})?)(?P<fixed>!?)", re.ASCII)
FIELDS = (
    "title",
    "description",
    "type",
    "owner",
    "team",
    "cycle",
    "visibility",
    "visible_team",
    "readers",
    "collaborators",
    "due_on",
    "tags",
)
LINE_FIELDS = (
    "title",
    "kind",
    "unit",
    "start",
    "target",
    "lower",
    "upper",
    "owner",
    "due_on",
    "cadence_days",
    "milestones",
    "kpi",
    "weight",
    "locked",
)
MOST_LINES = 30


@dataclass
class Line:
    """One key result. `read` is the sentence that filled the fields last, `shared` the weight that
    the page put in itself; `id` is empty until it is saved. `theirs` holds what somebody else
    wrote into the fields that both changed; `initiatives` are planned, one a line, on saving."""

    number: int
    fields: dict[str, str]
    id: str = ""
    was: dict[str, str] = field(default_factory=dict)
    read: str = ""
    shared: str = ""
    errors: dict[str, Words] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    initiatives: str = ""

    @property
    def is_blank(self) -> bool:
        """A line that nobody wrote on; whose owner alone is filled in counts as blank too."""
        return not (self.id or self.initiatives) and not any(
            self.fields[name] for name in LINE_FIELDS if name not in ("owner", "locked", "due_on")
        )

    @property
    def changed(self) -> dict[str, str]:
        return {
            name: self.fields[name]
            for name in LINE_FIELDS
            if self.fields[name] != self.was.get(name, "")
        }

    @property
    def was_text(self) -> str:
        return json.dumps(self.was, ensure_ascii=False)

    @property
    def means(self) -> list[str]:
        """Its initiatives as they stand on the form."""
        return [one for text in self.initiatives.splitlines() if (one := text.strip())]

    @property
    def is_weight_typed(self) -> bool:
        """A weight that somebody set: locked, or other than what the page put in."""
        text = self.fields["weight"]
        return bool(text) and (self.fields["locked"] == "on" or text != self.shared)


@dataclass
class Sheet:
    """The whole form. `held` is what aligned objectives hold of the 100 %, beside the lines; `frame`
    names the sentence that it is read through in."""

    fields: dict[str, str]
    lines: list[Line]
    held: list[Share] = field(default_factory=list)
    was: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    reason: str = ""
    submission: str = ""
    errors: dict[str, Words] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    refusal: Words = ""
    frame: str = ""

    @property
    def changed(self) -> dict[str, str]:
        return {
            name: self.fields[name]
            for name in FIELDS
            if self.fields[name] != self.was.get(name, "")
        }

    @property
    def was_text(self) -> str:
        return json.dumps(self.was, ensure_ascii=False)

    @property
    def is_refused(self) -> bool:
        return bool(self.errors) or any(line.errors for line in self.lines)

    @property
    def is_stale(self) -> bool:
        return bool(self.theirs) or any(line.theirs for line in self.lines)

    @property
    def held_texts(self) -> list[str]:
        """Each as the form carries it: 20, or 20! where it is fixed."""
        return [f"{plain_amount(one.weight)}{'!' if one.fixed else ''}" for one in self.held]

    @property
    def held_sum(self) -> Decimal:
        return sum((one.weight for one in self.held), Decimal(0))

    @property
    def written(self) -> list[Line]:
        """The lines that somebody wrote on."""
        return [line for line in self.lines if not line.is_blank]

    @property
    def means(self) -> list[str]:
        """All initiatives that stand on the form."""
        return [one for line in self.lines for one in line.means]

    def add_line(self, **fields: str) -> Line:
        """One more empty line."""
        number = max((line.number for line in self.lines), default=0) + 1
        line = Line(number, {name: fields.get(name, "") for name in LINE_FIELDS})
        self.lines.append(line)
        return line


type Texts = Callable[[str], list[str]]


def read_sheet(texts: Texts) -> Sheet:
    """From what was posted; `texts` gives every value of a name, as `getlist` does."""
    numbers = [int(text) for text in texts("line") if NUMBER.fullmatch(text)]
    lines = [_read_line(texts, number) for number in dict.fromkeys(numbers[:MOST_LINES])]
    submission = _first(texts, "submission")
    return Sheet(
        fields={name: _clean(_first(texts, name)) for name in FIELDS},
        lines=lines,
        held=[share for text in texts("held")[:MOST_LINES] if (share := _read_held(text))],
        was=_read_was(_first(texts, "was")),
        removed=[text for text in texts("removed") if text],
        reason=_first(texts, "reason").strip(),
        submission="" if fault_of_text(submission) else submission[:64],
        frame=_first(texts, "frame"),
    )


def _read_held(text: str) -> Share | None:
    """What the page itself wrote; anything else is nobody's weight."""
    found = HELD.fullmatch(text)
    return Share(Decimal(found["weight"]), bool(found["fixed"])) if found else None


def _read_line(texts: Texts, number: int) -> Line:
    def text(name: str) -> str:
        return _clean(_first(texts, f"kr-{number}-{name}"))

    return Line(
        number=number,
        fields={name: text(name) for name in LINE_FIELDS},
        id=text("id"),
        was=_read_was(text("was")),
        read=text("read"),
        shared=text("shared"),
        initiatives=text("initiatives"),
    )


def _first(texts: Texts, name: str) -> str:
    found = texts(name)
    return found[0] if found else ""


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _read_was(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def texts_of(typed: Mapping[str, Any]) -> Texts:
    """`getlist` over what `take_unsent` gives back."""

    def texts(name: str) -> list[str]:
        found = typed.get(name, [])
        return [found] if isinstance(found, str) else list(found)

    return texts


def note(errors: dict[str, Words], found: Mapping[str, Words], known: Iterable[str]) -> None:
    """Put refusals beside their fields; what belongs to no field of the form goes to the title."""
    for name, why in found.items():
        errors.setdefault(name if name in known else "title", why)
