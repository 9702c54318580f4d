"""The second opinion, by the spelling alone."""

from cairn.coach.reading import read_text
from cairn.coach.spelling import PLACES, heard_in, load_spelling, places_of
from tools.coach_training import Example, learn_spelling


def _places(text: str) -> tuple[int, ...]:
    return tuple(places_of(read_text(text)))


def test_numbers_are_all_alike_and_words_are_not() -> None:
    assert _places("Win 12 clients") == _places("Win 3,500 clients")
    assert _places("客户续约 12 家") == _places("客户续约 40 家")
    assert _places("Win 12 clients") != _places("Call 12 clients")
    assert all(0 <= place < PLACES for place in _places("客户续约 12 家"))
    assert _places("") == ()


def test_what_ships_has_a_byte_for_each_place() -> None:
    assert {name: len(said) for name, said in load_spelling().items()} == {"outcome": PLACES}
    assert heard_in("no such judgement", read_text("Win 12 clients")) == 0


def test_it_learns_the_same_each_time_and_tells_apart_what_it_was_taught() -> None:
    taught = [("Renewals reach 90%", True), ("续约率 90%", True), ("Hold 4 talks", False)]
    examples = [Example((), 0, truth, 1, _places(text)) for text, truth in taught * 10]
    learned = learn_spelling(examples)
    assert learned == learn_spelling(examples)
    heard = [
        sum(b - 256 if b > 127 else b for b in (learned[p] for p in _places(t))) for t, _ in taught
    ]
    assert [one > 0 for one in heard] == [truth for _, truth in taught]
