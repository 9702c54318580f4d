"""The pages of health metrics: one success and one refusal of each, and their budgets."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape

from django.test import Client

from cairn.cycles.models import Cycle
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import KeyResult, Objective
from cairn.kpis.commands import archive_kpi, create_kpi, edit_kpi
from cairn.kpis.models import Kpi, KpiReading
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY
from tests.web.budgets import stays_in_budget

SignIn = Callable[[Actor], Client]
D = Decimal


def text_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def history(actor: Actor, kpi: Kpi, weeks: int = 30) -> None:
    for week in reversed(range(weeks)):
        day = TODAY - timedelta(days=7 * week)
        measure_kpi(actor, kpi.id, value=D(72) - week % 5, effective_on=day)


# The list


def test_the_list_groups_by_team_and_says_the_state_in_words(
    web: SignIn, employee: Actor, kpi: Kpi
) -> None:
    text = text_of(web(employee), "/kpis")
    assert "No reading yet" in text or "暂无数据" in text
    measure_kpi(employee, kpi.id, value=D(60))
    text = text_of(web(employee), "/kpis")
    assert kpi.name in text
    assert "60%" in text
    assert 'class="chip risk"' in text


def test_it_narrows_and_goes_on(web: SignIn, lead: Actor, kpi: Kpi, team: Team) -> None:
    for number in range(55):
        create_kpi(lead, name=f"指标 {number:02}", lower=D(1), team=team.id)
    client = web(lead)
    text = text_of(client, "/kpis")
    assert "指标 48" in text
    assert "指标 49" not in text
    more = text.split('hx-get="/kpis?after=')[1].split('"')[0]
    rest = text_of(client, f"/kpis?after={more}", HX_Request="true")
    assert "指标 54" in rest
    assert "<html" not in rest
    assert "续约率" not in text_of(client, "/kpis?q=指标 07")


def test_archived_ones_stand_apart(web: SignIn, lead: Actor, kpi: Kpi) -> None:
    archive_kpi(lead, kpi.id)
    assert kpi.name not in text_of(web(lead), "/kpis")
    assert kpi.name in text_of(web(lead), "/kpis?archived=1")


def test_the_list_stays_in_its_budget(web: SignIn, lead: Actor, kpi: Kpi, team: Team) -> None:
    measure_kpi(lead, kpi.id, value=D(71))

    def grow() -> None:
        for number in range(8):
            made = create_kpi(lead, name=f"指标 {number}", lower=D(1), team=team.id)
            history(lead, made, 4)

    stays_in_budget(web(lead), "/kpis", grow)


# The page


def test_the_page_draws_the_readings_and_names_who_uses_it(
    web: SignIn, employee: Actor, objective: Objective, kpi: Kpi
) -> None:
    history(employee, kpi)
    add_key_result(
        employee,
        objective.id,
        title="续约率到 80%",
        unit="percent",
        target=D(80),
        kpi=kpi.id,
        reason="中途调整",
    )
    text = text_of(web(employee), f"/kpis/{kpi.id}")
    assert '<svg class="kpi-chart"' in text
    assert "续约率到 80%" in text
    older = text.split('hx-get="/kpis/')[1].split('"')[0]
    assert "<td" in text_of(web(employee), f"/kpis/{older}", HX_Request="true")


def test_a_private_key_result_leaves_no_trace(
    web: SignIn, employee: Actor, colleague: Actor, objective: Objective, kpi: Kpi
) -> None:
    Objective.objects.filter(id=objective.id).update(visibility="people")
    add_key_result(
        employee,
        objective.id,
        title="秘密目标值",
        unit="percent",
        target=D(80),
        kpi=kpi.id,
        reason="中途调整",
    )
    measure_kpi(employee, kpi.id, value=D(71))
    assert "秘密目标值" in text_of(web(employee), f"/kpis/{kpi.id}")
    assert "秘密目标值" not in text_of(web(colleague), f"/kpis/{kpi.id}")


def test_a_strangers_is_not_there(web: SignIn, stranger: Actor, kpi: Kpi) -> None:
    assert web(stranger).get(f"/kpis/{kpi.id}").status_code == 404


def test_what_is_outside_offers_to_become_an_objective(
    web: SignIn, employee: Actor, kpi: Kpi
) -> None:
    link = f"/objectives/new?kpi={kpi.id}"
    measure_kpi(employee, kpi.id, value=D(71))
    assert link not in text_of(web(employee), f"/kpis/{kpi.id}")
    measure_kpi(employee, kpi.id, value=D(60))
    assert link in text_of(web(employee), f"/kpis/{kpi.id}")


def test_the_page_stays_in_its_budget(
    web: SignIn, employee: Actor, objective: Objective, kpi: Kpi
) -> None:
    measure_kpi(employee, kpi.id, value=D(71))

    def grow() -> None:
        history(employee, kpi, 8)
        for title in "甲乙":
            add_key_result(
                employee,
                objective.id,
                title=title,
                unit="percent",
                target=D(90),
                kpi=kpi.id,
                reason="中途调整",
            )

    stays_in_budget(web(employee), f"/kpis/{kpi.id}", grow)


# Writing


FORM = {
    "name": "每日工单",
    "direction": "lower",
    "unit": "件",
    "lower": "",
    "upper": "２０",
    "cadence_days": "1",
    "submission": "a",
}


def test_the_form_makes_one_and_shows_again_what_is_wrong(
    web: SignIn, employee: Actor, team: Team
) -> None:
    client = web(employee)
    assert client.get("/kpis/new").status_code == 200
    wrong = client.post("/kpis/new", FORM | {"team": team.id, "owner": "", "upper": "很多"})
    assert wrong.status_code == 422
    assert "很多" in wrong.content.decode()
    made = client.post("/kpis/new", FORM | {"team": team.id, "owner": employee.member_id})
    kpi = Kpi.objects.get()
    assert made["Location"] == f"/kpis/{kpi.id}"
    assert (kpi.upper, kpi.unit, kpi.cadence_days) == (D(20), "件", 1)


def test_an_edit_notices_somebody_elses(web: SignIn, lead: Actor, kpi: Kpi) -> None:
    client = web(lead)
    assert 'value="70%"' in text_of(client, f"/kpis/{kpi.id}/edit")
    edit_kpi(lead, kpi.id, name="改过的名字")
    sent = {"name": "我的名字", "version": "1", "lower": "70", "direction": "higher"}
    stale = client.post(f"/kpis/{kpi.id}/edit", sent)
    assert stale.status_code == 409
    assert "改过的名字" in stale.content.decode()
    assert client.post(f"/kpis/{kpi.id}/edit", sent | {"version": "2"}).status_code == 303
    kpi.refresh_from_db()
    assert kpi.name == "我的名字"


def test_archiving_can_be_undone(web: SignIn, lead: Actor, colleague: Actor, kpi: Kpi) -> None:
    assert web(colleague).post(f"/kpis/{kpi.id}/archive").status_code == 403
    client = web(lead)
    client.post(f"/kpis/{kpi.id}/archive")
    assert f'action="/kpis/{kpi.id}/restore"' in text_of(client, "/kpis")
    client.post(f"/kpis/{kpi.id}/restore")
    kpi.refresh_from_db()
    assert kpi.archived_at is None


# Measuring


def test_a_reading_is_recorded_corrected_and_taken_back(
    web: SignIn, employee: Actor, kpi: Kpi
) -> None:
    client = web(employee)
    client.post(f"/kpis/{kpi.id}/measure", {"value": "七成二", "submission": "a"})
    reading = KpiReading.objects.get()
    assert reading.value == D(72)
    address = f"/kpis/{kpi.id}/readings/{reading.id}"
    assert 'value="72%"' in text_of(client, address)
    client.post(address, {"value": "７３", "effective_on": "2026-11-17", "submission": "b"})
    kpi.refresh_from_db()
    assert kpi.current == D(73)
    newer = KpiReading.objects.latest("id")
    client.post(f"/kpis/{kpi.id}/readings/{newer.id}/undo")
    kpi.refresh_from_db()
    assert kpi.current == D(72)


def test_a_value_that_cannot_be_read_stays_in_its_field(
    web: SignIn, employee: Actor, colleague: Actor, kpi: Kpi
) -> None:
    answer = web(employee).post(f"/kpis/{kpi.id}/measure", {"value": "不少", "note": "下周补"})
    assert answer.status_code == 422
    assert 'value="不少"' in answer.content.decode()
    refused = web(colleague).post(f"/kpis/{kpi.id}/measure", {"value": "70"})
    assert refused.status_code == 403


def test_several_are_recorded_in_one_go_and_the_refused_stay(
    web: SignIn, lead: Actor, team: Team, kpi: Kpi
) -> None:
    other = create_kpi(
        lead, name="首响时间", unit="duration", upper=D(120), direction="lower", team=team.id
    )
    third = create_kpi(lead, name="NPS", lower=D(1), team=team.id)
    client = web(lead)
    assert "首响时间" in text_of(client, "/kpis/measure")
    sent = {f"value-{kpi.id}": "72%", f"value-{other.id}": "很快", f"value-{third.id}": ""}
    answer = client.post("/kpis/measure", sent | {"effective_on": "2026-11-18", "submission": "x"})
    assert answer.status_code == 422
    assert 'value="很快"' in answer.content.decode()
    assert KpiReading.objects.get().value == D(72)
    undo = unescape(answer.content.decode()).split('action="/kpis/measure/undo')[1].split('"')[0]
    client.post(f"/kpis/measure/undo{undo}")
    kpi.refresh_from_db()
    assert kpi.current is None


def test_measuring_several_stays_in_its_budget(
    web: SignIn, lead: Actor, kpi: Kpi, team: Team
) -> None:
    def grow() -> None:
        for number in range(5):
            create_kpi(lead, name=f"指标 {number}", lower=D(1), team=team.id)

    stays_in_budget(web(lead), "/kpis/measure", grow)


# In the editor


def test_a_kpi_outside_its_band_fills_the_editor(web: SignIn, employee: Actor, kpi: Kpi) -> None:
    measure_kpi(employee, kpi.id, value=D(60))
    text = text_of(web(employee), f"/objectives/new?kpi={kpi.id}")
    assert "老客户续约率" in text.split('name="title"')[1].split("</textarea>")[0]
    for name, value in {"start": "60%", "target": "70%", "kpi": "老客户续约率 · 增长部"}.items():
        assert f'value="{value}"' in text.split(f'name="kr-1-{name}"')[1].split(">")[0], name


def test_above_its_band_it_has_to_come_down(web: SignIn, lead: Actor, team: Team) -> None:
    made = create_kpi(
        lead, name="首响时间", unit="duration", upper=D(120), direction="lower", team=team.id
    )
    measure_kpi(lead, made.id, value=D(157))
    text = text_of(web(lead), f"/objectives/new?kpi={made.id}")
    for name, value in {"start": "2:37", "target": "2:00"}.items():
        assert f'value="{value}"' in text.split(f'name="kr-1-{name}"')[1].split(">")[0]
    assert '<option value="decrease" selected' in text


def test_what_the_editor_was_filled_with_can_be_saved(
    web: SignIn, employee: Actor, kpi: Kpi, cycle: Cycle
) -> None:
    measure_kpi(employee, kpi.id, value=D(60))
    client = web(employee)
    sent = {
        "title": "回到健康区间",
        "cycle": cycle.id,
        "act": "publish",
        "line": "1",
        "type": "committed",
        "visibility": "organization",
        "owner": employee.name,
        "kr-1-title": "续约率到 70%",
        "kr-1-target": "70%",
        "kr-1-unit": "",
        "kr-1-kpi": "老客户续约率",
    }
    wrong = client.post("/objectives/new", sent | {"kr-1-kpi": "没有这个"})
    assert wrong.status_code == 422
    assert "没有这个" in wrong.content.decode()
    assert client.post("/objectives/new", sent).status_code == 303
    made = KeyResult.objects.get()
    assert (made.kpi_id, made.start, made.current, made.unit) == (kpi.id, D(60), D(60), "percent")
    address = f"/objectives/{made.objective_id}/edit"
    assert 'value="老客户续约率"' in text_of(client, address)
    names = client.get("/write/people?of=kpis&q=续约").json()["names"]
    assert names == [["老客户续约率", "增长部"]]


# On the pages of key results


def test_a_fed_key_result_shows_its_kpi_and_asks_for_no_value(
    web: SignIn, employee: Actor, objective: Objective, kpi: Kpi
) -> None:
    measure_kpi(employee, kpi.id, value=D(71), effective_on=TODAY - timedelta(days=3))
    made = add_key_result(
        employee,
        objective.id,
        title="续约率到 80%",
        unit="percent",
        target=D(80),
        kpi=kpi.id,
        owner=employee.member_id,
        reason="中途调整",
    )
    client = web(employee)
    for address in ("/", f"/objectives/{objective.id}", "/check-in", f"/teams/{kpi.team_id}"):
        text = text_of(client, address)
        assert f'href="/kpis/{kpi.id}"' in text, address
    text = text_of(client, "/check-in")
    assert f'name="value-{made.id}"' not in text
    assert f'name="confidence-{made.id}"' in text
    sent = {f"confidence-{made.id}": "8", f"note-{made.id}": "按计划"}
    assert client.post("/check-in", sent).status_code in (200, 303)
    assert made.checkins.get().confidence == 8


def test_two_characters_find_it_in_the_palette_and_on_the_search_page(
    web: SignIn, employee: Actor, stranger: Actor, kpi: Kpi
) -> None:
    for address in ("/search?q=续约", "/palette?q=续约"):
        assert f'href="/kpis/{kpi.id}"' in text_of(web(employee), address)
        assert f'href="/kpis/{kpi.id}"' not in text_of(web(stranger), address)
