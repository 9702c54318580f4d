"""The part of a form that fills a template's holes: read back into what the commands take."""

from typing import Any

from django.http import QueryDict

from cairn.okr_templates.filling import asked_of
from cairn.okr_templates.templates import Language, Template
from cairn.web.okr_templates.shown import Card, card
from cairn.web.okr_templates.words import answer_label

CHOSEN = "chosen"
"""Is sent with the boxes, so that none ticked is none and not all."""


def sent_filling(posted: QueryDict) -> dict[str, Any]:
    """`answers`, `values` and `key_results` as objects, from `answers/product` and `values/0/from`."""
    answers: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for name in posted:
        first, *rest = name.split("/")
        if first == "answers" and len(rest) == 1:
            answers[rest[0]] = posted.get(name, "")
        elif first == "values" and len(rest) == 2:
            values.setdefault(rest[0], {})[rest[1]] = posted.get(name, "")
    filling: dict[str, Any] = {"answers": answers, "values": values}
    if CHOSEN in posted:
        filling["key_results"] = posted.getlist("key_results")
    if posted.get("language"):
        filling["language"] = posted["language"]
    return filling


def filling_context(
    template: Template, language: Language, values: dict[str, Any], *, of_many: bool
) -> dict[str, Any]:
    """What `okr_templates/filling.html` draws."""
    ticked = values.get("key_results")
    everything = [str(number) for number in range(len(template.key_results))]
    shown: Card = card(template, language)
    return {
        "template": template,
        "card": shown,
        "language": language,
        "asks": [
            (hole, answer_label(hole)) for hole in asked_of(template, language, of_many=of_many)
        ],
        "ticked": several(ticked) if CHOSEN in values else everything,
    }


def several(value: Any) -> list[str]:
    """What was sent under one name, once or more often."""
    kept = value if isinstance(value, list) else [value] if value else []
    return [str(one) for one in kept]
