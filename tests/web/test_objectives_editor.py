"""The editor: sentences fill the fields, everything is saved at once, and nothing typed is lost."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.cycles.models import Cycle
from cairn.goals.commands.key_results import edit_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import KeyResult, Milestone, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import WriteKeyResult, WriteObjective, make_member

pytestmark = pytest.mark.django_db
type Web = Callable[[Actor], Client]

INPUT = re.compile(r"<input[^>]*>")
AREA = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option value="([^"]*)" selected')


def form_of(text: str) -> dict[str, list[str]]:
    """What a browser without scripts would send of the editor's form."""
    start = text.index('<form id="editor"')
    html = text[start : text.index("</form>", start)]
    sent: dict[str, list[str]] = {}
    for tag in INPUT.findall(html):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticked = "checked" in tag or found.get("type") not in ("radio", "checkbox")
        if ticked and "name" in found:
            sent.setdefault(found["name"], []).append(unescape(found.get("value", "")))
    for name, body in AREA.findall(html):
        sent.setdefault(name, []).append(unescape(body))
    for name, options in SELECT.findall(html):
        chosen = CHOSEN.search(options)
        sent.setdefault(name, []).append(chosen[1] if chosen else "")
    return sent


def write(client: Client, path: str, act: str = "save", **typed: Any) -> Any:
    """Open the editor's page, type into it and press a button."""
    form: dict[str, Any] = form_of(client.get(path).text)
    form.update({name.replace("__", "-"): text for name, text in typed.items()})
    return client.post(path, {**form, "act": act})


def test_an_objective_with_its_key_results_is_written_at_once(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    answer = write(
        web(employee),
        "/objectives/new",
        "publish",
        title="让老客户愿意留下来",
        kr__1__title="把续约率从 60% 提高到 75%",
        kr__2__title="把首次响应时长从 4:10 缩短到 1:30",
        kr__3__title="上线新版客诉工单系统",
    )
    made = Objective.objects.get()
    assert answer.status_code == 303
    assert not made.is_draft
    first, second, third = made.key_results.order_by("position")
    assert (first.kind, first.unit) == ("increase", "percent")
    assert [first.start, first.target] == [60, 75]
    assert second.kind == "decrease"
    assert [second.start, second.target] == [250, 90]
    assert (third.kind, third.milestones.count()) == ("milestones", 1)
    assert [row.weight for row in (first, second, third)] == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
    ]
    assert first.owner_id == employee.member_id


def test_a_draft_stays_in_the_editor(web: Web, employee: Actor, cycle: Cycle) -> None:
    answer = write(web(employee), "/objectives/new", "draft", title="先写着")
    made = Objective.objects.get()
    assert made.is_draft
    assert answer["Location"] == f"/objectives/{made.id}/edit"


def test_sending_twice_writes_once(web: Web, employee: Actor, cycle: Cycle) -> None:
    client = web(employee)
    form: dict[str, Any] = form_of(client.get("/objectives/new").text) | {"title": "一次"}
    for _time in range(2):
        client.post("/objectives/new", {**form, "act": "draft"})
    assert Objective.objects.count() == 1


def test_nothing_is_written_while_one_field_is_wrong(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    answer = write(
        web(employee),
        "/objectives/new",
        title="好目标",
        kr__1__title="好结果",
        kr__1__start="abc",
        kr__2__title="另一个从 1 到 2",
        kr__2__owner="没有这个人",
    )
    assert answer.status_code == 422
    assert Objective.objects.count() == 0
    for words in ("好目标", "abc", "没有这个人", 'aria-invalid="true"'):
        assert words in answer.text


def test_a_missing_title_is_named(web: Web, employee: Actor, cycle: Cycle) -> None:
    answer = write(web(employee), "/objectives/new", kr__1__title="只有结果从 1 到 2")
    assert answer.status_code == 422
    assert "f-title-error" in answer.text


def test_typed_fields_win_over_the_sentence(web: Web, employee: Actor, cycle: Cycle) -> None:
    write(
        web(employee),
        "/objectives/new",
        title="目标",
        kr__1__title="把续约率从 60% 提高到 75%",
        kr__1__target="80%",
    )
    assert KeyResult.objects.get().target == 80


def test_fields_follow_a_changed_sentence(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    write(
        web(employee),
        f"/objectives/{objective.id}/edit",
        kr__1__title="续约率从 60% 提升到 85%",
        reason="签了新的年框",
    )
    key_result.refresh_from_db()
    assert [key_result.start, key_result.target] == [60, 85]


def test_values_that_stay_beside_a_rewritten_sentence_are_said_and_can_follow_it(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    """Beside the line as it is typed, and by a button that needs no scripts."""
    KeyResult.objects.filter(id=key_result.id).update(title="老客户续约率")
    client, path = web(employee), f"/objectives/{objective.id}/edit"
    form: dict[str, Any] = form_of(client.get(path).text)
    form["kr-1-title"] = "老客户续约率从 60% 提升到 85%"
    live = client.post("/write/parse", form).json()["lines"]["1"]
    assert live["fields"]["target"] == "75%"
    assert "85%" in live["facts"] and 'value="follow-1"' in live["facts"]  # noqa: PT018
    live = client.post("/write/parse", {**form, "act": "follow-1"}).json()["lines"]["1"]
    assert live["fields"]["target"] == "85%"
    assert "follow-1" not in live["facts"]
    text = client.post(path, {**form, "act": "follow-1"}).text
    assert form_of(text)["kr-1-target"] == ["85%"]
    form["kr-1-title"] = "老客户续约率（不含门店）"
    assert "follow-1" not in client.post("/write/parse", form).json()["lines"]["1"]["facts"]


def test_a_change_while_the_cycle_runs_asks_for_a_reason(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/edit"
    answer = write(client, path, kr__1__target="85%")
    assert answer.status_code == 422
    assert 'name="reason"' in answer.text
    form: dict[str, Any] = form_of(answer.text) | {"reason": "签了新的年框", "act": "save"}
    assert client.post(path, form).status_code == 303
    key_result.refresh_from_db()
    assert key_result.target == 85


def test_saving_without_a_change_writes_no_event(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    from cairn.events.models import Event

    before = Event.objects.count()
    answer = write(web(employee), f"/objectives/{objective.id}/edit")
    assert answer.status_code == 303
    assert Event.objects.count() == before


def test_all_kinds_come_back_as_they_were_entered(web: Web, employee: Actor, cycle: Cycle) -> None:
    client = web(employee)
    write(
        client,
        "/objectives/new",
        "draft",
        title="四种",
        kr__1__title="满意度不低于 4.5",
        kr__1__kind="maintain",
        kr__1__lower="4.5",
        kr__2__title="三步走",
        kr__2__kind="milestones",
        kr__2__milestones="一\n二 | 30\n三",
        kr__3__title="收入从 20万 到 50万",
        kr__3__unit="CNY",
    )
    made = Objective.objects.get()
    path = f"/objectives/{made.id}/edit"
    before = list(KeyResult.objects.order_by("position").values())
    assert write(client, path, "draft").status_code == 303
    assert list(KeyResult.objects.order_by("position").values()) == before
    assert before[0]["lower"] == Decimal("4.5")
    assert [before[2][name] for name in ("start", "target")] == [200_000, 500_000]
    assert [step.weight for step in Milestone.objects.order_by("position")] == [1, 30, 1]


def test_a_renamed_milestone_keeps_what_was_reached(
    web: Web, employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> None:
    made = write_objective(employee)
    row = write_key_result(
        employee,
        made,
        kind="milestones",
        milestones=[(None, "一", Decimal(1)), (None, "二", Decimal(1))],
    )
    first = row.milestones.order_by("position").first()
    assert first is not None
    write(
        web(employee), f"/objectives/{made.id}/edit", kr__1__milestones="第一步\n二", reason="改名"
    )
    first.refresh_from_db()
    assert first.title == "第一步"


def test_a_typed_weight_stays_and_the_others_share(web: Web, employee: Actor, cycle: Cycle) -> None:
    write(
        web(employee),
        "/objectives/new",
        title="目标",
        kr__1__title="甲从 1 到 2",
        kr__1__weight="40",
        kr__2__title="乙从 1 到 2",
        kr__3__title="丙从 1 到 2",
    )
    rows = KeyResult.objects.order_by("position")
    assert [row.weight for row in rows] == [40, 30, 30]
    assert [row.is_weight_fixed for row in rows] == [True, False, False]


def test_weights_beyond_the_whole_are_refused_beside_the_line(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    answer = write(
        web(employee),
        "/objectives/new",
        title="目标",
        kr__1__title="甲从 1 到 2",
        kr__1__weight="70",
        kr__2__title="乙从 1 到 2",
        kr__2__weight="50",
    )
    assert answer.status_code == 422
    assert "30" in answer.text
    assert Objective.objects.count() == 0


def test_two_fixed_weights_can_change_places_in_one_save(
    web: Web, employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> None:
    made = write_objective(employee, publish=False)
    write_key_result(employee, made)
    write_key_result(employee, made, title="乙", weight=Decimal(30))
    write(
        web(employee),
        f"/objectives/{made.id}/edit",
        "draft",
        kr__1__weight="30",
        kr__2__weight="70",
    )
    assert [row.weight for row in KeyResult.objects.order_by("position")] == [30, 70]


def test_lines_are_added_moved_and_taken_away_without_scripts(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    for title in ("甲", "乙"):
        write_key_result(employee, objective, title=title)
    client, path = web(employee), f"/objectives/{objective.id}/edit"
    answer = write(client, path, "up-2", title="还没存")
    assert answer.text.index(">\n乙</textarea>") < answer.text.index(">\n甲</textarea>")
    assert "还没存" in answer.text
    answer = client.post(path, {**form_of(answer.text), "act": "remove-1"})
    answer = client.post(path, {**form_of(answer.text), "act": "add"})
    assert 'name="kr-3-title"' in answer.text
    client.post(path, {**form_of(answer.text), "act": "save", "reason": "?"})
    left = KeyResult.objects.filter(deleted_at__isnull=True)
    assert [row.title for row in left] == ["乙"]


def test_the_sentences_are_read_while_typing(web: Web, employee: Actor, cycle: Cycle) -> None:
    client = web(employee)
    form: dict[str, Any] = form_of(client.get("/objectives/new").text)
    form |= {"title": "目标", "kr-1-title": "把续约率从 60% 提高到 75%"}
    live = client.post("/write/parse", form).json()
    assert live["lines"]["1"]["fields"]["target"] == "75%"
    assert live["lines"]["1"]["fields"]["weight"] == "100"
    assert "<mark>60%</mark>" in live["lines"]["1"]["marks"]
    assert "续约率" in live["template"]


def test_marks_carry_no_markup_of_the_writer(web: Web, employee: Actor, cycle: Cycle) -> None:
    client = web(employee)
    form: dict[str, Any] = form_of(client.get("/objectives/new").text)
    form |= {"kr-1-title": "<script>alert(1)</script>从 1 到 2", "title": "<b>x"}
    live = client.post("/write/parse", form).json()
    assert "<script" not in live["lines"]["1"]["marks"] + live["template"]
    assert "<b>x" not in live["template"]


def test_two_people_see_both_texts_and_lose_nothing(
    web: Web, employee: Actor, lead: Actor, objective: Objective, key_result: KeyResult
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/edit"
    form: dict[str, Any] = form_of(client.get(path).text) | {"act": "save"}
    edit_objective(lead, objective.id, title="他们的标题", reason="?")
    edit_key_result(lead, key_result.id, title="他们的结果", reason="?")
    answer = client.post(path, {**form, "title": "我的标题", "kr-1-title": "我的结果"})
    assert answer.status_code == 409
    for words in ("我的标题", "他们的标题", "我的结果", "他们的结果"):
        assert words in answer.text
    again = {**form_of(answer.text), "act": "save", "reason": "?"}
    assert client.post(path, again).status_code == 303
    objective.refresh_from_db()
    assert objective.title == "我的标题"


def test_changes_to_different_fields_both_stay(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/edit"
    form: dict[str, Any] = form_of(client.get(path).text) | {"act": "save"}
    edit_objective(lead, objective.id, description="他们的理由", reason="?")
    assert client.post(path, {**form, "title": "我的标题", "reason": "?"}).status_code == 303
    objective.refresh_from_db()
    assert (objective.title, objective.description) == ("我的标题", "他们的理由")


def test_taking_theirs_shows_what_stands_there(
    web: Web, employee: Actor, objective: Objective
) -> None:
    answer = web(employee).post(f"/objectives/{objective.id}/edit", {"act": "theirs"})
    assert answer.status_code == 303


def test_what_was_typed_survives_an_ended_session(web: Web, employee: Actor, cycle: Cycle) -> None:
    client = web(employee)
    form: dict[str, Any] = form_of(client.get("/objectives/new").text)
    form |= {"title": "别丢了", "kr-1-title": "把甲从 1 提高到 2", "act": "draft"}
    for name in ("_auth_user_id", "member"):
        session = client.session
        del session[name]
        session.save()
    assert client.post("/objectives/new", form)["Location"].startswith("/sign-in")
    session = client.session
    session["_auth_user_id"], session["member"] = str(employee.user_id), employee.member_id
    session.save()
    text = client.get("/objectives/new").text
    assert "别丢了" in text
    assert "把甲从 1 提高到 2" in text


def test_people_and_teams_are_named(
    web: Web, employee: Actor, lead: Actor, team: Team, cycle: Cycle
) -> None:
    write(
        web(employee),
        "/objectives/new",
        title="团队的",
        team="增长部",
        owner="林知远",
        visibility="team",
        collaborators="周晓宇",
        tags="增长，续约",
    )
    made = Objective.objects.get()
    assert (made.team_id, made.owner_id) == (team.id, lead.member_id)
    assert made.visible_team_id == team.id
    assert {tag.name for tag in made.tags.all()} == {"增长", "续约"}


def test_two_people_of_one_name_are_told_apart_by_address(
    web: Web, employee: Actor, lead: Actor, team: Team, cycle: Cycle
) -> None:
    twin = make_member(team.organization, "林知远", "twin@cairn.test", team=team)
    client = web(employee)
    answer = write(client, "/objectives/new", title="谁的", team="增长部", owner="林知远")
    assert answer.status_code == 422
    write(client, "/objectives/new", title="谁的", team="增长部", owner="twin@cairn.test")
    assert Objective.objects.get().owner_id == twin.member_id


def test_an_objective_for_others_is_refused_without_losing_the_text(
    web: Web, employee: Actor, colleague: Actor, cycle: Cycle
) -> None:
    answer = write(web(employee), "/objectives/new", title="替别人写", owner="Emma Clarke")
    assert answer.status_code == 422
    assert "替别人写" in answer.text


def test_viewers_and_outsiders_do_not_edit(
    web: Web, viewer: Actor, colleague: Actor, objective: Objective
) -> None:
    assert web(viewer).get("/objectives/new").status_code == 403
    assert web(colleague).get(f"/objectives/{objective.id}/edit").status_code == 403


def test_the_editor_asks_the_same_few_queries(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/edit"
    counts = []
    for _round in range(2):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
        for number in range(4):
            write_key_result(employee, objective, title=f"第 {number} 项")
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "a\x00b"},
        {"title": "长" * 100_000},
        {"title": "甲", "kr__1__title": "\u202e反"},
        {"title": "甲", "kr__1__title": "从 1 到 2", "kr__1__target": "1e400"},
        {"title": "甲", "kr__1__title": "从 1 到 2", "kr__1__start": "NaN"},
        {"title": "甲", "kr__1__title": "从 1 到 2", "kr__1__weight": "-5"},
        {"title": "甲", "cycle": "999"},
        {"title": "甲", "cycle": "abc"},
        {"title": "甲", "due_on": "2099-01-01"},
        {"title": "甲", "visibility": "moon"},
        {"title": "甲", "was": "[1,2"},
    ],
)
def test_bad_input_is_answered_and_never_breaks(
    web: Web, employee: Actor, cycle: Cycle, typed: dict[str, str]
) -> None:
    answer = write(web(employee), "/objectives/new", **typed)
    assert answer.status_code in (303, 422)


def test_a_key_result_has_a_pace_of_its_own(web: Web, employee: Actor, cycle: Cycle) -> None:
    client, typed = web(employee), {"title": "目标", "kr__1__title": "把续约率从 60% 提高到 75%"}
    refused = write(client, "/objectives/new", "draft", **typed, kr__1__cadence_days="0")
    assert refused.status_code == 422
    assert 'id="f-kr-1-cadence_days-error"' in refused.content.decode()
    write(client, "/objectives/new", "draft", **typed, kr__1__cadence_days="14")
    made = KeyResult.objects.get()
    assert made.cadence_days == 14
    path = f"/objectives/{made.objective_id}/edit"
    shown = client.get(path).content.decode()
    assert 'name="kr-1-cadence_days" type="text" value="14"' in shown
    write(client, path, "draft", kr__1__cadence_days="")
    made.refresh_from_db()
    assert made.cadence_days is None
