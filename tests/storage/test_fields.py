"""Exact amounts and ids, the same on both databases."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.goals.models import KeyResult
from cairn.storage.fields import plain
from cairn.storage.ids import LARGEST_ID, new_id, read_id
from cairn.storage.rows import amount

AMOUNTS = st.decimals(
    min_value=Decimal(-999999999999999), max_value=Decimal(999999999999999), places=6
)


@given(value=AMOUNTS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_amount_comes_back_as_it_went_in(key_result: KeyResult, value: Decimal) -> None:
    KeyResult.objects.filter(id=key_result.id).update(current=value)
    kept = KeyResult.objects.get(id=key_result.id).current
    assert kept == value
    assert str(kept) == str(plain(value))


@given(value=AMOUNTS)
def test_plain_has_no_exponent_and_no_trailing_zero(value: Decimal) -> None:
    text = format(plain(value), "f")
    assert "E" not in str(plain(value))
    assert "." not in text or text[-1] != "0"
    assert Decimal(text) == value


def test_nothing_has_no_sign() -> None:
    assert str(plain(Decimal("-0.00"))) == "0"
    assert str(amount(Decimal("-0.0"))) in ("0", "-0.0")  # PostgreSQL's numeric has no sign on 0


def test_ids_grow_and_do_not_repeat() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))
    assert max(made) <= LARGEST_ID


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.0", "١", "1e3", " 1", True, None, 1.0, str(LARGEST_ID + 1), "9" * 40]
)
def test_what_is_no_id_is_none(text: object) -> None:
    assert read_id(text) is None


def test_an_id_is_read_from_text_and_number() -> None:
    assert read_id("42") == read_id(42) == 42
