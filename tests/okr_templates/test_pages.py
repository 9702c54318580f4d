"""The pages of templates: one success and one refusal of each, and their budgets."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.goals.models import Objective
from cairn.okr_templates.commands.handing_out import hand_out
from cairn.okr_templates.commands.keeping import delete_template
from cairn.okr_templates.filling import Filling
from cairn.okr_templates.handing_out import Asked
from cairn.okr_templates.models import HandOut, OwnTemplate
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import make_member, make_team
from tests.okr_templates.conftest import Keep
from tests.web.budgets import stays_in_budget

SignIn = Callable[[Actor], Client]
SHIPPED = "/templates/sales-renewals"


def text_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return said_by(answer)


def said_by(answer: Any) -> str:
    return unescape(answer.content.decode())


# The list and a template's page


def test_the_list_is_in_the_readers_language_and_goes_on(
    web: SignIn, employee: Actor, colleague: Actor
) -> None:
    chinese, english = (text_of(web(one), "/templates") for one in (employee, colleague))
    assert "销售" in chinese or "Sales" in chinese
    assert "Sales" in english
    more = english.split('hx-get="/templates?after=')[1].split('"')[0]
    rest = text_of(web(colleague), f"/templates?after={more}", HX_Request="true")
    assert "tp-card" in rest
    assert "<html" not in rest


def test_filters_stand_in_the_address(web: SignIn, colleague: Actor) -> None:
    client = web(colleague)
    found = text_of(client, "/templates?department=sales&unit=percent&q=renew")
    assert "Make renewing the obvious choice" in found
    assert 'value="sales" selected' in found
    assert "No template matches" in text_of(client, "/templates?q=zzzz")


def test_a_page_shows_typical_values_and_what_the_coach_says(web: SignIn, colleague: Actor) -> None:
    client = web(colleague)
    text = text_of(client, SHIPPED)
    assert '<span class="hole num">62</span>' in text
    assert "让老客户" not in text
    assert "让老客户" in text_of(client, f"{SHIPPED}?language=zh")
    taught = text_of(client, "/templates/sales-own-territory")
    assert 'class="coach sm"' in taught
    assert client.get("/templates/no-such").status_code == 404


def test_examples_can_be_narrowed_and_gone_through(web: SignIn, colleague: Actor) -> None:
    client = web(colleague)
    whole = text_of(client, "/templates/examples")
    assert whole.count("tp-pair") >= 20
    more = unescape(whole).split('href="/templates/examples?')[1].split('"')[0]
    assert "tp-pair" in text_of(client, f"/templates/examples?{more}")
    narrowed = text_of(client, "/templates/examples?teaches=compound&department=sales")
    assert narrowed.count("<article") == 1


def test_own_ones_stand_first_and_only_stewards_see_deleted_ones(
    web: SignIn,
    keep: Keep,
    champion: Actor,
    employee: Actor,
) -> None:
    made = keep()
    assert "的客户愿意留下来" in text_of(web(employee), "/templates")
    delete_template(champion, made.id)
    assert "的客户愿意留下来" not in text_of(web(employee), "/templates?only=own")
    assert "的客户愿意留下来" not in text_of(web(employee), "/templates?deleted=1")
    assert "的客户愿意留下来" in text_of(web(champion), "/templates?deleted=1")


@pytest.mark.parametrize(
    "address", ["/templates", "/templates?q=客户", SHIPPED, f"{SHIPPED}/insert"]
)
def test_pages_stay_in_their_budget(
    web: SignIn,
    keep: Keep,
    employee: Actor,
    cycle: Cycle,
    address: str,
) -> None:
    keep()
    stays_in_budget(web(employee), address, lambda: [keep() for _ in range(8)])


# Starting from one


def test_a_template_becomes_a_draft_in_the_editor(
    web: SignIn, employee: Actor, team: Team, cycle: Cycle
) -> None:
    client = web(employee)
    assert "__" not in text_of(client, f"{SHIPPED}/insert")
    sent = {
        "cycle": cycle.id,
        "team": team.id,
        "chosen": "1",
        "language": "zh",
        "key_results": ["0", "3"],
        "values/0/from": "60",
        "values/0/to": "75%",
    }
    answer = client.post(f"{SHIPPED}/insert", sent)
    made = Objective.objects.get()
    assert answer.headers["Location"] == f"/objectives/{made.id}/edit"
    assert [one.title for one in made.key_results.order_by("position")] == [
        "到期合同的续约率从 60% 提高到 75%",
        "续约合同的平均折扣保持在 6% 以内",
    ]
    assert "到期合同" in text_of(client, f"/objectives/{made.id}/edit")
    assert "template" in text_of(client, f"/objectives/{made.id}?tab=history").lower() or (
        "模板" in text_of(client, f"/objectives/{made.id}?tab=history")
    )


def test_what_cannot_be_read_is_said_beside_its_field(
    web: SignIn,
    keep: Keep,
    employee: Actor,
    cycle: Cycle,
) -> None:
    own = keep()
    sent = {"cycle": cycle.id, "language": "zh", "values/0/from": "vielleicht"}
    answer = web(employee).post(f"/templates/{own.id}/insert", sent)
    assert answer.status_code == 422
    assert 'value="vielleicht"' in said_by(answer)
    assert not Objective.objects.exists()


def test_a_viewer_starts_nothing(web: SignIn, viewer: Actor, cycle: Cycle) -> None:
    client = web(viewer)
    assert client.get(f"{SHIPPED}/insert").status_code == 403
    assert client.post(f"{SHIPPED}/insert", {"cycle": cycle.id}).status_code == 403


# An organization's own


def test_a_champion_writes_one_and_edits_it(web: SignIn, champion: Actor) -> None:
    client = web(champion)
    text_of(client, "/templates/new?from=sales-renewals")
    sent = {
        "title_zh": "让{product}的老客户愿意续约",
        "department": "sales",
        "tags": "续约，收入",
        "key_results/0/text_zh": "续约率从 {from}% 提高到 {to}%",
        "key_results/0/kind": "increase",
        "key_results/0/unit": "%",
        "key_results/0/from": "60",
        "key_results/0/to": "75",
        "key_results/0/leading": "on",
    }
    answer = client.post("/templates/new", sent)
    row = OwnTemplate.objects.get()
    assert answer.headers["Location"] == f"/templates/{row.id}"
    assert row.key_results.get().unit == "percent"
    assert "product" in text_of(client, f"/templates/{row.id}")
    sent |= {"title_en": "Customers renew", "version": "1"}
    answer = client.post(f"/templates/{row.id}/edit", sent)
    assert answer.status_code == 422  # the key result says nothing in English
    sent["key_results/0/text_en"] = "Raise renewals from {from}% to {to}%"
    assert client.post(f"/templates/{row.id}/edit", sent).status_code == 303
    assert client.post(f"/templates/{row.id}/edit", sent).status_code == 409
    assert client.post(f"/templates/{row.id}/delete").status_code == 303
    assert client.get(f"/templates/{row.id}/edit").status_code == 409
    assert client.post(f"/templates/{row.id}/restore").status_code == 303


def test_nobody_else_does(web: SignIn, keep: Keep, lead: Actor, stranger: Actor) -> None:
    own = keep()
    assert web(lead).get("/templates/new").status_code == 403
    assert web(lead).get(f"/templates/{own.id}/edit").status_code == 403
    for address in ("", "/edit", "/insert", "/hand-out"):
        assert web(stranger).get(f"/templates/{own.id}{address}").status_code == 404


# Handing out


def test_who_gets_it_is_shown_before_anything_is_written(
    web: SignIn, lead: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    client = web(lead)
    assert team.name in text_of(client, f"{SHIPPED}/hand-out")
    sent = {
        "cycle": cycle.id,
        "language": "zh",
        "teams": [team.id],
        "people": [employee.member_id],
        "others": colleague.name,
        "act": "preview",
    }
    shown = said_by(client.post(f"{SHIPPED}/hand-out", sent))
    assert "who-gets-it" in shown
    assert shown.count('<li><span class="row">') == 3
    assert not Objective.objects.exists()
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    answer = client.post(f"{SHIPPED}/hand-out", {**sent, "act": "apply", "seen": seen})
    row = HandOut.objects.get()
    assert answer.headers["Location"] == f"/templates/hand-outs/{row.id}"
    assert Objective.objects.count() == 2
    assert "续约" in text_of(client, f"/templates/hand-outs/{row.id}")


def test_a_plan_that_was_not_shown_is_shown_first(
    web: SignIn, lead: Actor, employee: Actor, cycle: Cycle
) -> None:
    sent = {"cycle": cycle.id, "people": [employee.member_id], "act": "apply", "seen": "?"}
    answer = web(lead).post(f"{SHIPPED}/hand-out", sent)
    assert answer.status_code == 409
    assert employee.name in said_by(answer)
    assert not Objective.objects.exists()


def test_who_leads_nobody_hands_nothing_out(
    web: SignIn, lead: Actor, colleague: Actor, employee: Actor, cycle: Cycle
) -> None:
    assert web(colleague).get(f"{SHIPPED}/hand-out").status_code == 403
    row = hand_out(
        lead, "sales-renewals", Filling("zh"), Asked(people=[employee.member_id]), cycle=cycle.id
    )
    assert web(colleague).get(f"/templates/hand-outs/{row.id}").status_code == 404


def test_the_preview_stays_in_its_budget(
    web: SignIn, organization: Organization, champion: Actor, company: Team, cycle: Cycle
) -> None:
    make_team(organization, "甲", company)

    def grow() -> None:
        for n in range(8):
            team = make_team(organization, f"队{n}", company)
            make_member(organization, f"成员{n}", f"n{n}@cairn.test", team=team)

    stays_in_budget(web(champion), f"{SHIPPED}/hand-out", grow)
