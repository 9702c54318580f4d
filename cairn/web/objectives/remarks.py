"""What the coach says beside each line of the form, and what its buttons do."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from cairn.coach.draft import Draft, KeyResultDraft
from cairn.coach.findings import Finding
from cairn.coach.frames import Frame, Framed, Parts, read_frame
from cairn.coach.lines import says_something
from cairn.coach.review import Review
from cairn.coach.rules import RULES
from cairn.coaching.hearing import Muted, review_for
from cairn.coaching.language import reader_language
from cairn.coaching.silencing import LONGEST_TEXT, mute_rule, unmute_rule
from cairn.organization.actor import Actor
from cairn.web.objectives.sentences import asked_share
from cairn.web.objectives.sheet import MOST_LINES, Line, Sheet

AIM, SET, NEW, MEANS = "o", "set", "new", "means"
FRAME: Final = "frame"
TOO_FEW: Final = "set-too-few"
ACTS: Final = ("use", "mute", "unmute", "mute_here", "unmute_here")

type Put = tuple[str, str]
"""Where a text goes: AIM, the number of a line, NEW for a line of its own, or MEANS as an initiative:
with the number of its line, or else of the NEW one before it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in the reader's language. `place`: AIM, SET or the number of a line; `text`: what
    muting it here is about; `puts`: what its rewrite would write, and where; `undo`: where it was
    muted just now, the act that takes that back."""

    place: str
    rule: str
    title: str
    message: str
    reason: str = ""
    bad: str = ""
    good: str = ""
    text: str = ""
    begin: int = 0
    end: int = 0
    puts: tuple[Put, ...] = ()
    undo: str = ""

    @property
    def puts_text(self) -> str:
        return json.dumps(self.puts, ensure_ascii=False)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The rewrite line by line: (what the line becomes, its text)."""
        return [(_word_of(place) if len(self.puts) > 1 else "", text) for place, text in self.puts]


def _word_of(place: str) -> str:
    if place == AIM:
        return _("Objective")
    return _("Initiative") if place.startswith(MEANS) else _("Key result")


@dataclass
class Notes:
    """By place. Those of the set stand beside the weights."""

    aim: list[Note] = field(default_factory=list)
    lines: dict[int, list[Note]] = field(default_factory=dict)
    whole: list[Note] = field(default_factory=list)

    def at(self, place: str) -> list[Note]:
        if place in (AIM, SET):
            return self.aim if place == AIM else self.whole
        return self.lines.get(int(place), []) if place.isdecimal() else []

    def quoted(self, place: str) -> list[tuple[int, int]]:
        """What the remarks of a line quote of it."""
        return [(note.begin, note.end) for note in self.at(place) if note.begin < note.end]


def notes_of(muted: Muted, sheet: Sheet) -> Notes:
    """What the coach has to say of the form as it stands."""
    said = review_for(muted, draft_of(sheet), reader_language())
    notes = Notes()
    aim = sheet.fields["title"]
    if framed := read_frame(aim):
        notes.aim = [_framed_note(AIM, framed, _of_aim(framed))]
    elif said.objective:
        notes.aim = [_note(AIM, one, aim) for one in said.objective.findings]
    for line, review in zip(sheet.written, said.key_results, strict=True):
        notes.lines[line.number] = _of_line(line, review.findings, aim)
    notes.whole = [_note(SET, one, aim) for one in _ripe(sheet, said)]
    return notes


def kept_notes(muted: Muted, draft: Draft, anchors: Sequence[str]) -> list[tuple[str, Note]]:
    """Of an objective as it is kept: (the place in the editor, the remark), in reading order."""
    said = review_for(muted, draft, reader_language())
    aim = draft.objective or ""
    found = (
        [("f-title", _note(AIM, one, aim)) for one in said.objective.findings]
        if said.objective
        else []
    )
    for anchor, line, review in zip(anchors, draft.key_results, said.key_results, strict=True):
        found += [(anchor, _note(anchor, one, line.text)) for one in review.findings]
    return [*found, *(("weights", _note(SET, one, aim)) for one in said.findings)]


def draft_of(sheet: Sheet) -> Draft:
    """The form as the coach reads it. What it is aligned with stands elsewhere."""
    lines = tuple(
        KeyResultDraft(
            line.fields["title"],
            None if sheet.held else _weight(line),
            bool(line.fields["owner"]),
            bool(line.fields["start"]) or None,
            bool(line.fields["unit"]) or None,
            any(line.fields[name] for name in ("target", "lower", "upper")) or None,
        )
        for line in sheet.written
    )
    owned = bool(sheet.fields["owner"] or sheet.fields["team"])
    return Draft(sheet.fields["title"], lines, sheet.fields["type"], owned)


def _weight(line: Line) -> Decimal | None:
    share = asked_share(line)
    return share.weight if share else None


def _of_line(line: Line, findings: Iterable[Finding], aim: str) -> list[Note]:
    text, place = line.fields["title"], str(line.number)
    if framed := read_frame(text):
        return [_framed_note(place, framed, _of_key_result(framed, place, aim))]
    return [_note(place, one, text) for one in findings]


def _ripe(sheet: Sheet, said: Review) -> list[Finding]:
    """Of the set, what it is time for: nobody is told of too few lines while lines wait empty."""
    if not says_something(sheet.fields["title"]) or not sheet.written:
        return []
    waits = any(line.is_blank for line in sheet.lines)
    return [one for one in said.findings if not (waits and one.rule == TOO_FEW)]


def _note(place: str, found: Finding, text: str) -> Note:
    language, rule = reader_language(), RULES[found.rule]
    return Note(
        place,
        found.rule,
        rule.title.in_language(language),
        found.message,
        rule.reason.in_language(language),
        rule.bad.in_language(language),
        rule.good.in_language(language),
        text[:LONGEST_TEXT],
        found.begin if place != SET else 0,
        found.end if place != SET else 0,
        _puts(place, found.rewrite) if found.rewrite else (),
    )


def _puts(place: str, rewrite: str) -> tuple[Put, ...]:
    """The first line where the remark stands, each further one as a key result of its own."""
    first, *more = rewrite.split("\n")
    return ((NEW if place == SET else place, first), *((NEW, one) for one in more))


def _framed_note(place: str, framed: Framed, puts: tuple[Put, ...]) -> Note:
    return Note(
        place,
        FRAME,
        _("A whole OKR in one sentence"),
        _("Its parts have places of their own here. Shall they go there?"),
        puts=puts,
    )


def _of_aim(framed: Framed) -> tuple[Put, ...]:
    parts = framed.parts
    return ((AIM, parts.objective), *_results((NEW, MEANS), parts))


def _results(first: tuple[str, str], parts: Parts) -> Iterator[Put]:
    """Each measure and, in the same order, what leads to it: the last takes what is left. `first` is
    where the first measure and its initiatives go, those behind it get lines of their own."""
    most = max(len(parts.measures) - 1, 0)
    for nth in range(most + 1):
        line, initiatives = (NEW, MEANS) if nth else first
        yield from ((line, one) for one in parts.measures[nth : nth + 1])
        mine = parts.means[nth : None if nth == most else nth + 1]
        yield from ((initiatives, one) for one in mine)


def _of_key_result(framed: Framed, place: str, aim: str) -> tuple[Put, ...]:
    """In a line the first measure stays; a result that is led to is the line itself."""
    parts = framed.parts
    mine: tuple[Put, ...] = () if parts.objective == aim else ((AIM, parts.objective),)
    if framed.frame is Frame.THROUGH:
        mine = ((place, parts.objective),)
    return (*mine, *_results((place, f"{MEANS}-{place}"), parts))


def is_act(act: str) -> bool:
    return act.partition("-")[0] in ACTS


def do_act(actor: Actor, muted: Muted, sheet: Sheet, act: str) -> Note | None:
    """`use-3-kr-task` takes a rewrite over; `mute-` and `unmute-` are for the actor everywhere,
    `mute_here-` and `unmute_here-` for this text. What was muted comes back as the note that offers
    the undo."""
    verb, place, rule = (*act.split("-", 2), "", "")[:3]
    note = next((one for one in notes_of(muted, sheet).at(place) if one.rule == rule), None)
    text = _text_at(sheet, place)
    match verb:
        case "use":
            put_texts(sheet, note.puts if note else (), actor.name)
        case "mute" if note is not None:
            mute_rule(actor, rule)
            return Note(place, rule, note.title, "", undo="unmute")
        case "mute_here" if note is not None and text:
            mute_rule(actor, rule, text=text)
            return Note(place, rule, note.title, "", undo="unmute_here")
        case "unmute":
            unmute_rule(actor, rule)
        case "unmute_here" if text:
            unmute_rule(actor, rule, text=text)
    return None


def _text_at(sheet: Sheet, place: str) -> str:
    found = next((one for one in sheet.lines if str(one.number) == place), None)
    return (found.fields["title"] if found else sheet.fields["title"])[:LONGEST_TEXT]


def put_texts(sheet: Sheet, puts: Iterable[Put], owner: str) -> None:
    """Write a rewrite into the form; a line of its own is the first empty one."""
    last: Line | None = None
    for place, text in puts:
        if place == AIM:
            sheet.fields["title"] = text
        elif place.startswith(MEANS):
            _plan(sheet, place, last, text)
        elif line := _line_for(sheet, place, owner):
            line.fields["title"] = text
            last = line


def _line_for(sheet: Sheet, place: str, owner: str) -> Line | None:
    if place != NEW:
        return next((one for one in sheet.lines if str(one.number) == place), None)
    empty = next((one for one in sheet.lines if one.is_blank), None)
    if empty is None and len(sheet.lines) < MOST_LINES:
        empty = sheet.add_line(owner=owner)
    return empty


def _plan(sheet: Sheet, place: str, last: Line | None, text: str) -> None:
    """An initiative of the line that it was said of, of the one written last, or of the first."""
    number = place.partition("-")[2]
    lines = [one for one in sheet.lines if str(one.number) == number] if number else [last]
    line = next(filter(None, [*lines, *sheet.written, *sheet.lines]), None)
    if line is not None:
        line.initiatives = "\n".join(dict.fromkeys([*line.initiatives.splitlines(), text]))
