"""The weekly meetings of 山岚茶业: what was taken down, what was agreed on, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from cairn.checkins.commands.actions import finish_action
from cairn.checkins.models import Action
from cairn.demo.stage import Stage, working_hour
from cairn.goals.models import KeyResult
from cairn.meetings.agenda import Item
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import end_meeting, move_on, start_meeting
from cairn.meetings.models import Meeting
from cairn.meetings.seen import seen_items

FRIDAY = 4
EACH = timedelta(minutes=4)
SOON_DONE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Taken:
    """Something taken down; `about` is a key result's title, empty for the whole. An action has an
    owner, a day counted from today, and is done where it says so."""

    kind: str
    by: str
    body: str
    about: str = ""
    owner: str = ""
    due_in: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    team: str
    presenter: str
    weeks_ago: int
    summary: str
    taken: tuple[Taken, ...]


SITTINGS = (
    Sitting(
        "care", "xu", 2,
        "来电在降，解决率没动。卡点是授权，不是人手。",
        (
            Taken("note", "gu", "卡住的 11 单里有 9 单是退差价，金额都在 200 元以内。", "一次解决率"),
            Taken("action", "xu", "把卡住的 11 单列成清单，标出金额和等待天数", "一次解决率", "gu", -9, done=True),
            Taken("decision", "xu", "周末客诉单独统计，不再和工作日混在一起看。", "客服满意度评分"),
        ),
    ),
    Sitting(
        "care", "xu", 1,
        "授权单先从破损补寄试起，一周后看一次解决率。周末双人值班从下月第一周开始。",
        (
            Taken("note", "gu", "补寄能当场拍板之后，第二通电话少了三成；退差价还在等主管。", "一次解决率"),
            Taken("decision", "xu", "200 元以内的退差价由一线直接定，先试行两周，每周五抽查十单。", "一次解决率"),
            Taken("action", "xu", "写好授权单的三条边界：金额、次数、要留的凭证", "一次解决率", "xu", -2, done=True),
            Taken("action", "gu", "把上周退差价的 11 单逐个给客人回话，记下还不满意的", "一次解决率", "gu", 2),
            Taken("note", "zhou", "重复来电降到三个月来最低，主要是发票问题合并成了一个入口。", "重复来电"),
            Taken("note", "su", "周末的满意度比工作日低半分，等得久是第一原因。", "客服满意度评分"),
            Taken("action", "su", "周末双人值班的排班表发群里确认", "客服满意度评分", "su", 1),
            Taken("action", "zhou", "口感那份根因复盘补齐三家留样", "根因复盘", "zhou", -1),
            Taken("decision", "xu", "礼盒季前不再开新的话术，把已有的四份用熟。"),
        ),
    ),
    Sitting(
        "customers", "shen", 1,
        "续约在线上，客诉要盯口感类。两件事请运营支持。",
        (
            Taken("note", "shen", "四家等预算的都签了意向，下周逐家约时间。", "老客户续约率"),
            Taken("action", "shen", "给四家意向客户寄一泡当季头采，附开箱照片", "老客户续约率", "he", 3),
            Taken("decision", "shen", "口感类客诉单独设判定标准，请庄老师定一版样。", "月客诉件数"),
            Taken("action", "shen", "约庄老师和质检一起定口感判定样", "月客诉件数", "zhou", 4),
        ),
    ),
)  # fmt: skip


def meet(stage: Stage) -> None:
    """Plan the meetings of the last weeks, and the one that goes on now."""
    stage.plan(stage.now - 3 * EACH, partial(_begin, stage))
    for sitting in SITTINGS:
        at = working_hour(_day(stage.today, sitting.weeks_ago), "meeting", sitting.team)
        stage.plan(at, partial(_hold, stage, sitting, at))
        for one in sitting.taken:
            if one.done:
                stage.plan(at + SOON_DONE, partial(_finish, stage, one))


def _begin(stage: Stage) -> None:
    """Whoever signs in as the employee may join: two entries are covered, the third is shown."""
    presenter = stage.actors["xu"]
    meeting = start_meeting(presenter, stage.teams["care"])
    for item in seen_items(presenter, meeting)[:3]:
        move_on(presenter, meeting.id, to=item.key)
    body = "授权单试行一周：破损补寄 23 单，没有一单超出边界。"
    take_down(presenter, meeting.id, body=body, about=item.key)


def _day(today: date, weeks_ago: int) -> date:
    """The same day of the week, or the Friday before a weekend."""
    day = today - timedelta(weeks=weeks_ago)
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def _hold(stage: Stage, sitting: Sitting, at: datetime) -> None:
    """Begin, and plan the rest: every entry of the agenda for some minutes, then the end."""
    presenter = stage.actors[sitting.presenter]
    meeting = start_meeting(presenter, stage.teams[sitting.team])
    items = seen_items(presenter, meeting)
    titles = _titles(items)
    for place, item in enumerate(items):
        title = titles.get(item.key, "")
        stage.plan(at + place * EACH, partial(_speak, stage, sitting, meeting, title, item))
    end = partial(end_meeting, presenter, meeting.id, summary=sitting.summary)
    stage.plan(at + len(items) * EACH, end)


def _speak(stage: Stage, sitting: Sitting, meeting: Meeting, title: str, item: Item) -> None:
    move_on(stage.actors[sitting.presenter], meeting.id, to=item.key)
    _write(stage, sitting, meeting, title, item)


def _titles(items: list[Item]) -> dict[str, str]:
    ids = [item.key_result_id for item in items if item.key_result_id]
    found = KeyResult.objects.filter(id__in=ids).values_list("id", "title")
    return {str(id): title for id, title in found}


def _write(stage: Stage, sitting: Sitting, meeting: Meeting, title: str, item: Item) -> None:
    """What is about this key result; at the end what is about none that is on the agenda."""
    known = set(_titles(seen_items(stage.actors[sitting.presenter], meeting)).values())
    for one in sitting.taken:
        here = one.about == title if title else item.why == "end" and one.about not in known
        if here:
            _take(stage, meeting, one, item.key if title else "")


def _take(stage: Stage, meeting: Meeting, one: Taken, about: str) -> None:
    owner = stage.actors[one.owner] if one.owner else None
    take_down(
        stage.actors[one.by],
        meeting.id,
        kind=one.kind,
        body=one.body,
        about=about,
        owner=owner.member_id if owner else None,
        due_on=stage.today + timedelta(days=one.due_in) if owner else None,
    )


def _finish(stage: Stage, one: Taken) -> None:
    owner = stage.actors[one.owner]
    action = Action.objects.get(organization_id=owner.organization_id, body=one.body)
    finish_action(owner, action.id)
