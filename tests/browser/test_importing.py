"""A file is dropped, its columns and names are looked over, and it is written while one watches."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server
from tests.exchange.files import work

SOON_MS = 15_000
TABLE = (
    "目标,关键结果,负责人,季度,起点,目标值\n"
    "让老客户留下来,续约率,沈予安,2027Q1,60,75\n"
    ",客诉件数,李娜,2027Q1,120,30\n"
)
DROP = """(field, text) => {
  const held = new DataTransfer();
  held.items.add(new File([text], "团队.csv", { type: "text/csv" }));
  field.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def administrator(lead: str) -> str:
    from cairn.organization.models import Member

    organization = Member.objects.get(id=int(lead)).organization_id
    return str(Member.objects.get(organization=organization, role="admin").id)


@pytest.fixture
def admin(server: Server) -> str:
    made = server.make(found_company)
    answer: str = server.make(administrator, lead=made["lead"])
    return answer


def test_a_file_is_dropped_mapped_and_written_while_one_watches(
    server: Server, admin: str, page: Page
) -> None:
    server.sign_in(page, admin, locale="en")
    page.goto(f"{server.url}/settings/imports/new")
    page.locator("cairn-drop").evaluate(DROP, TABLE)
    expect(page.locator("[data-name]")).to_have_text("团队.csv")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    server.make(work)
    heading = page.get_by_role("heading", name="Which column is what?")
    expect(heading).to_be_visible(timeout=SOON_MS)
    page.get_by_role("button", name="Read the rows").click()
    server.make(work)
    who = page.get_by_label("李娜", exact=False).first
    expect(who).to_be_visible(timeout=SOON_MS)
    who.select_option("other")
    page.get_by_label("李娜: Name or e-mail address").fill("周砚")
    page.get_by_role("button", name="Make the plan").click()
    server.make(work)
    write = page.get_by_role("button", name="Write")
    expect(write).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_role("heading", name="Nothing has been written yet.")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    write.click()
    server.make(work)
    expect(page.get_by_text("It is in Cairn now.")).to_be_visible(timeout=SOON_MS)
    page.get_by_role("button", name="Take it back").click()
    server.make(work)
    expect(page.get_by_text("Nothing of it stays.")).to_be_visible(timeout=SOON_MS)
