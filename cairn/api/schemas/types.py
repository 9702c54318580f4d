"""The kinds of value that the API's documents are made of.

Those ending in `In` accept anything here: the domain reads them, and its refusals say what to write.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StrictBool, WithJsonSchema

ID = {"type": "string", "pattern": "^[0-9]{1,19}$", "examples": ["232471539480641021"]}
AMOUNT = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}

Id = Annotated[str, WithJsonSchema(ID)]
Amount = Annotated[str, WithJsonSchema(AMOUNT | {"examples": ["0.5", "75", "-12.25"]})]
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
Instant = Annotated[Any, WithJsonSchema({"type": "string", "format": "date-time"})]
Can = Annotated[
    dict[str, bool],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "boolean"},
            "description": "What the caller may do: act → yes or no.",
            "examples": [{"edit": True, "check_in": False}],
        }
    ),
]


def text(longest: int, least: int = 0) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": longest}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(choices: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(choices)}


IdIn = Annotated[Any, WithJsonSchema(nullable(ID))]
OwnerIn = Annotated[
    Any,
    WithJsonSchema(nullable(ID | {"pattern": "^([0-9]{1,19}|me)$", "examples": ["me"]})),
]
CycleIn = Annotated[
    Any,
    WithJsonSchema(nullable(ID | {"pattern": "^([0-9]{1,19}|current)$", "examples": ["current"]})),
]
IdsIn = Annotated[list[Any] | None, WithJsonSchema(nullable({"type": "array", "items": ID}))]
DayIn = Annotated[Any, WithJsonSchema(nullable({"type": "string", "format": "date"}))]
ReasonIn = Annotated[Any, WithJsonSchema(nullable(text(2_000)))]
VersionIn = Annotated[Any, WithJsonSchema(nullable({"type": "integer", "minimum": 1}))]
FlagIn = StrictBool | None
ValueIn = Annotated[
    Any,
    WithJsonSchema(
        {
            "type": ["string", "number", "null"],
            "examples": ["75", "75%", "1,200", "20万", "2:37", "1.5h"],
        }
    ),
]


class Body(BaseModel):
    """A JSON object that somebody sends; other fields than these are refused."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """A JSON object that the API sends; clients let fields pass that they do not know."""


class Ref(Answer):
    """Something named."""

    id: Id
    name: str
