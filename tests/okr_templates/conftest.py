"""What the tests of templates share."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from cairn.okr_templates.commands.keeping import create_template
from cairn.okr_templates.models import OwnTemplate
from cairn.organization.actor import Actor

type Keep = Callable[..., OwnTemplate]


def line(**changes: Any) -> dict[str, Any]:
    """A key result of a template: `{team}`'s renewal rate, typically 60 % → 75 %."""
    given = {
        "text_zh": "{team}的续约率从 {from}% 提高到 {to}%",
        "text_en": "Raise {team}'s renewal rate from {from}% to {to}%",
        "kind": "increase",
        "unit": "percent",
        "start": Decimal(60),
        "target": Decimal(75),
        "is_leading": True,
    }
    return given | changes


@pytest.fixture
def keep(champion: Actor) -> Keep:
    """`keep(…)` is a template of the organization's own, kept by the champion."""

    def make(**changes: Any) -> OwnTemplate:
        given: dict[str, Any] = {
            "title_zh": "让{product}的客户愿意留下来",
            "title_en": "Customers of {product} want to stay",
            "why_zh": "留下来的客户最便宜。",
            "department": "customer_success",
            "tags": ["续约"],
            "key_results": [line()],
        }
        return create_template(champion, **given | changes)

    return make
