"""The drafting assistant: its settings, and what it proposes."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.coach import CoachFinding
from cairn.api.schemas.types import Answer, Body, FlagIn, nullable, text

Words = Annotated[Any, WithJsonSchema(nullable(text(1_000)))]


class AssistantIn(Body):
    """What is left out stays as it is. Another address forgets the key."""

    url: Words = None
    model: Words = None
    key: Words = None
    forget_key: FlagIn = None
    is_on: FlagIn = None


class AssistantOut(Answer):
    """The key is never told."""

    url: str
    model: str
    has_key: bool
    is_on: bool


class SuggestionsIn(Body):
    objective: Annotated[Any, WithJsonSchema(text(2_000, 1))]
    key_results: Annotated[
        list[Any] | None,
        WithJsonSchema({"type": "array", "items": text(2_000), "maxItems": 10}),
    ] = None


class SuggestionOut(Answer):
    text: str
    findings: list[CoachFinding]


class SuggestionList(Answer):
    items: list[SuggestionOut]
    next: None
