"""Who does what in an English clause: where a word could be noun or verb, its place decides."""

import pytest

from cairn.coach.acts import read_act
from cairn.coach.clauses import Clause
from cairn.coach.reading import read_text


@pytest.mark.parametrize(
    ("text", "form", "verb", "thing", "actor"),
    [
        ("80 flats sold", "done", "sold", "flats", None),
        ("Audio guide picked up by every third visitor", "done", "picked up", "guide", "visitor"),
        ("Teachers observe 20 lessons each", "does", "observe", "lessons", "teachers"),
        ("Search brings 90,000 visits a month", "does", "brings", "visits", "search"),
        ("Get 2,000 people to attend our events", "caused", "attend", "events", "people"),
        ("25 bus stops rebuilt", "done", "rebuilt", "bus stops", None),
        ("Merge requests reviewed within one working day", "done", "reviewed", "requests", None),
        ("Fewer holes", "degree", None, "holes", None),
        ("Phish everyone four times a year", "order", "phish", "times", None),
        ("Battle card for the new rival", "bare", None, "card", None),
    ],
)
def test_an_act_is_read_from_the_places_of_its_words(
    text: str, form: str, verb: str | None, thing: str | None, actor: str | None
) -> None:
    reading = read_text(text)
    act = read_act(reading, Clause(0, len(text)))
    assert act is not None
    said = [
        word and reading.low[word.begin : word.end] for word in (act.verb, act.thing, act.actor)
    ]
    assert (act.form, *said) == (form, verb, thing, actor)


def test_no_words_are_no_act() -> None:
    assert read_act(read_text("12%"), Clause(0, 3)) is None
