"""A template becomes a draft."""

from decimal import Decimal

import pytest

from cairn.checkins.doctor import examine
from cairn.cycles.models import Cycle
from cairn.errors import Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.goals.finding import find_everything
from cairn.goals.models import KeyResult, Objective
from cairn.okr_templates.commands.inserting import insert_template
from cairn.okr_templates.commands.keeping import delete_template
from cairn.okr_templates.models import Origin
from cairn.okr_templates.queries import Filters, find_templates
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.okr_templates.conftest import Keep, line

D = Decimal
SHIPPED = "sales-renewals"


def lines_of(objective: Objective) -> list[KeyResult]:
    return list(objective.key_results.order_by("position"))


def test_what_ships_becomes_a_draft_with_its_values_left_to_fill(
    employee: Actor, cycle: Cycle
) -> None:
    made = insert_template(employee, SHIPPED, language="zh", cycle=cycle.id)
    assert made.is_draft
    assert made.owner_id == employee.member_id
    assert made.title == "让老客户合同到期时顺理成章地续约"
    assert made.description
    first, *_others, band = lines_of(made)
    assert first.title == "到期合同的续约率从 __% 提高到 __%"
    assert (first.kind, first.unit, first.start, first.target) == (
        "increase",
        "percent",
        None,
        None,
    )
    assert (band.kind, band.upper) == ("maintain", D(6))
    assert "6%" in band.title
    assert sum(one.weight for one in lines_of(made)) == 100


def test_it_remembers_where_it_came_from(employee: Actor, cycle: Cycle) -> None:
    made = insert_template(employee, SHIPPED, language="en", cycle=cycle.id)
    origin = Origin.objects.get(objective=made)
    assert (origin.template, origin.title) == (SHIPPED, made.title)
    told = Event.objects.get(kind="template.inserted")
    assert told.objective_id == made.id
    assert told.new["template"] == made.title


def test_values_and_lines_that_are_given_stand_in_it(employee: Actor, cycle: Cycle) -> None:
    made = insert_template(
        employee,
        SHIPPED,
        language="en",
        cycle=cycle.id,
        values={0: {"from": D(50), "to": D(70)}},
        lines=(0, 3),
    )
    first, second = lines_of(made)
    assert "from 50% to 70%" in first.title
    assert (first.start, first.target) == (D(50), D(70))
    assert second.kind == "maintain"


def test_words_are_asked_for_and_the_team_fills_itself(
    keep: Keep, lead: Actor, team: Team, cycle: Cycle
) -> None:
    own = str(keep().id)
    with pytest.raises(Invalid) as refused:
        insert_template(lead, own, language="zh", cycle=cycle.id)
    assert set(refused.value.fields) == {"answers/product", "answers/team"}
    made = insert_template(
        lead, own, language="zh", cycle=cycle.id, team=team.id, answers={"product": "青茶"}
    )
    assert made.title == "让青茶的客户愿意留下来"
    assert made.team_id == team.id
    assert lines_of(made)[0].title == "增长部的续约率从 __% 提高到 __%"
    assert [tag.name for tag in made.tags.all()] == ["续约"]


def test_an_empty_answer_leaves_the_teams_own_name(
    keep: Keep, lead: Actor, team: Team, cycle: Cycle
) -> None:
    answers = {"product": "青茶", "team": ""}
    made = insert_template(
        lead, str(keep().id), language="zh", cycle=cycle.id, team=team.id, answers=answers
    )
    assert lines_of(made)[0].title.startswith(team.name)


def test_values_that_go_the_other_way_are_refused_by_field(employee: Actor, cycle: Cycle) -> None:
    with pytest.raises(Invalid) as refused:
        insert_template(
            employee, SHIPPED, language="zh", cycle=cycle.id, values={0: {"from": D(9), "to": D(1)}}
        )
    assert set(refused.value.fields) == {"values/0/to"}
    assert not Objective.objects.exists()


def test_the_same_form_twice_makes_one_draft(employee: Actor, cycle: Cycle) -> None:
    first, second = (
        insert_template(employee, SHIPPED, language="zh", cycle=cycle.id, submission="f00")
        for _ in range(2)
    )
    assert first.id == second.id


def test_personal_growth_stays_it(employee: Actor, cycle: Cycle) -> None:
    found = find_templates(employee, Filters(department="personal_growth")).rows
    assert insert_template(employee, found[0].key, language="zh", cycle=cycle.id).is_growth


def test_nobody_drafts_for_a_team_that_is_not_theirs(
    colleague: Actor, viewer: Actor, team: Team, cycle: Cycle
) -> None:
    with pytest.raises(Forbidden):
        insert_template(colleague, SHIPPED, language="en", cycle=cycle.id, team=team.id)
    with pytest.raises(Forbidden):
        insert_template(viewer, SHIPPED, language="en", cycle=cycle.id)
    assert not Objective.objects.exists()


def test_what_is_not_there_is_not_found(
    keep: Keep, champion: Actor, stranger: Actor, cycle: Cycle
) -> None:
    own = keep()
    with pytest.raises(NotFound):
        insert_template(stranger, str(own.id), language="en")
    delete_template(champion, own.id)
    for key in (str(own.id), "no-such-template"):
        with pytest.raises(NotFound):
            insert_template(champion, key, language="en", cycle=cycle.id)


def test_numbers_are_as_if_written_one_by_one(
    keep: Keep, employee: Actor, cycle: Cycle, organization: Organization
) -> None:
    steps = {"kind": "milestones", "text_zh": "拿到认证", "text_en": "Get certified"}
    own = str(keep(title_zh="让客户放心", key_results=[line(text_zh="一"), line(**steps)]).id)
    given = {0: {"from": D(50), "to": D(70)}}
    for key in (SHIPPED, own):
        made = insert_template(employee, key, language="zh", cycle=cycle.id, values=given)
        assert sum(one.weight for one in lines_of(made)) == 100
    assert lines_of(made)[1].milestones.count() == 1
    assert list(examine(organization)) == []


def test_what_it_says_is_found_by_search(employee: Actor, cycle: Cycle) -> None:
    made = insert_template(employee, SHIPPED, language="zh", cycle=cycle.id)
    found = find_everything(employee, "续约意向", cycle.starts_on, 5)
    assert f"/objectives/{made.id}" in found.key_results[0].url
