"""What the company learned from its past quarters: retrospectives, lessons, what was agreed on, and
second opinions on scores."""

from dataclasses import dataclass

from cairn.demo.company.people import COMPANY


@dataclass(frozen=True, slots=True)
class Answers:
    why: str = ""
    how: str = ""
    needed: str = ""
    stop: str = ""
    keep: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something somebody will do; `done` says whether they have."""

    who: str
    what: str
    days: int
    done: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody else would have given, for the objective or its measure at a place."""

    who: str
    value: str
    note: str
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Of an objective by its title; or of a `team` (its key), or of the whole cycle (COMPANY), in a
    past quarter. Written by `author`, the last two answers by `second` where there is one."""

    author: str
    answers: Answers
    title: str = ""
    team: str = ""
    quarter: int = -1
    second: str = ""
    lessons: tuple[str, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    opinions: tuple[Opinion, ...] = ()


REVIEWS = (
    Review(
        "lin",
        Answers(
            why="旧卡停不下来，不是技术问题：门店的人不好意思从老主顾手里把卡收回来，我们也没替他们想好说辞。",
            how="下次动客户手里的东西之前，先把门店要说的那句话写好，在一家店试一周。",
            keep="先建档再谈续约。电话里能叫出对方上回买的是哪一片山的茶，话就好说了。",
        ),
        title="把老客户从名单变成熟人",
        second="song",
        lessons=("动老客户手里的东西之前，先替门店写好那句话，在一家店试一周再推开。",),
        agreed=(Agreed("jian", "会员卡自然更换的提醒放进收银小票", 20, done=True),),
        opinions=(
            Opinion("song", "0.7", "档案建到八成六，我看比续约率那一项更难，可以再给高一点。", 0),
        ),
    ),
    Review(
        "liang",
        Answers(
            why="老街店的租约年中就涨了，定目标的时候谁也没翻出来看。后面做的所有改进，都在替房租打工。",
            how="开店、关店、续租这些大头先算，算完再谈坪效。",
            needed="财务在定目标那一周，把每家店的固定成本摊开给我们看一次。",
            stop="每天追客流数字。追了一个季度，没有一个决定是因为它做的。",
            keep="耗材小包装。每单省下一块一，客人还觉得更精致。",
        ),
        title="让四家门店都不亏钱",
        second="zhuo",
        lessons=(
            "给门店定盈利目标之前先看租约，再看客流。",
            "每天看的数字，要说得出它会改变哪一个决定，说不出就别看。",
        ),
        agreed=(
            Agreed("du", "四家店的固定成本表，每个季度开始前两周发出", 30),
            Agreed("liang", "老街店续租还是搬走，给出结论", 25),
        ),
        opinions=(Opinion("lin", "0.4", "坪效涨了是真的，但目标是不亏钱，四家里还有两家在亏。"),),
    ),
    Review(
        "he",
        Answers(
            why="丢单原因记录只到七成：一线觉得「记了也没人看」，前六周确实没人看。",
            how="谁要数据，谁每周当着大家的面用一次。",
            keep="到期日录全之后，续约电话第一次可以排队打，而不是想起谁打谁。",
        ),
        title="续约不再靠记性",
        second="tang",
        lessons=(
            "续约电话要赶在到期前六十天打，三十天就只剩谈价钱了。",
            "让一线记录什么之前，先定好谁在哪天用它；没人看的记录两周就会断。",
        ),
        agreed=(Agreed("feng", "丢单原因每周五念三条给全组听", 10, done=True),),
    ),
    Review(
        "jiang",
        Answers(
            why="破损说不清责任，因为装箱那一刻没有照片。快递、我们、客户，各有各的道理，谁都没有证据。",
            how="把拍照放进装箱动作里，而不是事后补。工位要加一个支架，流程要少一步别的。",
            needed="六个工位的支架和两周的磨合期，这两周产量会掉一成，要提前跟销售说好。",
            stop="和快递公司来回写邮件争责任，每封平均半小时，一季度写了七十多封。",
        ),
        title="退货不再堆在门口",
        second="cui",
        lessons=("没有装箱照片，破损责任就谈不清：证据要在装箱那一刻留下，事后补不回来。",),
        agreed=(Agreed("cui", "三号工位先装支架试两周", 18, done=True),),
    ),
    Review(
        "ye",
        Answers(
            how="预测误差按品类看：铁罐那一类占了误差的一半，单独盯它就够了。",
            keep="每月对账。供应商知道我们会对，数就准了。",
        ),
        title="备货跟着订单走",
        lessons=("预测不准先按品类拆开，通常一类就占了一半的误差。",),
    ),
    Review(
        "helena",
        Answers(
            why="We sent four hundred samples and nobody brewed them. A sample without a person is a gift.",
            how="One visit with a kettle instead of ten parcels.",
            stop="Mailing samples to anybody who fills in the form.",
            keep="Interviews behind the counter. They settled in six weeks what we had argued for a year.",
        ),
        title="Find out who really drinks our tea in Europe",
        second="priya",
        lessons=("Samples alone sell nothing: send them with somebody who brews, or not at all.",),
        agreed=(Agreed("jonas", "Three tea bars visited with a kettle, notes shared", 28),),
        opinions=(
            Opinion("lin", "0.7", "The interviews changed what we sell; I would weigh them more."),
        ),
    ),
    Review(
        "song",
        Answers(
            why="跟进率中间掉过一次：连着两周，管理层自己没有跟进。",
            how="领导先填，周五上午十点前。",
            keep="随机问二十个人「你的目标支持什么」，比问卷管用。",
        ),
        title="每个人都知道自己的目标为什么在那里",
        lessons=("跟进率看领导：领导两周不填，团队第三周就不填了。",),
    ),
    Review(
        "shen",
        Answers(
            why="三个目标都卡在同一件事上：客户资料分在三套系统里，改一处漏两处。",
            how="先合并资料，再谈体验。下个季度头两周只做这一件。",
            needed="平台组两个人、两周。",
            stop="每个小组各建一张表。",
            keep="每周三的联合复盘，十五分钟站着开，问题当天有人认领。",
        ),
        team="customers",
        second="xu",
        lessons=("几个目标卡在同一处时，先合起来解决那一处，再各走各的。",),
        agreed=(
            Agreed("shi", "三套系统的客户编号对照表", 15, done=True),
            Agreed("xu", "把三张小组表停掉，只留一张", 22),
        ),
    ),
    Review(
        "song",
        Answers(
            why="承诺型目标里，分数低于 1.0 的一半以上，都是因为依赖别的组而没有事先说好。",
            how="制定阶段多留三天，专门用来谈「我需要你什么、什么时候要」。",
            needed="各组负责人在制定的第二周，空出一个下午。",
            stop="季度最后一周才集中改数字。",
            keep="评分不和奖金挂钩。正因为这样，今年没有一个人把目标往低了定。",
        ),
        team=COMPANY,
        second="lin",
        lessons=("依赖别人的关键结果，要在制定阶段就约好日子；季度中间才去要，多半来不及。",),
        agreed=(Agreed("song", "下个季度的制定安排里，加上半天「谈依赖」", 40),),
    ),
    Review(
        "lin",
        Answers(keep="先把数字弄干净。知道自己只有五千多个老客户之后，反而敢定目标了。"),
        title="先把老客户数清楚",
        quarter=-2,
        lessons=("定增长目标之前，先把现有的数去重；去完重，目标往往要改。",),
    ),
)
"""Objectives are told by their own quarter; teams and the whole cycle by `quarter`."""
