"""Check-ins that were corrected, by the id that they had at first."""

from decimal import Decimal

import pytest

from cairn.checkins.chains import find_word, words_of
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.undoing import take_back_check_in
from cairn.errors import NotFound
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor

D = Decimal


def test_a_word_keeps_its_first_id(employee: Actor, key_result: KeyResult) -> None:
    first = check_in(employee, key_result.id, value=D(61), note="一")
    second = check_in(employee, key_result.id, value=D(62), note="二", corrects=first.id)
    third = check_in(employee, key_result.id, value=D(63), note="三", corrects=second.id)
    other = check_in(employee, key_result.id, value=D(64))
    words = words_of([key_result.id])[key_result.id]
    assert [(word.id, word.now, word.says) for word in words] == [
        (other.id, other.id, False),
        (first.id, third.id, True),
    ]
    for one in (first, second, third):
        assert find_word(employee, one.id)[0].id == third.id


def test_taking_back_forgets_every_correction(employee: Actor, key_result: KeyResult) -> None:
    check_in(employee, key_result.id, value=D(61), confidence=8)
    said = check_in(employee, key_result.id, value=D(65), confidence=3, note="一")
    again = check_in(employee, key_result.id, value=D(66), note="二", corrects=said.id)
    take_back_check_in(employee, key_result.id, checkin=again.id)
    key_result.refresh_from_db()
    assert (key_result.current, key_result.confidence) == (D(61), 8)
    assert not find_word(employee, said.id)[0].note


def test_the_first_one_leaves_nothing(employee: Actor, key_result: KeyResult) -> None:
    said = check_in(employee, key_result.id, value=D(65), note="一")
    take_back_check_in(employee, key_result.id, checkin=said.id)
    key_result.refresh_from_db()
    assert key_result.current is None


def test_nobody_finds_what_is_another_organizations(
    employee: Actor, stranger: Actor, key_result: KeyResult
) -> None:
    said = check_in(employee, key_result.id, value=D(65), note="一")
    with pytest.raises(NotFound):
        find_word(stranger, said.id)
