"""A sitting over somebody's set without a mouse: from objective to objective, confirming, returning."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server

NOW = ".agree-one.now"


def submit_set(colleague: str, lead: str) -> None:
    """The colleague's set of two drafts waits for the lead, their manager."""
    from cairn.cycles.models import Cycle
    from cairn.goals.commands.confirming import submit_objectives
    from cairn.goals.commands.drafts import draft_objective
    from cairn.goals.commands.key_results import add_key_result
    from cairn.organization.actor import Face
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for

    Member.objects.filter(id=int(colleague)).update(manager=int(lead))
    member = Member.objects.select_related("organization").get(id=int(colleague))
    actor = actor_for(member, Face.WEB)
    cycle = Cycle.objects.get(organization=member.organization_id)
    Cycle.objects.filter(id=cycle.id).update(drafting_ends_on=cycle.starts_on + timedelta(days=60))
    made = []
    for title in ("把客诉变成改进", "让周末也接得起来"):
        objective = draft_objective(actor, title=title, cycle=cycle.id, owner=actor.member_id)
        add_key_result(
            actor,
            objective.id,
            title="当天回音的占比",
            start=Decimal(40),
            target=Decimal(90),
            owner=actor.member_id,
            reason="中途调整",
        )
        made.append(objective.id)
    submit_objectives(actor, made)


@pytest.fixture
def sitting(server: Server, page: Page) -> Page:
    company = server.make(found_company)
    server.make(submit_set, colleague=company["colleague"], lead=company["lead"])
    server.sign_in(page, company["lead"], locale="en")
    page.goto(f"{server.url}/people/{company['colleague']}/agree")
    return page


def go_to(page: Page, title: str) -> None:
    """By keys: to the top, and down to what has this title."""
    for key in (*"kkkk", *"jjj"):
        if page.locator(NOW, has_text=title).count():
            break
        page.keyboard.press(key)
    expect(page.locator(NOW)).to_contain_text(title)
    expect(page.locator(NOW)).to_be_focused()


def test_a_set_is_answered_by_keys(sitting: Page) -> None:
    for _each in range(5):
        sitting.keyboard.press("j")
    expect(sitting.locator(".agree-one").last).to_be_focused()  # there is an end to it
    go_to(sitting, "把客诉变成改进")
    sitting.keyboard.press("c")
    expect(sitting.locator(".agree-one", has_text="把客诉变成改进")).to_contain_text("Confirmed")
    go_to(sitting, "让周末也接得起来")
    sitting.keyboard.press("r")
    remark = sitting.locator(NOW).locator("textarea")
    expect(remark).to_be_focused()
    sitting.keyboard.type("jck r")  # in a text they are letters
    expect(remark).to_have_value("jck r")
    sitting.keyboard.press("Tab")
    sitting.keyboard.press("Enter")
    expect(sitting.locator(".agree-one", has_text="让周末也接得起来")).to_contain_text("Returned")


def test_keys_that_lead_to_places_do_nothing_to_the_set(sitting: Page) -> None:
    sitting.keyboard.press("j")
    sitting.keyboard.press("g")
    sitting.keyboard.press("c")
    sitting.wait_for_url("**/check-in")
    sitting.go_back()
    expect(sitting.locator(".agree-one", has_text="Confirmed")).to_have_count(0)
