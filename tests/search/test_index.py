"""Finding Chinese and English, the same on both databases."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.cycles.models import Cycle
from cairn.goals.aligning import proposed_targets
from cairn.goals.commands.key_results import delete_key_result, edit_key_result, restore_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.finding import find_everything
from cairn.goals.loading import whole_objective
from cairn.goals.models import KeyResult, Objective
from cairn.goals.queries import Filters, filtered
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import end_meeting, start_meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.reviews.lessons import find_lessons, lessons_like
from cairn.search import index
from cairn.search.models import SearchEntry
from cairn.search.tokens import query_tokens, tokens
from tests.cast import TODAY, ApiClient, WriteKeyResult, WriteObjective

MINE = 7
MANY = index.NEWEST + 5


def found(query: str, organization_id: int = MINE) -> set[int]:
    ids = index.subjects(organization_id, "objective", query)
    entries = SearchEntry.objects.filter(kind="objective", subject_id__in=ids)
    return set(entries.values_list("subject_id", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "query", "is_found"),
    [
        ("让老客户愿意留下来", "客户", True),
        ("让老客户愿意留下来", "老客户愿意", True),
        ("让老客户愿意留下来", "客", True),
        ("让老客户愿意留下来", "来", True),
        ("让老客户愿意留下来", "户客", False),
        ("让老客户愿意留下来", "客户 留下", True),
        ("让老客户愿意留下来", "客户 流失", False),
        ("Raise NPS to 60", "nps", True),
        ("Raise NPS to 60", "rai", True),
        ("Raise NPS to 60", "ise", False),
        ("Raise NPS to 60", "60 raise", True),
        ("提升NPS到60分", "NPS", True),
        ("提升NPS到60分", "提升nps", True),
        ("ＮＰＳ全角", "nps", True),
        ("續約率", "续约", False),
        ('O\'Reilly "quoted" AND NOT *', "quoted", True),
        ("AND OR NOT NEAR", "or", True),
        ("anything", "", False),
        ("anything", "!!! ***", False),
    ],
)
def test_what_is_found(text: str, query: str, is_found: bool) -> None:
    index.put(MINE, "objective", 1, text)
    assert found(query) == ({1} if is_found else set())


@pytest.mark.django_db
def test_the_words_that_stand_there_last_count() -> None:
    index.put(MINE, "objective", 1, "旧的标题")
    index.put(MINE, "objective", 1, "新的标题")
    assert (found("旧的"), found("新的")) == (set(), {1})


@pytest.mark.django_db
def test_what_is_dropped_is_not_found() -> None:
    index.put(MINE, "objective", 1, "标题")
    index.drop("objective", 1)
    assert not SearchEntry.objects.exists()
    index.put(MINE, "objective", 2, "别的")
    assert found("标题") == set()


@pytest.mark.django_db
def test_another_organization_and_another_kind_stay_apart() -> None:
    index.put(MINE, "objective", 1, "标题")
    index.put(8, "objective", 2, "标题")
    index.put(MINE, "key_result", 3, "标题")
    assert (found("标题"), found("标题", 8)) == ({1}, {2})


@given(query=st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_the_database(organization: Organization, query: str) -> None:
    found(query)


CHINESE = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12
)


@given(before=CHINESE, part=CHINESE, after=CHINESE)
def test_every_part_of_a_chinese_text_has_its_tokens(before: str, part: str, after: str) -> None:
    stored = set(tokens(before + part + after))
    for token, is_prefix in query_tokens(part):
        assert token in stored or (is_prefix and any(one.startswith(token) for one in stored))


# What the commands put in and take out


def hits(actor: Actor, query: str) -> int:
    return filtered(actor, Filters(q=query), TODAY).count()


def test_an_objective_is_found_by_its_own_words_and_by_its_key_results(
    employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    edit_objective(employee, objective.id, description="从华东开始", reason="?")
    for query in ("老客户", "华东", "续约率"):
        assert hits(employee, query) == 1


def test_a_key_result_that_goes_or_changes_is_found_accordingly(
    employee: Actor, key_result: KeyResult
) -> None:
    edit_key_result(employee, key_result.id, title="净推荐值", reason="?")
    assert (hits(employee, "续约率"), hits(employee, "净推荐")) == (0, 1)
    delete_key_result(employee, key_result.id, reason="中途调整")
    assert hits(employee, "净推荐") == 0
    restore_key_result(employee, key_result.id, reason="中途调整")
    assert hits(employee, "净推荐") == 1


def test_what_somebody_may_not_see_takes_nobodys_place(
    employee: Actor, colleague: Actor, objective: Objective, key_result: KeyResult
) -> None:
    """More than are read at once, all newer: of no objective at all, as good as hidden."""
    words = f"{objective.title} {key_result.title}"
    for kind in ("objective", "key_result", "minute"):
        for nth in range(MANY):
            index.put(employee.organization_id, kind, nth + 1, words)
    for viewer in (employee, colleague):
        found = find_everything(viewer, objective.title, TODAY, 5)
        assert [one.id for one in found.objectives] == [objective.id]
        found = find_everything(viewer, key_result.title, TODAY, 5)
        assert [one.id for one in found.key_results] == [key_result.id]
        listed = filtered(viewer, Filters(q=key_result.title), TODAY)
        assert [one.id for one in listed] == [objective.id]


def test_minutes_are_found_behind_many_hidden_ones(
    web: Callable[[Actor], Client], lead: Actor, team: Team, objective: Objective
) -> None:
    meeting = start_meeting(lead, team.id)
    taken = take_down(lead, meeting.id, body="样品先到华东")
    end_meeting(lead, meeting.id, summary="样品都在路上")
    for nth in range(MANY):
        index.put(lead.organization_id, "minute", nth + 1, "样品")
    page = web(lead).get("/search?q=样品").text
    assert f"/meetings/{meeting.id}/minutes#e-{taken.id}" in page
    assert f'/meetings/{meeting.id}/minutes"' in page


def test_lessons_are_found_behind_many_hidden_ones(
    api: Callable[[Actor], ApiClient], employee: Actor, objective: Objective
) -> None:
    back = start_retrospective(employee, objective=objective.id)
    kept = add_lesson(employee, back.id, body="先问客户再动手")
    for nth in range(MANY):
        index.put(employee.organization_id, "lesson", nth + 1, kept.body)
    assert [one.id for one in find_lessons(employee, "客户", 5)] == [kept.id]
    assert [one.id for one in lessons_like(employee, "先问客户")] == [kept.id]
    listed = api(employee).get("/api/v1/lessons?q=客户").json()["items"]
    assert [one["id"] for one in listed] == [str(kept.id)]


def test_likely_targets_are_found_behind_many_hidden_ones(
    employee: Actor, colleague: Actor, objective: Objective, write_objective: WriteObjective
) -> None:
    alike = write_objective(colleague, title=objective.title, owner=colleague.member_id)
    for nth in range(MANY):
        index.put(employee.organization_id, "objective", nth + 1, objective.title)
    mine = whole_objective(employee, objective.id)
    found = {one.objective.id for one in proposed_targets(employee, mine, TODAY)}
    assert alike.id in found


@pytest.mark.django_db
def test_a_list_of_one_cycle_is_searched_whole(
    web: Callable[[Actor], Client],
    employee: Actor,
    year: Cycle,
    objective: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.subjects, "__defaults__", (2, index.ALL_SEEN))
    write_key_result(employee, objective, title="把续约率提到 75%")
    tagged = write_objective(employee, title="老客户", tags=["增长"])
    for number in range(3):
        elsewhere = write_objective(employee, title=f"老客户 {number}", cycle=year.id)
        write_key_result(employee, elsewhere, title=f"续约率 {number}")
    client = web(employee)
    for query, expected in (
        (f"cycle={objective.cycle_id}&q=老客户", {objective.id, tagged.id}),
        (f"cycle={objective.cycle_id}&q=续约率", {objective.id}),
        ("cycle=all&tag=增长&q=老客户", {tagged.id}),
        (f"cycle={objective.cycle_id}&status=not_started&q=续约率", {objective.id}),
    ):
        page = client.get(f"/objectives?{query}").text
        assert set(map(int, re.findall(r'href="/objectives/(\d+)">', page))) == expected
