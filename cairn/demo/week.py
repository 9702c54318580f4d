"""The weekly rhythm of 山岚茶业: four squares, who asks whom for help, and who is away."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from cairn.checkins.commands.helping import answer_help, ask_for_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.dues import WEEK, deadline_after
from cairn.demo.stage import ZONE, Stage, working_hour
from cairn.demo.telling import Telling
from cairn.organization.commands.absences import plan_absence

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Squares:
    """What somebody wrote so many weeks ago; 0 is this week, which may still be a draft."""

    who: str
    weeks_ago: int
    priorities: str
    confidence: str = ""
    health: str = ""
    ahead: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for help, and the answer if there was one a day later."""

    by: str
    whom: str
    days_ago: int
    body: str
    about: str = ""
    answer: str = ""


UPDATES = (
    Squares(
        "gu", 2,
        "1. 企业首单回访全部打完\n2. 把上周卡住的退差价客诉列成清单\n3. 收礼人话术第一稿",
        "回访率往上走，信心 7。一次解决率卡在授权，不是卡在人。",
        "周末值班仍只有一个人，排班表发群里了。",
        "十二月礼盒季来之前，退差价授权要定下来。",
    ),
    Squares(
        "gu", 1,
        "1. 个人首单改发语音回访\n2. 清单里的 11 单逐个给客人回话\n3. 话术库补「退换货之后」",
        "首单回访率信心升到 8：语音回访接通率比电话高。\n\n一次解决率降到 5：**授权没下来之前，快不了。**",
        "来电高峰和排班错开了两个小时，许知行在调。",
        "礼盒季前四周：话术库写完，授权单试行一周。",
    ),
    Squares(
        "gu", 0,
        "1. 收礼人话术找三位客人试听\n2. 把「罐身写克数」的建议整理成一页\n3. 授权单试行：先从破损补寄做起",
        "",
        "",
        "礼盒季前四周：话术库写完，授权单试行一周。",
        is_draft=True,
    ),
    Squares(
        "xu", 1,
        "1. 和予安姐谈 200 元以内退差价的授权\n2. 周末加一个值班的人\n3. 客诉摘要写进订单备注，盯石见上线",
        "一次解决率落后，原因清楚：一线没有权限。授权下来两周内能回到线上。",
        "重复来电降到了 24 通，三个月来最低。",
        "十二月第一周起，周末双人值班。",
    ),
    Squares(
        "zhou", 1,
        "1. 口感那份复盘：等留样\n2. 破损的 9 件逐件看包装",
        "根因复盘慢了一步，不是难，是等。",
    ),
    Squares(
        "shen", 1,
        "1. 批退差价授权（周三前）\n2. 企业客户续约：三家大客户面谈\n3. 帮续约组把老客户名单重排一遍",
        "客户留存稳；客诉一次解决率是这个月最担心的一条。",
        "复购率回到 24% 以上。\n\n客诉量没有随单量涨，是好事。",
        "礼盒季四周里，客户成功部不开新题，只把手上三件事做完。",
    ),
    Squares(
        "he", 1,
        "1. 三家大客户面谈的材料\n2. 到期前 60 天的名单每天过一遍",
        "续约率信心不变。一家在等集团预算。",
        ahead="月底前把明年 1 月到期的客户全部联系一遍。",
    ),
    Squares(
        "amara", 1,
        "1. Order notes show the last call's summary\n2. Freeze for the gift season on the 1st",
        "On track. The one risk is the freeze: anything that slips now slips to January.",
        "Error rate flat; on-call was quiet.",
        "Four weeks of no deploys to checkout. Everything else goes on.",
    ),
)  # fmt: skip

HELP = (
    Asked("gu", "shen", 1, "退差价 200 元以内由一线直接定，想请你周三前拍板。\n\n11 单客人在等，最久的等了九天。",
          "客诉一次解决，不让客户说第二遍"),
    Asked("gu", "jian", 8, "回访记录能不能导出成一张表？我想按渠道看接通率。",
          "把首单回访做成一件让人期待的事", "已经加好了，在「回访」右上角的导出，按渠道分好了列。"),
    Asked("zhou", "qin", 3, "口感复盘还差三家茶园的留样，能请合作组催一下吗？", "找出客诉前五位的根因"),
    Asked("xu", "gu", 0, "下周一新人培训，想请你讲半小时：企业首单怎么回访。"),
)  # fmt: skip


def live_a_week(stage: Stage, tellings: dict[str, Telling]) -> None:
    """Plan the last weeks' updates, what people ask each other, and two absences."""
    for squares in UPDATES:
        week_on = deadline_after(stage.today, FRIDAY) - timedelta(days=WEEK * squares.weeks_ago)
        wrote_on = min(week_on, stage.today)
        at = working_hour(wrote_on, squares.who, "week")
        stage.plan(at, partial(_write, stage, squares, wrote_on))
    for asked in HELP:
        at = working_hour(stage.today - timedelta(days=asked.days_ago), asked.by, asked.body)
        stage.plan(at, partial(_ask, stage, tellings, asked))
    _plan_absences(stage)


def _write(stage: Stage, squares: Squares, on: date) -> None:
    save_update(
        stage.actors[squares.who],
        on,
        priorities=squares.priorities,
        confidence=squares.confidence,
        health=squares.health,
        ahead=squares.ahead,
        publish=not squares.is_draft,
    )


def _ask(stage: Stage, tellings: dict[str, Telling], asked: Asked) -> None:
    telling = tellings.get(asked.about)
    made = ask_for_help(
        stage.actors[asked.by],
        asked=stage.actors[asked.whom].member_id,
        body=asked.body,
        objective=telling.objective if telling else None,
    )
    if asked.answer:
        answer_help(stage.actors[asked.whom], made.id, answer=asked.answer)


def _plan_absences(stage: Stage) -> None:
    """One is away now, one will be next week."""
    today = stage.today
    for who, stand_in, first, last in (("wei", "lan", -3, 4), ("su", "ding", 6, 10)):
        at = working_hour(today - timedelta(days=4), who, "away").astimezone(ZONE)
        days = today + timedelta(days=first), today + timedelta(days=last)
        stage.plan(at, partial(_go_away, stage, who, stand_in, days))


def _go_away(stage: Stage, who: str, stand_in: str, days: tuple[date, date]) -> None:
    actor = stage.actors[who]
    plan_absence(
        actor,
        actor.member_id,
        stand_in=stage.actors[stand_in].member_id,
        starts_on=days[0],
        ends_on=days[1],
    )
