"""An organization's own templates: create, edit, delete, restore."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.models import Event
from cairn.okr_templates.commands.keeping import (
    create_template,
    delete_template,
    edit_template,
    restore_template,
)
from cairn.okr_templates.models import OwnTemplate
from cairn.okr_templates.queries import Filters, find_template, find_templates, usable_template
from cairn.organization.actor import Actor
from cairn.storage import clock
from tests.cast import MORNING
from tests.okr_templates.conftest import Keep, line


def test_a_template_keeps_all_that_is_given(keep: Keep, employee: Actor) -> None:
    made = find_template(employee, str(keep().id))
    assert made.title.zh == "让{product}的客户愿意留下来"
    assert made.languages == ("zh", "en")
    assert made.tags == ("续约",)
    assert made.asked("zh") == ["product", "team"]
    (only,) = made.key_results
    assert only.values == {"from": Decimal(60), "to": Decimal(75)}
    assert only.is_leading
    assert Event.objects.get(kind="template.created").subject_title == made.title.zh


def test_the_same_form_twice_makes_one(keep: Keep) -> None:
    assert keep(submission="f00").id == keep(submission="f00").id
    assert OwnTemplate.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_zh": "", "title_en": ""}, "title_zh"),
        ({"title_zh": "从 {from} 到 {to}"}, "title_zh"),
        ({"key_results": [line(text_en="")]}, "key_results/0/text_en"),
        ({"key_results": [line(text_zh="守住 {low}")]}, "key_results/0/text_zh"),
        ({"key_results": [line(target=Decimal(10))]}, "key_results/0/to"),
        (
            {"key_results": [line(kind="maintain", text_zh="守住", text_en="Keep it")]},
            "key_results/0/low",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(
    keep: Keep, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        keep(**changes)
    assert field in refused.value.fields


def test_one_language_is_enough(keep: Keep, colleague: Actor) -> None:
    made = keep(title_en="", key_results=[line(text_en="")])
    found = find_template(colleague, str(made.id))
    assert found.languages == ("zh",)
    assert found.title.written("en") == found.title.zh
    assert found.title.language("en") == "zh"


def test_an_edit_changes_what_is_given_and_says_so(keep: Keep, champion: Actor) -> None:
    made = keep()
    edit_template(champion, made.id, title_zh="让老客户留下", version=1)
    found = find_template(champion, str(made.id))
    assert (found.title.zh, found.title.en, found.version) == (
        "让老客户留下",
        "Customers of {product} want to stay",
        2,
    )
    assert len(found.key_results) == 1
    assert Event.objects.get(kind="template.changed").new == {"title_zh": "让老客户留下"}
    assert edit_template(champion, made.id, title_zh="让老客户留下").version == 2


def test_two_who_edit_at_once_are_told(keep: Keep, champion: Actor, admin: Actor) -> None:
    made = keep()
    edit_template(champion, made.id, title_zh="一", version=1)
    with pytest.raises(Stale):
        edit_template(admin, made.id, title_zh="二", version=1)


def test_values_that_a_kind_does_not_have_are_dropped(keep: Keep, champion: Actor) -> None:
    made = keep(key_results=[line(lower=Decimal(1))])
    (only,) = find_template(champion, str(made.id)).key_results
    assert set(only.values) == {"from", "to"}


def test_what_is_deleted_leaves_the_lists_and_comes_back(
    keep: Keep, champion: Actor, employee: Actor
) -> None:
    made = keep()
    delete_template(champion, made.id)
    delete_template(champion, made.id)
    only_own = Filters(only="own")
    assert not find_templates(employee, only_own).rows
    with pytest.raises(NotFound):
        usable_template(employee, str(made.id))
    with pytest.raises(Conflict):
        edit_template(champion, made.id, title_zh="一")
    restore_template(champion, made.id)
    assert [one.own_id for one in find_templates(employee, only_own).rows] == [made.id]
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-3:] == ["template.created", "template.deleted", "template.restored"]


def test_after_thirty_days_it_is_gone(keep: Keep, champion: Actor) -> None:
    made = keep()
    delete_template(champion, made.id)
    with clock.set_to(MORNING + timedelta(days=31)), pytest.raises(Conflict):
        restore_template(champion, made.id)


def test_only_stewards_keep_templates(keep: Keep, lead: Actor, stranger: Actor) -> None:
    made = keep()
    with pytest.raises(Forbidden):
        create_template(lead, department="sales", title_zh="甲")
    with pytest.raises(Forbidden):
        delete_template(lead, made.id)
    with pytest.raises(NotFound):
        delete_template(stranger, made.id)
    with pytest.raises(NotFound):
        find_template(stranger, str(made.id))
