"""A planning round as a whole: six people in six windows, in Chinese, from collecting to announcing.

With CAIRN_PICTURES=folder each step is kept there as a picture.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.server import Server
from tests.browser.six import (
    dots_given,
    fortnight_later,
    gather_six,
    hire,
    open_without_names,
    phase_of,
)
from tests.browser.waiting import wait_until

WITHIN_MS = 15_000
PICTURES = os.environ.get("CAIRN_PICTURES", "")
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Six:
    """The windows by who sits before them, and what was made so far."""

    server: Server
    browser: Browser
    made: dict[str, str]
    windows: dict[str, Page] = field(default_factory=dict)
    round: str = ""
    room: str = ""
    pictures: int = 0

    def seat(self, who: str, *, is_phone: bool = False, is_dark: bool = False) -> Page:
        context = self.browser.new_context(
            viewport=PHONE if is_phone else WIDE,
            has_touch=is_phone,
            color_scheme="dark" if is_dark else "light",
            locale="zh-CN",
        )
        page = self.windows[who] = context.new_page()
        self.server.sign_in(page, self.made[who])
        return page

    def go(self, who: str, path: str) -> Page:
        page = self.windows[who]
        page.goto(f"{self.server.url}{path}")
        return page

    def keep(self, step: str, *people: str) -> None:
        """A picture of these windows, where pictures are asked for."""
        if not PICTURES:
            return
        self.pictures += 1
        for who in people:
            path = Path(PICTURES) / f"{self.pictures:02}-{step}-{who}.png"
            self.windows[who].screenshot(path=path, full_page=True, animations="disabled")


@pytest.fixture
def six(server: Server, browser: Browser) -> Iterator[Six]:
    six = Six(server, browser, server.make(gather_six))
    for who in ("lead", "champion", "service", "product"):
        six.seat(who, is_dark=who == "product")
    six.seat("both", is_phone=True)
    yield six
    for page in six.windows.values():
        page.context.close()


def press(where: Page | Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).first.click()


def card(page: Page, title: str) -> Locator:
    return page.locator("#board [data-title]").filter(has_text=title)


def drag(page: Page, what: Locator, where: Locator) -> None:
    what.locator("h3").hover()
    page.mouse.down()
    where.hover(position={"x": 30, "y": 60})
    page.mouse.up()


def start(six: Six) -> None:
    page = six.go("champion", "/rounds/new")
    expect(page.locator("[name='steps.announce.ends_on']")).to_be_visible()
    six.keep("日程", "champion")
    press(page, "发起共创")
    expect(page.get_by_role("heading", level=1)).to_have_text("2027 年第一季度 OKR 共创")
    six.round = page.url.rsplit("/", 1)[1]
    link = page.get_by_role("link", name="提案", exact=True)
    six.room = str(link.get_attribute("href")).split("/")[2]
    six.keep("共创", "champion")


PROPOSED = {
    "lead": (
        "让老客户愿意留下来",
        "每走一个老客户，要三个新客户来补。",
        "把续约率从 60% 提高到 75%",
    ),
    "service": ("让老客户愿意留下来续约", "", "把复诉件数从 78 降到 30"),
    "product": ("新品从想法到上架不超过六周", "错过春茶，等的是一整年。", ""),
    "both": ("把茶园溯源做成客户看得见的信任", "", "可扫码溯源的批次从 20 到 120"),
}


def propose(six: Six, who: str, room: str, title: str, why: str = "", measure: str = "") -> None:
    page = six.go(who, f"/rooms/{room}/propose")
    page.locator("#f-title").fill(title)
    page.locator("#f-why").fill(why)
    if measure:
        page.locator("#f-key_results").fill(measure)
    six.keep("提案", who)
    page.locator("button[value=propose]").click()
    expect(page.locator("button[value=propose]")).to_have_count(0)


def collect(six: Six) -> None:
    champion = six.go("champion", f"/rooms/{six.room}")
    for who, words in PROPOSED.items():
        propose(six, who, six.room, *words)
        expect(card(champion, words[0]).first).to_be_visible(timeout=WITHIN_MS)
    for who in PROPOSED:
        six.go(who, f"/rooms/{six.room}")
    six.keep("征集", "champion", "both", "product")


def group(six: Six) -> None:
    champion, phone = six.windows["champion"], six.windows["both"]
    champion.locator("#m-next").click()
    champion.locator(".alike").get_by_role("button", name="合并为一条").first.click()
    expect(champion.locator(".alike")).to_have_count(0)
    champion.locator("#f-group-name").fill("留住客户")
    champion.keyboard.press("Enter")
    column = champion.locator(".column").filter(has_text="留住客户")
    expect(column.locator("h2")).to_have_text("留住客户")
    for title in ("让老客户愿意留下来", "把茶园溯源"):
        drag(champion, card(champion, title), column)
        kept = phone.locator(".column").filter(has_text="留住客户")
        expect(kept).to_contain_text(title, timeout=WITHIN_MS)
    six.keep("分组", "champion", "both", "product")


def read(six: Six) -> None:
    champion = six.windows["champion"]
    champion.locator("#m-next").click()
    champion.locator("#m-5").click()
    for who in PROPOSED:
        heading = six.windows[who].locator("#now")
        expect(heading).to_have_text("静读，先不讨论。", timeout=WITHIN_MS)
        expect(six.windows[who].locator("[data-clock]")).to_contain_text("4:5", timeout=WITHIN_MS)
    six.keep("静读", "champion", "both")


VOTED = {
    "lead": ("让老客户愿意留下来", 3),
    "service": ("让老客户愿意留下来", 2),
    "product": ("新品从想法到上架", 5),
    "late": ("新品从想法到上架", 1),
}
"""What the member in two departments gives without a network comes on top."""


def vote(six: Six) -> None:
    champion, phone = six.windows["champion"], six.windows["both"]
    champion.locator("#m-next").click()
    six.made["late"] = six.server.make(hire, team=six.made["product_team"])
    six.seat("late")
    six.go("late", f"/rooms/{six.room}")
    give(phone, "把茶园溯源", 1)
    phone.context.set_offline(True)
    give(phone, "把茶园溯源", 3)
    expect(phone.locator("b[data-left]")).to_have_text("1")
    six.keep("断网", "both")
    for who, (title, dots) in VOTED.items():
        give(six.windows[who], title, dots)
    phone.context.set_offline(False)
    expect(champion.get_by_text("6 人中有 1 人已投完")).to_be_visible(timeout=WITHIN_MS)
    expect(champion.locator("#board")).not_to_contain_text("第 1 名")
    wait_until(phone, "!Object.keys(localStorage).some((key) => key.includes('votes'))")
    assert six.server.make(dots_given, room=six.room) == {
        "陆远山": 3,
        "沈予安": 2,
        "周砚": 5,
        "何青": 1,
        "林知夏": 4,
    }
    six.keep("投票", "champion", "both", "product", "late")


def give(page: Page, title: str, dots: int) -> None:
    more = card(page, title).get_by_role("button", name=re.compile("多投"))
    for _each in range(dots):
        more.click()


def reveal(six: Six) -> None:
    six.windows["champion"].locator("#m-reveal").click()
    for page in six.windows.values():
        first = page.locator(".p-ranked").first
        expect(first.locator(".p-total b")).to_have_text("6", timeout=WITHIN_MS)
        expect(first).to_contain_text("新品从想法到上架")
    six.keep("揭晓", *six.windows)


def argue(six: Six) -> None:
    champion = six.windows["champion"]
    champion.locator("#m-next").click()
    for who, side, words in (
        ("product", "赞成", "春茶窗口只有六周。"),
        ("service", "反对", "门店跟不上这个节奏。"),
    ):
        press(card(champion, "新品从想法到上架"), f"{side} 3 分钟")
        page = six.windows[who]
        expect(page.locator(".spotlight")).to_contain_text("新品", timeout=WITHIN_MS)
        expect(page.locator("[data-clock]")).to_contain_text("2:5", timeout=WITHIN_MS)
        said = card(page, "新品从想法到上架")
        said.locator("textarea").fill(words)
        six.keep("辩论", who)
        press(said, side)
        expect(card(champion, "新品从想法到上架")).to_contain_text(words, timeout=WITHIN_MS)
    six.keep("正反", "champion", "both")


def choose(six: Six) -> None:
    champion = six.windows["champion"]
    champion.locator("#m-next").click()
    press(card(champion, "把茶园溯源"), "“把茶园溯源做成客户看得见的信任”上移一位")
    for page in six.windows.values():
        second = page.locator(".p-ranked").nth(1)
        expect(second).to_contain_text("把茶园溯源", timeout=WITHIN_MS)
    for title in ("新品从想法到上架", "让老客户愿意留下来"):
        press(card(champion, title), "选定")
        chosen = card(six.windows["both"], title).get_by_role("link", name="已选定")
        expect(chosen).to_be_visible(timeout=WITHIN_MS)
    six.keep("选定", "champion", "both")


def agree_on_key_results(six: Six) -> None:
    champion, phone = six.windows["champion"], six.windows["both"]
    card(champion, "新品从想法到上架").locator("[id^=parts-]").click()
    link = card(phone, "新品从想法到上架").locator("a[href^='/rooms/']")
    room = str(link.get_attribute("href", timeout=WITHIN_MS)).split("/")[2]
    propose(six, "both", room, "把上架周期从 11 周缩短到 6 周")
    hold_room(six, "champion", room, "把上架周期从 11 周缩短到 6 周", "关键结果")
    draft = champion.locator("#board").get_by_role("link", name="已选定")
    champion.goto(six.server.url + str(draft.get_attribute("href")))
    expect(champion.locator("#origin")).to_contain_text("春茶窗口只有六周。")
    expect(champion.locator("#origin")).to_contain_text("6 个票点")
    expect(champion.get_by_text("把上架周期从 11 周缩短到 6 周").first).to_be_visible()
    six.keep("草稿", "champion")


def hold_room(six: Six, who: str, room: str, title: str, step: str) -> None:
    """The way from collecting to the end of a room with one proposal and one vote."""
    page = six.go(who, f"/rooms/{room}")
    page.locator("#st-voting").click()
    press(page, "开始投票")
    give(page, title, 1)
    expect(card(page, title).locator("[data-given]")).to_have_text("1")
    page.locator("#m-reveal").click()
    expect(card(page, title).locator(".p-total b")).to_have_text("1")
    page.locator("#st-choosing").click()
    press(card(page, title), "选定")
    expect(card(page, title).get_by_role("link", name="已选定")).to_be_visible()
    six.keep(step, who)
    press(page, "结束共创室")
    expect(page.locator("#now")).to_contain_text("选定了 1 条提案")


def finish(page: Page, step: str) -> None:
    """Mark the round's own step as done, on its page."""
    line = page.locator(f"#{step}")
    line.get_by_label(re.compile("更多操作")).first.click()
    press(line, "标记完成")
    expect(page.locator("#flashes")).to_contain_text("已完成")


DEPARTMENTS = {
    "service": ("客户成功部", "让续约旺季不掉一个老客户", "让老客户愿意留下来"),
    "product": ("产品部", "每一款新品都按时上架", "新品从想法到上架不超过六周"),
}


def settle_choice(six: Six) -> None:
    champion = six.go("champion", f"/rounds/{six.round}")
    for step in ("collect", "choose"):
        finish(champion, step)
    six.keep("传达前", "champion")


def hand_on(six: Six, who: str) -> None:
    team, title, above = DEPARTMENTS[who]
    team_id = six.made[f"{who}_team"]
    if who == "product":
        six.server.make(open_without_names, actor=six.made[who], held=six.round, team=team_id)
    page = six.go(who, f"/rounds/{six.round}/teams/{team_id}")
    expect(page.locator("main")).to_contain_text(above)
    six.keep(f"传达-{team}", who)
    if who == "service":
        press(page, "打开共创室")
    else:
        page.get_by_role("link", name="共创室").first.click()
    expect(page.locator("#now")).to_contain_text(f"提出{team}")
    room = page.url.rsplit("/", 1)[1]
    propose(six, "both", room, title, "从客户那里听来的。", "把漏接的件数从 9 降到 0")
    six.keep(f"提案后-{team}", "both")
    hold_room(six, who, room, title, f"共创室-{team}")


def submit(six: Six, who: str) -> None:
    _team, title, above = DEPARTMENTS[who]
    page = six.go(who, f"/rounds/{six.round}/coverage")
    own = page.locator(f"#set-{six.made[f'{who}_team']}")
    own.get_by_text("说明它承接什么").click()
    own.locator("select").select_option(label=above)
    press(own, "添加")
    expect(page.locator(".wanted").filter(has_text=above)).to_contain_text("已承接")
    six.keep("承接自己的", who)
    page.goto(f"{six.server.url}/teams/{six.made[f'{who}_team']}/agree?cycle={six.made['cycle']}")
    press(page, "全部提交（1 个）")
    expect(page.locator(".agree-one").filter(has_text=title)).to_contain_text("已提交")
    six.keep("提交", who)


def confirm(six: Six) -> None:
    lead = six.go("lead", f"/rounds/{six.round}/coverage")
    for above in ("新品从想法到上架", "让老客户愿意留下来"):
        expect(lead.locator(".wanted").filter(has_text=above)).to_contain_text("已承接")
    six.keep("承接", "lead")
    ours = lead.locator(f"#set-{six.made['product_team']}")
    ours.get_by_label(re.compile("更多操作")).click()
    ours.get_by_text("再给一小时").first.click()
    ours.locator("[name=comment]").fill("上架之后谁来跟进？")
    press(ours, "再给一小时")
    expect(ours).to_contain_text("上架之后谁来跟进？")
    six.keep("再给一小时", "lead")
    team = six.made["product_team"]
    product = six.go("product", f"/rounds/{six.round}/teams/{team}")
    expect(product.locator("main")).to_contain_text("上架之后谁来跟进？")
    six.keep("被请再给一小时", "product")
    for who in DEPARTMENTS:
        page = six.go(who, f"/rounds/{six.round}/teams/{six.made[f'{who}_team']}")
        press(page, "标记完成")
        expect(page.locator("#flashes")).to_contain_text("已完成")
        lead.goto(
            f"{six.server.url}/teams/{six.made[f'{who}_team']}/agree?cycle={six.made['cycle']}"
        )
        expect(lead.get_by_role("checkbox", name="同时发布")).not_to_be_checked()
        six.keep("确认", "lead")
        lead.get_by_role("button", name=re.compile("^确认")).click()
        expect(lead.locator(".agree-one")).to_contain_text("已确认")
    six.go("lead", f"/rounds/{six.round}/coverage")
    expect(lead.locator("main")).to_contain_text("全部有人承接")
    six.keep("都确认了", "lead")


def cascade(six: Six) -> None:
    """The shops are left out, and that is said."""
    page = six.go("champion", f"/rounds/{six.round}")
    finish(page, "confirm")
    line = page.locator("#cascade .step-line")
    line.get_by_label(re.compile("更多操作")).click()
    line.get_by_text("跳过").first.click()
    line.locator("[name=reason]").fill("门店这一季只执行部门的 OKR。")
    press(line, "跳过")
    expect(line).to_contain_text("门店这一季只执行部门的 OKR。")
    six.keep("逐级分解", "champion")


def write_own(six: Six) -> None:
    phone = six.go("both", f"/rounds/{six.round}/individuals")
    six.keep("个人", "both")
    phone.locator("form[action$='/own'] button").first.click()
    phone.locator("#f-title").fill("让客户听见我们改了什么")
    phone.locator('[name="kr-1-title"]').fill("把两周内答复的占比从 40% 提高到 90%")
    expect(phone.locator('[name="kr-1-target"]')).to_have_value("90%")
    six.keep("写自己的", "both")
    press(phone, "存为草稿")
    six.go("both", f"/people/{six.made['both']}/agree?cycle={six.made['cycle']}")
    press(phone, "全部提交（1 个）")
    expect(phone.locator(".agree-one")).to_contain_text("已提交")
    manager = six.go("service", f"/people/{six.made['both']}/agree?cycle={six.made['cycle']}")
    expect(manager.get_by_role("checkbox", name="同时发布")).not_to_be_checked()
    six.keep("一对一", "service")
    manager.get_by_role("button", name=re.compile("^确认")).click()
    expect(manager.locator(".agree-one")).to_contain_text("已确认")


def announce(six: Six) -> None:
    six.server.make(fortnight_later, held=six.round)
    champion = six.go("champion", f"/rounds/{six.round}")
    six.keep("发布前", "champion")
    six.go("champion", f"/rounds/{six.round}/announcement")
    expect(champion.get_by_role("checkbox", checked=True)).to_have_count(5)
    six.keep("发布", "champion")
    press(champion, "全部发布")
    expect(champion.locator(".slide").first).to_contain_text("2027 年第一季度 OKR")
    for at in range(1, champion.locator(".slide").count()):
        six.keep("演示", "champion")
        champion.keyboard.press("ArrowRight")
        expect(champion.locator(".slide").nth(at)).to_be_focused()
    assert six.server.make(phase_of, cycle=six.made["cycle"]) == "running"
    late = six.go("late", f"/objectives?cycle={six.made['cycle']}")
    for title in ("新品从想法到上架不超过六周", "每一款新品都按时上架", "让客户听见我们改了什么"):
        expect(late.get_by_text(title).first).to_be_visible()
    six.keep("公开之后", "late")
    six.go("both", f"/rounds/{six.round}")
    six.keep("结束", "both")


def test_six_people_agree_on_their_okrs(six: Six) -> None:
    start(six)
    collect(six)
    group(six)
    read(six)
    vote(six)
    reveal(six)
    argue(six)
    choose(six)
    agree_on_key_results(six)
    settle_choice(six)
    for who in DEPARTMENTS:
        hand_on(six, who)
        submit(six, who)
    confirm(six)
    cascade(six)
    write_own(six)
    announce(six)
