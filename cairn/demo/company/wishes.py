"""What 山岚茶业 proposes for the quarter to come, and how its leadership votes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """A proposal of somebody's, in a `group`; `into` names the wish that it became one with. `dots` are
    who gave how many."""

    who: str
    title: str
    why: str
    group: str
    key_results: tuple[str, ...] = ()
    into: str = ""
    dots: tuple[tuple[str, int], ...] = ()
    said_for: tuple[tuple[str, str], ...] = ()
    said_against: tuple[tuple[str, str], ...] = ()
    is_chosen: bool = False


CUSTOMERS, GARDENS, BASE = "留住客户", "稳住好茶", "底座与海外"

WISHES = (
    Wish(
        "shen",
        "让老客户主动把我们介绍给朋友",
        "上季度续约在线上，但新客户一半靠投放。老客户肯开口，才是真的留住。",
        CUSTOMERS,
        ("老客户推荐带来的新客户占比从 12% 提高到 25%", "推荐客户的首单复购率达到 40%"),
        dots=(("lin", 2), ("qi", 1), ("shen", 2), ("liang", 2), ("helena", 1)),
        said_for=(("shen", "推荐来的客户复购是投放的两倍，成本只有三分之一。"),),
        said_against=(("du", "推荐归因现在不准，先把口径定下来再谈目标。"),),
        is_chosen=True,
    ),
    Wish(
        "gu",
        "客户愿意推荐我们，而不只是不投诉",
        "客诉降了，可是主动夸的人不多。",
        CUSTOMERS,
        into="让老客户主动把我们介绍给朋友",
    ),
    Wish(
        "he",
        "到期之前，客户已经决定续约",
        "现在有两成客户到期后才联系，折扣都给在最后一周。",
        CUSTOMERS,
        ("到期前 30 天谈完的客户占比从 35% 提高到 80%",),
        dots=(("shen", 2), ("ye", 1), ("amara", 1)),
    ),
    Wish(
        "ye",
        "春茶开采前，每一批青叶都有去处",
        "去年春茶有一成半压在仓里。开采前定下去处，茶园和我们都安心。",
        GARDENS,
        ("开采前签约的青叶占比从 62% 提高到 90%", "春茶滞仓超过 30 天的批次不超过 5 批"),
        dots=(("lin", 2), ("qi", 2), ("ye", 2), ("du", 3), ("amara", 1)),
        said_for=(("qin", "三家合作社已经在问明年的长约，早签能拿到更好的山头。"),),
        is_chosen=True,
    ),
    Wish(
        "lan",
        "让每一座合作茶园都看得到自己的茶去了哪里",
        "茶农想知道自己的茶被谁喝了，这比多给两块钱更能留住人。",
        GARDENS,
        ("能查到去向的批次占比从 40% 提高到 95%",),
        dots=(("ye", 2), ("liang", 1)),
    ),
    Wish(
        "liang",
        "门店成为客人学会喝茶的地方",
        "坐下来喝过一次的客人，三个月内回来的比例高一倍。",
        CUSTOMERS,
        ("参加过品茶课的客人 90 天回店率达到 45%",),
        dots=(("liang", 2), ("helena", 1)),
    ),
    Wish(
        "helena",
        "Tea bars in Europe reorder without being asked",
        "Reorders come after a call today. A shelf that is never empty sells by itself.",
        BASE,
        ("Reorders placed without a call from 20% to 60%",),
        dots=(("lin", 1), ("helena", 2), ("qi", 1)),
    ),
    Wish(
        "amara",
        "One order, typed once, right everywhere",
        "Nine screens still ask for what another one knows.",
        BASE,
        ("Screens that ask twice from 9 to 2",),
        dots=(("qi", 1), ("amara", 3), ("du", 1)),
        said_against=(("liang", "对客人没有直接变化，放进平台部自己的 OKR 更合适。"),),
    ),
    Wish(
        "zhuo",
        "礼盒季之后，库存回到健康水位",
        "每年一月都在打折清礼盒。",
        GARDENS,
        ("礼盒滞销库存从 18% 降到 6%",),
        dots=(("du", 1),),
    ),
)
