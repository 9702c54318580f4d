"""The first half of the year: what was tried before, briefly."""

from dataclasses import replace

from cairn.demo.company.people import COMPANY
from cairn.demo.story import Aim, Measure, Remark

SECOND = (
    Aim(
        "先把老客户数清楚",
        "lin",
        team=COMPANY,
        measures=(
            Measure("去重后的客户主档", "shi", "0%", "100%", reach=0.93),
            Measure("说得清来源的老客户", "shen", "30%", "75%", reach=0.8, confidence=(5, 7)),
        ),
        closing="三套系统里一共有 11,400 个「客户」，去重后是 5,260 个。原来我们没有自己想的那么大。",
    ),
    Aim(
        "让企业订单不再靠微信对",
        "he",
        team="renewals",
        measures=(
            Measure("走系统的企业订单", "he", "22%", "80%", reach=0.9),
            Measure("对账差错", "feng", "31", "8", "笔", reach=0.74),
        ),
        closing="剩下两成是老板娘们的语音订单，慢慢来。",
    ),
    Aim(
        "春天那批茶，一克都不糟蹋",
        "ye",
        team="supply",
        aspirational=True,
        measures=(
            Measure("鲜叶四小时内进厂", "qin", "71%", "95%", reach=0.67,
                    remarks=(Remark(-1, "塌方断路两天，绕山走的都超时了。"),)),
            Measure("制程损耗", "zhao", "7.5%", "5%", reach=0.72),
        ),
        closing="天气占一半，路占一半。路我们修不了，可以把初揉搬上山，明年试。",
    ),
    Aim(
        "仓库里闭着眼也找得到货",
        "jiang",
        team="fulfilment",
        measures=(
            Measure("库位准确率", "ma", "84%", "99%", reach=0.93),
            Measure("拣一单用时", "ma", "6min", "3min", "时长", reach=0.83),
        ),
        closing="最难的是让大家放回原处。贴了照片以后，没人好意思乱放。",
    ),
    Aim(
        "Say no to supermarkets, and mean it",
        "helena",
        team="international",
        measures=(
            Measure("Supermarket share of sales", "jonas", "46%", "20%", reach=0.85),
            Measure("New tea bars and hotels", "marcus", "0", "18", "customers", reach=1.0),
        ),
        closing="Painful for one quarter, quieter ever since. Nobody asks us for a discount before tasting any more.",
    ),
    Aim(
        "客服不再是最后知道的人",
        "shen",
        team="customers",
        measures=(
            Measure("上新前一周培训到客服", "xu", "10%", "100%", reach=0.9),
            Measure("客服答不上来的问题", "su", "64", "20", "个", reach=0.7, confidence=(5, 6)),
        ),
        closing="试喝比课件管用：喝过的茶，人人会讲。",
    ),
    Aim(
        "发票一天开完",
        "du",
        measures=(
            Measure("当日开出的发票", "du", "58%", "98%", reach=1.02, confidence=(6, 8)),
            Measure("重开发票", "du", "40", "10", "张", reach=0.87),
        ),
        closing="不难，就是以前没人觉得这是个目标。",
    ),
)  # fmt: skip

FIRST = (
    Aim(
        "从卖茶变成陪人喝茶",
        "lin",
        team=COMPANY,
        aspirational=True,
        measures=(
            Measure("全员站过门店一天", "song", "0%", "100%", reach=0.9),
            Measure("客户访谈", "qi", "0", "60", "位", reach=0.65, confidence=(7, 6)),
        ),
        closing="没站过门店的四个人，都在国外。访谈少做了二十个，但听到的一句话够用一年："
                "「我不懂茶，你别考我。」",
    ),
    Aim(
        "第一次试着用 OKR",
        "song",
        measures=(
            Measure("写完目标的团队", "song", "0", "9", "个", reach=1.0),
            Measure("每周跟进的团队", "song", "0", "9", "个", reach=0.44, course=(0, 1.2, 0.8, 1), confidence=(6, 4)),
        ),
        closing="写得出，跟不住。工具太重是借口，会开得太长是原因。",
    ),
    Aim(
        "停掉不赚钱的二十款",
        "qi",
        team=COMPANY,
        measures=(
            Measure("停售的产品", "ye", "0", "20", "款", reach=0.85),
            Measure("在售产品平均毛利", "du", "38%", "42%", reach=0.75),
        ),
        closing="留下的三款，是因为有老客户写信来。值得。",
    ),
    Aim(
        "把门店的茶单减到一页",
        "liang",
        team="brand",
        measures=(
            Measure("茶单上的茶", "xia", "47", "18", "款", reach=1.0),
            Measure("客人三分钟内点单", "zhuo", "45%", "80%", reach=0.8),
        ),
        closing="减到十八款那天，有客人问是不是要倒闭了。第二周他说，终于知道点什么了。",
    ),
    Aim(
        "Move the shop off the old server",
        "amara",
        team="platform",
        measures=(
            Measure("Traffic served from the new place", "shi", "0%", "100%", reach=1.0),
            Measure("Nights on call that woke somebody", "ravi", "14", "3", "nights", reach=0.64),
        ),
        closing="The move itself was dull, which is the highest praise. The old server only prints invoices now.",
    ),
    Aim(
        "听一百通录音",
        "zhou",
        growth=True,
        measures=(
            Measure("听完并写笔记的录音", "zhou", "0", "100", "通", reach=1.0),
            Measure("归出来的问题类型", "zhou", "0", "12", "类", reach=0.75),
        ),
        closing="第三十通之后，我能在前十秒猜出对方有没有耐心。",
    ),
)  # fmt: skip


def _told(aims: tuple[Aim, ...], quarter: int) -> tuple[Aim, ...]:
    """Of a quarter, with a check-in every other week."""
    return tuple(
        replace(
            aim,
            quarter=quarter,
            measures=tuple(replace(measure, every_weeks=2) for measure in aim.measures),
        )
        for aim in aims
    )


AIMS = (*_told(SECOND, -2), *_told(FIRST, -3))
