"""Every text that a person can see is there in English and in Chinese."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from tools.messages import (
    catalogue_files,
    extract_messages,
    is_translated,
    read_catalogue,
    texts_of,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
FILES = dict(catalogue_files())


@pytest.fixture(scope="module")
def asked() -> Catalog:
    return extract_messages()


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    return read_catalogue("zh_Hans", FILES["zh_Hans"])


def test_the_chinese_catalogue_exists() -> None:
    assert "zh_Hans" in FILES


def test_every_text_has_a_translation(asked: Catalog, chinese: Catalog) -> None:
    there = {key(message) for message in chinese if is_translated(message)}
    assert [text for text in map(key, asked) if text[0] and text not in there] == []


def test_no_translation_is_a_guess(chinese: Catalog) -> None:
    assert [message.id for message in chinese if message.id and message.fuzzy] == []


def test_no_translation_is_left_over(asked: Catalog, chinese: Catalog) -> None:
    assert set(map(key, chinese)) - set(map(key, asked)) == set()


def key(message: Message) -> tuple[str, str | None]:
    return texts_of(message.id)[0], message.context


def test_a_translation_has_the_placeholders_of_its_text(chinese: Catalog) -> None:
    translated = [message for message in chinese if message.id and is_translated(message)]
    assert [message.id for message in translated if not places_match(message)] == []


def places_match(message: Message) -> bool:
    wanted = {place for text in texts_of(message.id) for place in PLACEHOLDER.findall(text)}
    return all(set(PLACEHOLDER.findall(text)) == wanted for text in texts_of(message.string))
