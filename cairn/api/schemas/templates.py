"""Templates: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    AMOUNT,
    Answer,
    Body,
    Can,
    Id,
    IdIn,
    IdsIn,
    Instant,
    OwnerIn,
    Ref,
    VersionIn,
    nullable,
    one_of,
    text,
)
from cairn.goals.models import Kind, Type
from cairn.okr_templates.intake import (
    LONGEST_ANSWER,
    LONGEST_LINE,
    LONGEST_TITLE,
    LONGEST_WHY,
    MOST_LINES,
)
from cairn.okr_templates.templates import LANGUAGES
from cairn.okr_templates.words import Department, UsedBy

KEY = {"type": "string", "pattern": "^[0-9a-z-]{1,64}$", "examples": ["sales-renewals"]}
TemplateId = Annotated[str, WithJsonSchema(KEY)]
TitleIn = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_TITLE)))]
WhyIn = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_WHY)))]
LanguageIn = Annotated[Any, WithJsonSchema(nullable(one_of(list(LANGUAGES))))]
AMOUNT_IN = {"type": ["string", "number", "null"]}
LINE_IN = {
    "type": "object",
    "properties": {
        "text_zh": text(LONGEST_LINE),
        "text_en": text(LONGEST_LINE),
        "kind": one_of(Kind.values),
        "unit": text(40),
        "from": AMOUNT_IN,
        "to": AMOUNT_IN,
        "low": AMOUNT_IN,
        "high": AMOUNT_IN,
        "leading": {"type": "boolean"},
    },
}
Values = Annotated[
    dict[str, str], WithJsonSchema({"type": "object", "additionalProperties": AMOUNT})
]


class TemplateFields(Body):
    """Words in braces are filled by whoever uses it: `{team}` and `{person}` by themselves, others by
    `answers`; in key results `{from}`, `{to}`, `{low}` and `{high}` are values."""

    title_zh: TitleIn = None
    title_en: TitleIn = None
    why_zh: WhyIn = None
    why_en: WhyIn = None
    role: Annotated[Any, WithJsonSchema(nullable(one_of(UsedBy.values)))] = None
    type: Annotated[Any, WithJsonSchema(nullable(one_of(Type.values)))] = None
    tags: Annotated[
        Any, WithJsonSchema(nullable({"type": "array", "items": text(40), "maxItems": 20}))
    ] = None
    key_results: Annotated[
        Any, WithJsonSchema(nullable({"type": "array", "items": LINE_IN, "maxItems": MOST_LINES}))
    ] = Field(None, description="All of them at once; typical values, durations in seconds.")


class NewTemplate(TemplateFields):
    """In Chinese, in English or in both."""

    department: Annotated[Any, WithJsonSchema(one_of(Department.values))]


class TemplateChange(TemplateFields):
    """Only what is given changes."""

    department: Annotated[Any, WithJsonSchema(nullable(one_of(Department.values)))] = None
    version: VersionIn = Field(None, description="The version you read; a newer one gives 409.")


class FillingIn(Body):
    """What fills a template."""

    cycle: IdIn = None
    language: LanguageIn = Field(None, description="Yours unless told otherwise.")
    answers: Annotated[
        Any,
        WithJsonSchema(nullable({"type": "object", "additionalProperties": text(LONGEST_ANSWER)})),
    ] = Field(None, description="What fills the words in braces: `asks` names them.")
    values: Annotated[
        Any,
        WithJsonSchema(
            nullable(
                {
                    "type": "object",
                    "additionalProperties": {"type": "object", "additionalProperties": AMOUNT_IN},
                    "examples": [{"0": {"from": "60", "to": "75"}}],
                }
            )
        ),
    ] = Field(
        None,
        description="By number of the key result, from 0, and name of the value. A bare duration "
        "counts in the time word behind it. What is not given is left to fill in.",
    )
    key_results: Annotated[
        Any, WithJsonSchema(nullable({"type": "array", "items": {"type": "integer", "minimum": 0}}))
    ] = Field(None, description="The numbers of those that are taken; all of them otherwise.")


class Inserting(FillingIn):
    """A draft of your own, or of a team."""

    team: IdIn = None
    owner: OwnerIn = None


class HandingOut(FillingIn):
    """Who gets a draft: teams and people, every team right below one, everybody of a team."""

    teams: IdsIn = None
    people: IdsIn = None
    below: IdIn = None
    members_of: IdIn = None
    fingerprint: Annotated[Any, WithJsonSchema(nullable(text(64)))] = Field(
        None, description="Of the preview that was looked at; where it is another one now, 409."
    )


class WordingOut(Answer):
    """A text in both languages; empty where it is not written in one."""

    zh: str
    en: str


class TemplateLineOut(Answer):
    """`values` are typical ones by name, durations in seconds; `leading` moves within weeks."""

    text: WordingOut
    kind: str
    unit: WordingOut
    values: Values
    leading: bool


class TemplateOut(Answer):
    """`own` is the organization's own; `asks` are the words that `answers` fills."""

    id: TemplateId
    own: bool
    title: WordingOut
    why: WordingOut
    department: str
    role: str
    type: str
    tags: list[str]
    key_results: list[TemplateLineOut]
    asks: list[str]
    version: int
    deleted: bool
    can: Can


class TemplatePage(Answer):
    items: list[TemplateOut]
    next: str | None


class GivenOut(Answer):
    """Who would get a draft, and how its title would read."""

    team: Ref | None
    owner: Ref | None
    title: str


class SkippedOut(Answer):
    team: Ref | None
    person: Ref | None
    why: str


class HandOutPreview(Answer):
    cycle: Ref
    given: list[GivenOut]
    skipped: list[SkippedOut]
    fingerprint: str


class HandOutOut(Answer):
    """`state` is `waiting`, `done` or `failed`; where it failed, nothing was written."""

    id: Id
    template: TemplateId
    title: str
    language: str
    cycle: Ref
    drafts: int
    skipped: int
    state: Annotated[str, WithJsonSchema(one_of(["waiting", "done", "failed"]))]
    error: str
    asked_at: Instant
