"""The coach beside the lines: remarks, rewrites taken over, rules muted, all without scripts too."""

import re
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.coaching.models import Mute
from cairn.coaching.silencing import mute_rule, silence_rule
from cairn.cycles.models import Cycle
from cairn.goals.models import Initiative, Objective
from cairn.organization.actor import Actor
from tests.cast import WriteKeyResult, WriteObjective
from tests.web.test_objectives_editor import form_of, write

pytestmark = pytest.mark.django_db
type Web = Callable[[Actor], Client]

AIM, TASK, GOOD = "让老客户愿意留下来", "上线新版客诉工单系统", "把续约率从 60% 提高到 75%"
NEW = "/objectives/new"
FRAME = f"我的目标是{AIM}，通过每周回访，以{GOOD}来衡量"


def live(client: Client, **typed: str) -> Any:
    form: dict[str, Any] = form_of(client.get(NEW).text)
    form.update({name.replace("__", "-"): text for name, text in typed.items()})
    return client.post("/write/parse", form).json()


def test_a_remark_stands_beside_its_line_and_its_words_are_underlined(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    said = live(web(employee), title=AIM, kr__1__title=GOOD, kr__2__title=TASK)
    assert said["lines"]["1"]["notes"] == ""
    assert 'data-key="2-kr-task"' in said["lines"]["2"]["notes"]
    assert said["lines"]["2"]["marks"] == f'<mark class="bad">{TASK}</mark>'
    assert said["lines"]["1"]["marks"].count("<mark") == 3


def test_the_objective_and_the_set_have_their_remarks(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    said = live(
        web(employee),
        title="把会员复购率提高到 35%",
        kr__1__title=GOOD,
        kr__2__title=GOOD,
        kr__3__title=GOOD,
    )
    assert 'data-key="o-o-metric"' in said["aim"]["notes"]
    assert '<mark class="bad">35%</mark>' in said["aim"]["marks"]
    assert 'data-key="set-set-duplicate"' in said["whole"]


def test_nobody_is_told_of_too_few_lines_while_lines_wait(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    assert "set-too-few" not in live(web(employee), title=AIM, kr__1__title=GOOD)["whole"]
    write_key_result(employee, objective, title=GOOD)
    assert "set-set-too-few" in web(employee).get(f"/objectives/{objective.id}/edit").text


def test_two_underlines_may_lie_over_each_other(web: Web, employee: Actor, cycle: Cycle) -> None:
    text = "缺货率从 8% 降到 2%，补货周期从 18 天缩短到 10 天"
    marks = live(web(employee), title=AIM, kr__1__title=text)["lines"]["1"]["marks"]
    assert re.sub("<[^>]+>", "", marks) == text
    assert 'class="bad"' in marks


def test_markup_in_a_quote_stays_text(web: Web, employee: Actor, cycle: Cycle) -> None:
    text = "上线 <script>alert(1)</script> 系统"
    line = live(web(employee), title=AIM, kr__1__title=text)["lines"]["1"]
    assert "<script" not in line["marks"] + line["notes"]


def test_a_rewrite_is_taken_over_without_scripts(web: Web, employee: Actor, cycle: Cycle) -> None:
    answer = write(web(employee), NEW, "use-2-kr-task", title=AIM, kr__2__title=TASK)
    assert answer.status_code == 200
    title = form_of(answer.text)["kr-2-title"][0]
    assert title != TASK
    assert TASK in title
    assert "__" in title


def test_two_results_become_two_lines(web: Web, employee: Actor, cycle: Cycle) -> None:
    text = "缺货率从 8% 降到 2%，补货周期从 18 天缩短到 10 天"
    answer = write(web(employee), NEW, "use-1-kr-compound", title=AIM, kr__1__title=text)
    form = form_of(answer.text)
    assert [form[f"kr-{n}-title"][0] for n in (1, 2)] == text.split("，")
    assert [form[f"kr-{n}-target"][0] for n in (1, 2)] == ["2%", "10 天"]


def test_a_rule_is_muted_and_heard_again_without_losing_what_is_typed(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    client = web(employee)
    answer = write(client, NEW, "mute_here-2-kr-task", title=AIM, kr__2__title=TASK)
    assert 'value="unmute_here-2-kr-task"' in answer.text
    assert 'data-key="2-kr-task"' not in answer.text
    assert Mute.objects.exclude(text="").count() == 1
    form: dict[str, Any] = form_of(answer.text)
    assert form["title"] == [AIM]
    answer = client.post(NEW, {**form, "act": "unmute_here-2-kr-task"})
    assert 'data-key="2-kr-task"' in answer.text
    assert not Mute.objects.exists()
    client.post(NEW, {**form, "act": "mute-2-kr-task"})
    assert Mute.objects.filter(text="").count() == 1


def test_a_remark_on_a_set_without_an_objective_mutes_nothing_by_accident(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    write(web(employee), NEW, "mute_here-set-set-duplicate", kr__1__title=GOOD, kr__2__title=GOOD)
    write(web(employee), NEW, "mute_here-99-kr-task", title="", kr__1__title=TASK)
    write(web(employee), NEW, "mute_here-1-no-such-rule", title=AIM, kr__1__title=TASK)
    assert not Mute.objects.exists()


@pytest.mark.parametrize("act", ["use", "use-", "mute_here-o", "mute-set-x", "use-²-kr-task"])
def test_acts_that_name_nothing_only_read(
    web: Web, employee: Actor, cycle: Cycle, act: str
) -> None:
    answer = write(web(employee), NEW, act, title=AIM, kr__1__title=TASK)
    assert answer.status_code == 200
    assert not Mute.objects.exists()


def test_a_sentence_that_holds_an_okr_is_offered_its_places(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    client = web(employee)
    assert 'data-key="o-frame"' in live(client, title=FRAME)["aim"]["notes"]
    form = form_of(write(client, NEW, "use-o-frame", title=FRAME).text)
    assert form["title"] == [AIM]
    assert form["kr-1-title"] == [GOOD]
    assert form["kr-1-initiatives"] == ["每周回访"]
    assert form["kr-1-target"] == ["75%"]


def test_a_sentence_in_a_line_goes_to_its_places(web: Web, employee: Actor, cycle: Cycle) -> None:
    client = web(employee)
    form = form_of(write(client, NEW, "use-2-frame", kr__2__title=FRAME).text)
    assert (form["title"], form["kr-2-title"]) == ([AIM], [GOOD])
    assert form["kr-2-initiatives"] == ["每周回访"]
    text = f"通过每周回访措施，实现{GOOD}的结果"
    form = form_of(write(client, NEW, "use-1-frame", title=AIM, kr__1__title=text).text)
    assert (form["title"], form["kr-1-title"]) == ([AIM], [GOOD])


def test_each_measure_of_a_frame_takes_what_leads_to_it(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    text = f"我的目标是{AIM}，通过每周回访；重做交接；写复盘，以{GOOD}；NPS 从 31 分到 45 分来衡量"
    client = web(employee)
    form = form_of(write(client, NEW, "use-o-frame", title=text).text)
    assert [form[f"kr-{n}-initiatives"] for n in (1, 2)] == [["每周回访"], ["重做交接\n写复盘"]]
    form = form_of(write(client, NEW, "use-2-frame", title=AIM, kr__2__title=text).text)
    assert [form[f"kr-{n}-initiatives"] for n in (2, 1)] == [["每周回访"], ["重做交接\n写复盘"]]


def test_means_without_a_key_result_are_not_lost(web: Web, employee: Actor, cycle: Cycle) -> None:
    text = f"通过每周回访措施，实现{AIM}的结果"
    form = form_of(write(web(employee), NEW, "use-o-frame", title=text).text)
    assert (form["title"], form["kr-1-initiatives"]) == ([AIM], ["每周回访"])


def test_each_key_result_is_read_through_with_what_leads_to_it(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    client = web(employee)
    client.cookies["cairn_language"] = "zh-hans"
    text = f"通过每周回访措施，实现{GOOD}的结果"
    form = form_of(write(client, NEW, "use-1-frame", title=AIM, kr__1__title=text).text)
    typed = {name: form[name][0] for name in ("kr-1-title", "kr-1-initiatives")}
    lines = {**typed, "kr-2-title": "NPS 从 31 分到 45 分"}
    said = live(client, title=AIM, frame="through", **lines)["template"]
    one, other = re.sub("<[^>]+>", "", said).strip().split("。")[:2]
    assert one.startswith("通过每周回访措施，实现")
    assert other.strip().startswith("通过…措施，实现NPS")


def test_initiatives_are_planned_on_saving(web: Web, employee: Actor, cycle: Cycle) -> None:
    typed = {"title": AIM, "kr__1__title": GOOD, "kr__1__initiatives": "每周回访\n\n重做交接"}
    assert write(web(employee), NEW, "draft", **typed).status_code == 303
    planned = Initiative.objects.order_by("position").values_list("title", flat=True)
    assert list(planned) == ["每周回访", "重做交接"]


def test_an_initiative_that_cannot_be_kept_is_named_and_nothing_is_written(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    typed = {"title": AIM, "kr__1__title": GOOD, "kr__1__initiatives": "长" * 3000}
    answer = write(web(employee), NEW, "draft", **typed)
    assert answer.status_code == 422
    assert 'id="f-kr-1-initiatives-error"' in answer.text
    assert not Objective.objects.exists()


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("my-objective", "My objective is"),
        ("through", "Through"),
        ("", "We will"),
        ("x", "We will"),
    ],
)
def test_the_sheet_is_read_through_in_the_frame_that_was_chosen(
    web: Web, employee: Actor, cycle: Cycle, frame: str, said: str
) -> None:
    client = web(employee)
    client.cookies["cairn_language"] = "en"
    template = live(client, title=AIM, kr__1__title=GOOD, frame=frame)["template"]
    assert said in re.sub("<[^>]+>", "", template)


def test_remarks_follow_a_refused_save_and_reading_without_scripts(
    web: Web, employee: Actor, cycle: Cycle
) -> None:
    for act, status in (("save", 422), ("read", 200)):
        answer = write(web(employee), NEW, act, kr__1__title=TASK)
        assert answer.status_code == status
        assert 'data-key="1-kr-task"' in answer.text


def test_the_objectives_page_tells_those_who_may_edit_it(
    web: Web,
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    objective: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    made = write_key_result(employee, objective, title=TASK)
    path = f"/objectives/{objective.id}"
    link, title = f'href="{path}/edit#line-{made.id}"', "是任务，不是结果"
    assert link in web(employee).get(path).text
    assert link not in web(colleague).get(path).text
    mute_rule(employee, "kr-task", text=TASK)
    assert title not in web(employee).get(path).text
    assert title in web(champion).get(path).text
    silence_rule(champion, "kr-task")
    assert title not in web(champion).get(path).text


def test_a_kept_line_without_a_target_is_no_better_than_its_sentence(
    web: Web,
    employee: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    draft = write_objective(employee, publish=False)
    made = write_key_result(employee, draft, title="大幅提升新客户满意度", target=None)
    assert f"/edit#line-{made.id}" in web(employee).get(f"/objectives/{draft.id}").text


def test_pages_with_remarks_ask_no_more(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    client = web(employee)
    for number in range(4):
        write_key_result(employee, objective, title=f"上线第 {number} 个客诉工单系统")
        mute_rule(employee, "kr-vague", text=f"第 {number} 句")
    for path in (f"/objectives/{objective.id}", f"/objectives/{objective.id}/edit"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert "是任务，不是结果" in client.get(path).text
        assert len(asked) <= 12


def test_a_long_form_is_read_in_bounded_time(web: Web, employee: Actor, cycle: Cycle) -> None:
    client = web(employee)
    form: dict[str, Any] = form_of(client.get(NEW).text)
    form["line"] = [str(n) for n in range(1, 31)]
    form |= {f"kr-{n}-title": ("把续约率从 6% 提高到 7%，" * 200)[n:2000] for n in range(1, 31)}
    began = time.process_time()
    assert client.post("/write/parse", form).status_code == 200
    assert time.process_time() - began < 3


def test_a_weight_that_is_none_is_not_judged() -> None:
    from cairn.web.objectives.remarks import draft_of
    from cairn.web.objectives.sheet import FIELDS, Sheet

    sheet = Sheet(dict.fromkeys(FIELDS, ""), [])
    for weight in ("40%", "NaN", "", "1e9", "abc"):
        sheet.add_line(title="甲", weight=weight)
    assert [one.weight for one in draft_of(sheet).key_results] == [Decimal(40), *[None] * 4]
