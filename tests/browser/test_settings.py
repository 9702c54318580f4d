"""Settings in a real browser: what has a place of its own keeps it."""

from datetime import date, timedelta

from playwright.sync_api import Page

from tests.browser.company import found_company
from tests.browser.server import Server


def found_cycles() -> str:
    """The id of an administrator; a quarter lies in a year and runs, so that its row has every button, and
    the one after the next year begins has the longest dates."""
    from cairn.cycles.models import Cycle
    from cairn.organization.models import Member

    lead = Member.objects.get(id=int(found_company()["lead"]))
    owner = {"organization_id": lead.organization_id}
    quarter = Cycle.objects.get(**owner)
    begins = quarter.starts_on
    ends = begins + timedelta(days=364)
    year = Cycle.objects.create(
        **owner, name="一年", length="year", starts_on=begins, ends_on=ends, phase="running"
    )
    Cycle.objects.filter(id=quarter.id).update(parent=year)
    first, last = date(begins.year + 2, 1, 1), date(begins.year + 2, 3, 31)
    Cycle.objects.create(
        **owner,
        name="第一季度",
        length="quarter",
        starts_on=first,
        ends_on=last,
        drafting_ends_on=last,
    )
    return str(Member.objects.get(**owner, role="admin").id)


def test_the_name_of_a_cycle_stands_on_one_line(server: Server, page: Page) -> None:
    server.sign_in(page, server.make(found_cycles), locale="en")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server.url}/settings/cycles")
    name = page.get_by_role("link", name="2026 年第四季度")
    assert name.evaluate("one => one.getClientRects().length") == 1
