"""Feishu's official Python client against a running Cairn: every call of both versions.

Its import takes seconds, so that only this module asks for it, and only when its tests run.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.test import Client

from cairn.checkins.models import CheckIn, Comment
from cairn.checkins.weekly import updates
from cairn.cycles.models import Cycle
from cairn.goals.models import Alignment, KeyResult, Objective
from cairn.goals.queries import key_result_rows, one_objective_row
from cairn.organization.actor import Actor
from cairn.organization.commands.tokens import create_token
from cairn.reviews.commands.retrospectives import start_retrospective
from tests.cast import GIF, MORNING, TODAY, WriteObjective

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def lark() -> ModuleType:
    return import_module("lark_oapi")


@pytest.fixture(autouse=True)
def _morning_everywhere() -> Iterator[None]:
    """The server answers in threads of its own."""
    with time_machine.travel(MORNING, tick=True):
        yield


class Script:
    """Their client as somebody's script uses it; only the domain is changed."""

    def __init__(self, lark: ModuleType, url: str, actor: Actor) -> None:
        app, secret = create_token(actor, name="旧脚本", scopes=["read", "write"], is_app=True)
        builder = lark.Client.builder().app_id(app.app_id).app_secret(secret).domain(url)
        self.okr = builder.log_level(lark.LogLevel.CRITICAL).build().okr

    def call(self, method: Any, name: str, body: dict[str, Any] | None = None, **asked: Any) -> Any:
        """One call: `name` of its request, what is asked in path and query, and the body."""
        return getattr(self.refused(method, name, body, 0, **asked), "data", None)

    def refused(
        self, method: Any, name: str, body: dict[str, Any] | None, code: int, **asked: Any
    ) -> Any:
        version = "v1" if "v1" in type(method.__self__).__module__ else "v2"
        models = import_module(f"lark_oapi.api.okr.{version}")
        builder = getattr(models, f"{name}Request").builder()
        for parameter, value in asked.items():
            builder = getattr(builder, parameter)(value)
        if body is not None:
            builder = builder.request_body(getattr(models, f"{name}RequestBody")(body))
        answer = method(builder.build())
        assert answer.code == code, (name, answer.code, answer.msg)
        assert answer.get_log_id()
        return answer


@pytest.fixture
def script(lark: ModuleType, live_server: Any, employee: Actor) -> Script:
    return Script(lark, live_server.url, employee)


@pytest.fixture
def stewards(lark: ModuleType, live_server: Any, champion: Actor) -> Script:
    return Script(lark, live_server.url, champion)


def spoken(block: Any) -> str:
    return "".join(
        element.text_run.text
        for one in block.blocks
        for element in one.paragraph.elements
        if element.text_run
    )


def test_version_1_by_its_own_client(
    script: Script, stewards: Script, employee: Actor, checked_in: KeyResult, cycle: Cycle, web: Any
) -> None:
    v1, steward = script.okr.v1, stewards.okr.v1
    periods = script.call(v1.period.list, "ListPeriod", page_size=10).items
    assert [one.zh_name for one in periods] == ["2026 Q4", "2026"]
    rules = script.call(v1.period_rule.list, "ListPeriodRule").period_rules
    quarterly = next(one for one in rules if one.length == 3)
    asked = {"period_rule_id": quarterly.period_rule_id, "start_month": "2026-04"}
    made = stewards.call(steward.period.create, "CreatePeriod", asked)
    assert Cycle.objects.get(id=made.period_id).starts_on == date(2026, 4, 1)
    told = stewards.call(
        steward.period.patch, "PatchPeriod", {"status": 2}, period_id=made.period_id
    )
    assert told.status == 2
    assert Cycle.objects.get(id=made.period_id).is_closed

    me = f"ou_{employee.member_id}"
    found = script.call(
        v1.user_okr.list,
        "ListUserOkr",
        user_id=me,
        user_id_type="open_id",
        offset="0",
        limit="10",
        lang="zh_cn",
        period_ids=[one.id for one in periods],
    )
    assert found.total == 1
    (okr,) = found.okr_list
    (objective,) = okr.objective_list
    shown = one_objective_row(employee, checked_in.objective_id, TODAY)
    page = web(employee).get(f"/objectives/{objective.id}").content.decode()
    assert objective.content == shown.title
    assert objective.content in page
    assert f"{objective.progress_rate.percent}%" in page
    assert objective.kr_list[0].content in page
    again = script.call(v1.okr.batch_get, "BatchGetOkr", okr_ids=[okr.id], user_id_type="open_id")
    assert [one.id for one in again.okr_list] == [okr.id]
    _records(script, employee, checked_in, web)
    _looked_back(stewards, employee, checked_in.objective_id, cycle)


def _records(script: Script, employee: Actor, key_result: KeyResult, web: Any) -> None:
    v1 = script.okr.v1
    picture = script.call(
        v1.image.upload,
        "UploadImage",
        {"data": io.BytesIO(GIF), "target_id": key_result.id, "target_type": 3},
    )
    path = picture.url.partition("/pictures/")
    shown = web(employee).get(f"/pictures/{path[2]}")
    assert (shown.content, shown.headers["Content-Type"]) == (GIF, "image/gif")
    run = {"type": "textRun", "text_run": {"text": "续约过半", "style": {"bold": True}}}
    content = {
        "blocks": [
            {"type": "paragraph", "paragraph": {"elements": [run]}},
            {"type": "gallery", "gallery": {"image_list": [{"file_token": picture.file_token}]}},
        ]
    }
    sent = {
        "source_title": "周报",
        "source_url": "https://example.com/1",
        "target_id": key_result.id,
        "target_type": 3,
        "content": content,
        "progress_rate": {"percent": 60, "status": 0},
    }
    made = script.call(v1.progress_record.create, "CreateProgressRecord", sent)
    page = web(employee).get(f"/objectives/{key_result.objective_id}").content.decode()
    assert "续约过半" in page
    assert "69%" in page  # the value that lies at 60 % of the way
    read = script.call(v1.progress_record.get, "GetProgressRecord", progress_id=made.progress_id)
    assert read.content.blocks[0].paragraph.elements[0].text_run.style.bold is True
    assert read.content.blocks[1].gallery.image_list[0].file_token == picture.file_token
    assert read.progress_rate.percent == 60
    said = {"blocks": [{"type": "paragraph", "paragraph": {"elements": [
        {"type": "textRun", "text_run": {"text": "改了"}}]}}]}  # fmt: skip
    changed = script.call(
        v1.progress_record.update,
        "UpdateProgressRecord",
        {"content": said, "progress_rate": {"percent": 80}},
        progress_id=made.progress_id,
    )
    assert (spoken(changed.content), changed.progress_id) == ("改了", made.progress_id)
    key_result.refresh_from_db()
    assert key_result.current == Decimal(72)
    script.call(v1.progress_record.delete, "DeleteProgressRecord", progress_id=made.progress_id)
    key_result.refresh_from_db()
    assert key_result.current == Decimal(66)


def _looked_back(stewards: Script, owner: Actor, objective_id: int, cycle: Cycle) -> None:
    from cairn.checkins.commands.weekly import save_update

    looked = start_retrospective(owner, objective=objective_id)
    save_update(owner, TODAY, priorities="甲", publish=True)
    told = stewards.call(
        stewards.okr.v1.review.query,
        "QueryReview",
        user_ids=[f"ou_{owner.member_id}"],
        period_ids=[str(cycle.id)],
        user_id_type="open_id",
    )
    (period,) = told.review_list[0].review_period_list
    assert period.cycle_review_list[0].url.endswith(f"/retrospectives/{looked.id}")
    (week,) = updates(owner)
    assert period.progress_report_list[0].url.endswith(f"/weekly/updates/{week.id}")


def words(text: str) -> dict[str, Any]:
    run = {"paragraph_element_type": "textRun", "text_run": {"text": text}}
    paragraph = {"elements": [run]}
    return {"blocks": [{"block_element_type": "paragraph", "paragraph": paragraph}]}


def test_version_2_by_its_own_client(
    script: Script, employee: Actor, lead: Actor, cycle: Cycle, write_objective: WriteObjective,
    web: Any,
) -> None:  # fmt: skip
    v2 = script.okr.v2
    mine = script.call(v2.okr_cycle.list, "ListOkrCycle", user_id=f"ou_{employee.member_id}").items
    copy = next(one for one in mine if one.tenant_cycle_id == str(cycle.id))
    category = script.call(v2.okr_category.list, "ListOkrCategory", owner_type="user").items[1]
    made = [
        script.call(
            v2.okr_cycle_objective.create,
            "CreateOkrCycleObjective",
            {"content": words(f"目标 {n}"), "notes": words("为什么"), "category_id": category.id},
            cycle_id=copy.id,
        ).objective_id
        for n in (1, 2)
    ]
    page = web(employee).get(f"/objectives/{made[0]}").content.decode()
    assert "目标 1" in page
    assert "为什么" in page
    assert Objective.objects.get(id=made[0]).type == "aspirational"
    _arranged(script, copy.id, made)
    _measured(script, employee, made[0], web)
    _aligned(script, lead, made[0], write_objective)
    changed = script.call(
        v2.okr_objective.patch,
        "PatchOkrObjective",
        {"content": words("改了"), "score": 0.7},
        objective_id=made[0],
    ).objective
    assert (spoken(changed.content), changed.score) == ("改了", 0.7)
    gone = script.call(v2.okr_objective.delete, "DeleteOkrObjective", objective_id=made[1])
    assert gone.objective_id == made[1]
    script.refused(v2.okr_objective.get, "GetOkrObjective", None, 1001004, objective_id=made[1])


def _arranged(script: Script, copy: str, made: list[str]) -> None:
    v2 = script.okr.v2
    turned = script.call(
        v2.okr_cycle.objectives_position,
        "ObjectivesPositionOkrCycle",
        {"objective_ids": made[::-1]},
        cycle_id=copy,
    ).items
    assert [(one.id, one.position) for one in turned] == [(made[1], 1), (made[0], 2)]
    weights = [{"objective_id": made[0], "weight": 0.7}, {"objective_id": made[1], "weight": 0.3}]
    script.call(
        v2.okr_cycle.objectives_weight,
        "ObjectivesWeightOkrCycle",
        {"objective_weights": weights},
        cycle_id=copy,
    )
    listed = script.call(
        v2.okr_cycle_objective.list, "ListOkrCycleObjective", cycle_id=copy, page_size=1
    )
    assert (listed.items[0].id, listed.items[0].weight, listed.has_more) == (made[1], 0.3, True)


def _measured(script: Script, employee: Actor, objective_id: str, web: Any) -> None:
    v2 = script.okr.v2
    made = [
        script.call(
            v2.okr_objective_key_result.create,
            "CreateOkrObjectiveKeyResult",
            {"content": words(f"结果 {n}")},
            objective_id=objective_id,
        ).key_result_id
        for n in (1, 2, 3)
    ]
    listed = script.call(
        v2.okr_objective_key_result.list, "ListOkrObjectiveKeyResult", objective_id=objective_id
    ).items
    assert [one.id for one in listed] == made
    assert sum(Decimal(str(one.weight)) for one in listed) == 1
    turned = script.call(
        v2.okr_objective.key_results_position,
        "KeyResultsPositionOkrObjective",
        {"key_result_ids": made[::-1]},
        objective_id=objective_id,
    ).items
    assert [one.id for one in turned] == made[::-1]
    given = [
        {"key_result_id": id, "weight": weight}
        for id, weight in zip(made, (0.125, 0.25, 0.625), strict=True)
    ]
    script.call(
        v2.okr_objective.key_results_weight,
        "KeyResultsWeightOkrObjective",
        {"key_result_weights": given},
        objective_id=objective_id,
    )
    rows = key_result_rows(employee, [int(objective_id)], TODAY, {})
    assert [str(one.weight.normalize()) for one in rows] == ["62.5", "25", "12.5"]
    _indicated(script, employee, objective_id, made[0], web)
    kept = script.call(
        v2.okr_key_result.patch,
        "PatchOkrKeyResult",
        {"content": words("改过的结果"), "score": 0.4},
        key_result_id=made[1],
    ).key_result
    read = script.call(v2.okr_key_result.get, "GetOkrKeyResult", key_result_id=made[1]).key_result
    assert (spoken(read.content), read.score) == (spoken(kept.content), 0.4)
    script.call(v2.okr_key_result.delete, "DeleteOkrKeyResult", key_result_id=made[2])
    assert KeyResult.objects.get(id=made[2]).deleted_at is not None


def _indicated(
    script: Script, employee: Actor, objective_id: str, key_result_id: str, web: Any
) -> None:
    v2 = script.okr.v2
    indicator = script.call(
        v2.okr_key_result_indicator.list, "ListOkrKeyResultIndicator", key_result_id=key_result_id
    ).indicator
    assert (indicator.start_value, indicator.target_value) == (0, 100)
    changed = script.call(
        v2.okr_indicator.patch,
        "PatchOkrIndicator",
        {
            "start_value": 120,
            "target_value": 30,
            "current_value": 75,
            "unit": {"unit_type": 1, "unit_value": "分钟"},
            "indicator_status": 1,
        },
        indicator_id=indicator.id,
    ).indicator
    assert (changed.current_value, changed.indicator_status) == (75, 1)
    page = web(employee).get(f"/objectives/{objective_id}").content.decode()
    assert "50%" in page
    assert KeyResult.objects.get(id=key_result_id).kind == "decrease"
    said = script.call(
        v2.okr_key_result_progress.list, "ListOkrKeyResultProgress", key_result_id=key_result_id
    ).items
    assert said[0].progress_rate.progress_percent == 50
    assert said[0].id == str(CheckIn.objects.get(key_result=int(key_result_id)).id)
    whole = script.call(
        v2.okr_objective_indicator.list, "ListOkrObjectiveIndicator", objective_id=objective_id
    ).indicator
    shown = one_objective_row(employee, int(objective_id), TODAY).progress
    assert whole.current_value == float((shown or Decimal(0)) * 100)


def _aligned(
    script: Script, lead: Actor, objective_id: str, write_objective: WriteObjective
) -> None:
    v2 = script.okr.v2
    above = write_objective(lead, title="上级", collaborators=[script_owner(objective_id)])
    made = script.call(
        v2.okr_objective_alignment.create,
        "CreateOkrObjectiveAlignment",
        {"to_entity_id": above.id, "to_entity_type": 2},
        objective_id=objective_id,
    ).alignment_id
    (listed,) = script.call(
        v2.okr_objective_alignment.list, "ListOkrObjectiveAlignment", objective_id=objective_id
    ).items
    assert (listed.id, listed.to_entity_id) == (made, str(above.id))
    read = script.call(v2.okr_alignment.get, "GetOkrAlignment", alignment_id=made).alignment
    assert read.to_owner.user_id == f"ou_{lead.member_id}"
    script.call(v2.okr_alignment.delete, "DeleteOkrAlignment", alignment_id=made)
    assert Alignment.objects.get(id=made).state == "ended"
    comment = Comment.objects.create(
        organization_id=lead.organization_id,
        objective_id=objective_id,
        author_id=lead.member_id,
        body="**好**",
    )
    (said,) = script.call(
        v2.okr_objective_progress.list, "ListOkrObjectiveProgress", objective_id=objective_id
    ).items
    assert (said.id, spoken(said.content)) == (str(comment.id), "好")


def script_owner(objective_id: str) -> int:
    return Objective.objects.get(id=objective_id).owner_id or 0


def test_a_refusal_comes_as_its_number(
    script: Script, stewards: Script, lark: ModuleType, live_server: Any, objective: Objective
) -> None:
    v2 = script.okr.v2
    script.refused(v2.okr_objective.get, "GetOkrObjective", None, 1001004, objective_id="7")
    assert Client().get("/open-apis/okr/v1/periods").json()["code"] == 99991661
    builder = lark.Client.builder().app_id("cli_nobody").app_secret("?").domain(live_server.url)
    stranger = builder.log_level(lark.LogLevel.CRITICAL).build()
    asking = import_module("lark_oapi.api.okr.v1").ListPeriodRequest.builder().build()
    with pytest.raises(Exception, match="99991543"):
        stranger.okr.v1.period.list(asking)
