"""Names and sentences put together from lists: half Chinese, half English."""

from random import Random

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗凤花方"
GIVEN = "安白辰初丹恩帆歌禾静可蓝明宁鸥平青若书棠文溪言知竹真音远雨悦泽舟卓子一以晚望维思舒然清琪宁木朗嘉怀和"
FIRST = (
    "Ada", "Bram", "Clara", "Dario", "Edith", "Femi", "Greta", "Hugo", "Ines", "Jakub", "Kofi",
    "Lena", "Mira", "Nils", "Olga", "Pablo", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Viktor",
    "Wanda", "Ximena", "Yusuf", "Zora",
)  # fmt: skip
LAST = (
    "Abbot", "Bauer", "Costa", "Dahl", "Eze", "Fischer", "Grant", "Hale", "Ito", "Jensen", "Khan",
    "Lowe", "Moreau", "Novak", "Okoro", "Price", "Quist", "Rossi", "Sato", "Tran", "Ueda", "Vance",
    "Weiss", "Young", "Zeman",
)  # fmt: skip
PLACES = ("华东", "华南", "西南", "北方", "海外", "总部", "Nordic", "Iberia", "Pacific", "Alpine")
TRADES = (
    "产品组", "交付组", "客户组", "质量组", "数据组", "门店组",
    "Platform", "Support", "Design", "Logistics", "Finance", "Research",
)  # fmt: skip
TITLES = ("工程师", "客户经理", "运营专员", "设计师", "Analyst", "Engineer", "Planner", "Buyer")

ZH_WHO = (
    "新客户",
    "老客户",
    "一线同事",
    "合作伙伴",
    "门店店长",
    "供应商",
    "值班工程师",
    "新员工",
    "代理商",
    "会员",
)
ZH_WHAT = (
    "第一天就用得上", "少等一半时间", "不用再问第二遍", "愿意介绍朋友来", "拿到对得上的账单", "看得见进度",
    "敢把急事交给我们", "一次就办成", "不必再填同样的表", "知道该找谁",
)  # fmt: skip
EN_WHO = (
    "new customers", "regulars", "the night shift", "partners", "store managers", "suppliers",
    "on-call engineers", "new colleagues", "resellers", "members",
)  # fmt: skip
EN_WHAT = (
    "get it right the first time", "wait half as long", "never have to ask twice",
    "bring a friend along", "receive bills that add up", "see where things stand",
    "trust us with the urgent ones", "are served in one go", "fill in one form only",
    "know whom to call",
)  # fmt: skip
ZH_MEASURES = (
    "续约率",
    "一次通过率",
    "平均等待",
    "返工次数",
    "首周使用率",
    "投诉件数",
    "按时交付率",
    "满意度",
    "缺货天数",
    "覆盖网点",
)
EN_MEASURES = (
    "Renewals", "First-pass yield", "Average wait", "Rework", "First-week use", "Complaints",
    "On-time delivery", "Satisfaction", "Days out of stock", "Sites covered",
)  # fmt: skip
NOTES = (
    "", "", "", "", "比上周好一点，原因还在找。", "Steady; nothing to report.", "有两天数据缺失，已补。",
    "Waiting for the supplier.", "新办法开始起作用了。", "One bad day, four good ones.",
)  # fmt: skip
STEPS = (("方案定稿", "试点", "推广", "复盘"), ("Outline", "Pilot", "Roll-out", "Review"))


def person_name(chance: Random, number: int) -> str:
    """Chinese for even numbers, English for odd ones."""
    if number % 2:
        return f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def team_name(chance: Random, number: int) -> str:
    return f"{chance.choice(PLACES)} {chance.choice(TRADES)} {number}"


def objective_title(chance: Random, number: int) -> str:
    if number % 2:
        return f"Make sure {chance.choice(EN_WHO)} {chance.choice(EN_WHAT)}"
    return f"让{chance.choice(ZH_WHO)}{chance.choice(ZH_WHAT)}"


def measure_title(chance: Random, number: int) -> str:
    if number % 2:
        return f"{chance.choice(EN_MEASURES)} of {chance.choice(EN_WHO)}"
    return f"{chance.choice(ZH_WHO)}{chance.choice(ZH_MEASURES)}"
