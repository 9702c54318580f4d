"""Check-ins and comments: what is new of them, what is here by another key, what the source has corrected
since. Pure.

A key tells a check-in of Viva's archive from others by its id, of a table by its day; so what was said is
also known by itself: on the same thing, on the same day, with the same value, words and author as far as
both say them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from cairn.exchange.planning.planner import Planner, plain, title_of
from cairn.exchange.planning.steps import CHANGE, CONFLICT, CREATE, SKIP, Word
from cairn.exchange.rows import CheckIn, Comment
from cairn.exchange.shaping import Id, kept_key

LONGEST_WORDS: Final = 10_000
SAYABLE: Final = ("on_track", "behind", "at_risk")

type Facts = Mapping[str, Any]


@dataclass(slots=True)
class Claims:
    """What was said before, by what it was said of; each is claimed by one row of the file."""

    words: Mapping[Id, Word]
    on: dict[tuple[str, int], list[Id]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)
    """The rows here that are claimed."""

    def __post_init__(self) -> None:
        for id, word in self.words.items():
            self.on[id[0], word.on].append(id)

    def claim(self, id: Id) -> None:
        self.taken.add(self.words[id].id)

    def free(self, sort: str, on: int) -> Iterable[Id]:
        """One that several keys name is claimed with all of them."""
        return (one for one in self.on.get((sort, on), ()) if self.words[one].id not in self.taken)


def plan_said(planner: Planner) -> None:
    by_thing: dict[str, list[CheckIn]] = defaultdict(list)
    for row in planner.shaped.check_ins.values():
        by_thing[row.on].append(row)
    claims = Claims(planner.known.said)
    for rows in by_thing.values():
        _plan_check_ins(planner, claims, rows)
    for comment in _answers_last(planner.shaped.comments):
        _plan_comment(planner, claims, comment)
    _tell_gone(planner)


def _plan_check_ins(planner: Planner, claims: Claims, rows: list[CheckIn]) -> None:
    """Of one key result. What is exactly as it was is settled first, then what is here by another key, so
    that a check-in that came before others of its day does not take their place."""
    found = {row.key: _said(planner, row) for row in rows}
    left = [row for row in rows if not _is_as_it_was(planner, claims, row, found[row.key])]
    left = [row for row in left if not _is_elsewhere(planner, claims, row, found[row.key])]
    for row in left:
        _plan_check_in(planner, claims, row, found[row.key])


def _is_as_it_was(planner: Planner, claims: Claims, row: CheckIn, facts: Facts) -> bool:
    id = ("check_in", kept_key(row.key))
    word = claims.words.get(id)
    if word is None or _differences(word, facts):
        return False
    claims.claim(id)
    planner.add("check_in", row, SKIP, [("unchanged", {})], title_of(planner, row.on))
    return True


def _is_elsewhere(planner: Planner, claims: Claims, row: CheckIn, facts: Facts) -> bool:
    thing = planner.thing("key_result", row.on)
    for id in claims.free("check_in", thing.id) if thing and claims.words else ():
        if _agrees(claims.words[id], facts):
            claims.claim(id)
            same = {"id": str(claims.words[id].id)}
            title = title_of(planner, row.on)
            planner.add("check_in", row, SKIP, [("said_elsewhere", {})], title, same)
            return True
    return False


def _plan_check_in(planner: Planner, claims: Claims, row: CheckIn, facts: Facts) -> None:
    title, id = title_of(planner, row.on), ("check_in", kept_key(row.key))
    word = claims.words.get(id)
    if planner.thing("check_in", row.key) is not None and word is None:
        planner.add("check_in", row, SKIP, [("said_before", {})], title)
    elif not planner.is_here("key_result", row.on):
        planner.add("check_in", row, SKIP, [("above_left_out", {})], title)
    elif row.day > planner.known.today:
        planner.add("check_in", row, SKIP, [("in_the_future", {})], title)
    elif (above := planner.thing("key_result", row.on)) and above.over:
        planner.add("check_in", row, CONFLICT, [(above.over, {})], title)
    elif word is None or word.id in claims.taken:
        fresh = replace(row, key=_free_key(planner, row.key)) if word else row
        planner.add("check_in", fresh, CREATE, [("new", {})], title, facts)
    else:
        claims.claim(id)
        _correct(planner, row, word, facts, title)


def _correct(planner: Planner, row: CheckIn, word: Word, facts: Facts, title: str) -> None:
    """What the source has corrected since is corrected here, unless somebody has done so here."""
    fields = _differences(word, facts)
    told = {"fields": ",".join(fields)}
    if word.is_corrected:
        planner.add("check_in", row, CONFLICT, [("changed_here", told)], title)
    else:
        planner.add("check_in", row, CHANGE, [("corrected", told)], title, facts, fields)


def _free_key(planner: Planner, key: str) -> str:
    number = 2
    while planner.thing("check_in", f"{key}+{number}") is not None:
        number += 1
    return f"{key}+{number}"


def _differences(word: Word, facts: Facts) -> tuple[str, ...]:
    """What the file says otherwise; where it says nothing there is no difference."""
    said = {
        "day": facts["day"] if facts["day"] != word.day.isoformat() else "",
        "current": facts["value"] if word.takes_value and facts["value"] != word.value else "",
        "confidence": facts["confidence"] if facts["confidence"] != word.confidence else "",
        "status": facts["status"] if facts["status"] != word.status else "",
        "note": facts["note"] if _words(facts["note"]) != _words(word.text) else "",
    }
    return tuple(name for name, value in said.items() if value not in ("", None))


def _agrees(word: Word, facts: Facts) -> bool:
    """Value, words and author are the same as far as both say them, and something says so."""
    if facts["day"] != word.day.isoformat():
        return False
    pairs = [
        (facts["value"] if word.takes_value else None, word.value),
        (_words(facts["note"]), _words(word.text)),
        (facts["status"], word.status),
        (facts["by"] if facts["by"].isdigit() else "", str(word.author)),
    ]
    both = [(one, two) for one, two in pairs if one and two]
    return all(one == two for one, two in both) and any(
        one and one == two for one, two in pairs[:3]
    )


def _words(text: str) -> str:
    return " ".join(text.split())


def _said(planner: Planner, row: CheckIn) -> dict[str, Any]:
    """A status by hand needs a word; one without is what the source derived."""
    value = None if row.value is None or abs(row.value) >= 10**15 else plain(row.value)
    return {
        "on": planner.ref("key_result", row.on),
        "by": planner.named.people.get(row.by, ""),
        "day": row.day.isoformat(),
        "at": row.at.isoformat() if row.at else None,
        "value": value,
        "status": row.status if row.status in SAYABLE and row.note.strip() else "",
        "confidence": None if row.confidence is None else min(max(row.confidence, 0), 10),
        "note": row.note.strip()[:LONGEST_WORDS],
    }


def _plan_comment(planner: Planner, claims: Claims, row: Comment) -> None:
    title = row.body.strip()[:80]
    sort = "key_result" if planner.shaped.has("key_result", row.on) else "objective"
    if planner.thing("comment", row.key) is not None:
        _plan_known_comment(planner, claims, sort, row, title)
        return
    if not planner.is_here(sort, row.on):
        planner.add("comment", row, SKIP, [("above_left_out", {})], title)
        return
    on = planner.ref(sort, row.on)
    facts = {
        "sort": sort,
        "on": on,
        "by": planner.named.people.get(row.by, ""),
        "at": row.at.isoformat() if row.at else None,
        "body": row.body.strip()[:LONGEST_WORDS],
        "parent": _answered(planner, claims, row, on),
    }
    if (same := _same_comment(planner, claims, facts, row.at.date() if row.at else None)) is None:
        notes = planner.shaped.notes.get(("comment", row.key)) or [("new", {})]
        planner.add("comment", row, CREATE, notes, title, facts)
    else:
        claims.claim(same)
        known = {"id": str(claims.words[same].id)}
        planner.add("comment", row, SKIP, [("said_elsewhere", {})], title, known)


def _plan_known_comment(
    planner: Planner, claims: Claims, sort: str, row: Comment, title: str
) -> None:
    """What the source has reworded since is reworded here, unless somebody has done so here."""
    word, body = claims.words.get(("comment", kept_key(row.key))), row.body.strip()[:LONGEST_WORDS]
    is_same = word is None or _words(word.text) == _words(body)
    told = {"fields": "body"}
    if word is None or is_same or not planner.is_here(sort, row.on):
        planner.add("comment", row, SKIP, [("said_before", {})], title)
    elif word.is_gone:
        planner.add("comment", row, CONFLICT, [("deleted_here", {})], title)
    elif word.is_corrected:
        planner.add("comment", row, CONFLICT, [("changed_here", told)], title)
    else:
        planner.add("comment", row, CHANGE, [("corrected", told)], title, {"body": body}, ("body",))


def _answered(planner: Planner, claims: Claims, row: Comment, on: str) -> str:
    """What it answers, as far as that is here; what was said of something else is not answered."""
    if ("comment", row.parent) in planner.alive:
        return planner.ref("comment", row.parent)
    word = claims.words.get(("comment", kept_key(row.parent)))
    known = planner.thing("comment", row.parent) if row.parent else None
    is_elsewhere = word is not None and str(word.on) != on
    return "" if known is None or is_elsewhere else str(known.id)


def _tell_gone(planner: Planner) -> None:
    """What the source has no more of what it said stays here, and the plan tells it."""
    said, shaped = planner.known.said, planner.shaped
    things = [
        planner.thing(sort, key) for key in shaped.heard_out for sort in ("objective", "key_result")
    ]
    heard = {one.id for one in things if one is not None}
    there = {kept_key(row.key) for sort, row, _note in shaped.dropped if sort == "comment"}
    there |= shaped.kept_comments
    again = {word.id for (sort, key), word in said.items() if sort == "comment" and key in there}
    for (sort, key), word in said.items():
        if sort == "comment" and word.on in heard and word.id not in again and not word.is_gone:
            again.add(word.id)
            row = Comment(key, "", word.text)
            planner.add("comment", row, SKIP, [("gone_there", {})], word.text.strip()[:80])


def _same_comment(planner: Planner, claims: Claims, facts: Facts, day: date | None) -> Id | None:
    """One that this file does not name by its key, in the same words, of the same author and day as far
    as that is said; days may differ by one, where instants are."""
    on = facts["on"]
    for id in claims.free("comment", int(on)) if on.isdigit() and claims.words else ():
        word = claims.words[id]
        is_other = id[1] in planner.shaped.kept_comments
        is_of_other = facts["by"].isdigit() and int(facts["by"]) != word.author
        is_of_day = day is None or abs((day - word.day).days) <= 1
        is_same = _words(facts["body"]) == _words(word.text)
        if is_same and is_of_day and not is_of_other and not is_other:
            return id
    return None


def _answers_last(comments: Mapping[str, Comment]) -> list[Comment]:
    """What is answered stands before its answers."""

    def depth(row: Comment) -> int:
        seen: list[str] = []
        while row.parent in comments and row.parent not in seen:
            seen.append(row.parent)
            row = comments[row.parent]
        return len(seen)

    return sorted(comments.values(), key=depth)
