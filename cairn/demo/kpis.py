"""What has to stay healthy at 山岚茶业 while it goes for its objectives: half a year of readings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from cairn.checkins.commands.checkins import check_in
from cairn.demo.courses import draw
from cairn.demo.stage import Stage, working_hour
from cairn.demo.telling import Telling
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.measuring import correct_kpi, measure_kpi
from cairn.goals.models import KeyResult
from cairn.kpis.commands import create_kpi
from cairn.kpis.intake import read_kpi
from cairn.organization.actor import Actor

WEEKS, MONDAY = 26, 0


@dataclass(frozen=True, slots=True)
class Health:
    """One KPI: from which value to which it went in half a year, and how much it jumps about.

    `silent_weeks` is how long nobody has measured it; `notes` belong to the readings so many before
    the last. `slip` is the place, counted the same way, of a reading that was typed wrong.
    """

    name: str
    team: str
    owner: str
    unit: str
    first: str
    last: str
    jumps: str
    lower: str = ""
    upper: str = ""
    about: str = ""
    every_days: int = 7
    silent_weeks: int = 0
    notes: tuple[tuple[int, str], ...] = ()
    slip: int | None = None

    @property
    def direction(self) -> str:
        if self.lower and self.upper:
            return "within"
        return "higher" if self.lower else "lower"


KPIS = (
    Health(
        "老客户月度复购率", "customers", "he", "%", "21.6", "24.1", "0.9", lower="22",
        about="三十天内再次下单的老客户占比。低于 22% 时，新客的钱就白花了。",
        notes=((0, "中秋礼盒的老客户回来补货，比上月同期多一成。"), (6, "暑期淡季，礼盒断了两周。")),
    ),
    Health(
        "客服满意度", "care", "gu", "评分", "4.62", "4.74", "0.06", lower="4.6",
        about="会话结束后客人打的分，五分满分，只算有评价的。",
        notes=((2, "新内衬铺开以后，「收到就碎」的低分少了。"),), slip=9,
    ),
    Health(
        "客服人均周加班", "care", "xu", "小时", "3.4", "8.6", "0.7", upper="6",
        about="首响提上去了，不能是拿加班换来的。超过 6 小时就要停下来看排班。",
        notes=((0, "周一积压加上两位同事请假，人均 8.6 小时。"), (1, "午休轮班之后白天好了，晚八点还是堵。")),
    ),
    Health(
        "48 小时发货率", "fulfilment", "ma", "%", "90.5", "96.2", "0.8", lower="95",
        about="付款后 48 小时内出库的订单占比，预售和定制不算。",
        notes=((0, "双仓切换完成，周末单不再压到周一。"), (8, "大促三天爆仓，掉到九成以下。")),
    ),
    Health(
        "门店盘点差异率", "brand", "zhuo", "%", "0.62", "0.34", "0.06", upper="0.5",
        about="月末盘点与系统库存的差异，按金额。", silent_weeks=5,
        notes=((0, "换了新的扫码枪，先盘了两家。"),),
    ),
    Health(
        "茶农当日结款率", "gardens", "qin", "%", "93.0", "97.4", "1.1", lower="95",
        about="收青当天把钱结清的笔数占比。这是茶农愿意先把好青叶给我们的理由。",
    ),
    Health(
        "订单系统可用率", "platform", "amara", "%", "99.93", "99.96", "0.02", lower="99.9",
        about="按分钟统计，计划内维护不算。",
    ),
    Health(
        "现金可支撑月数", "company", "du", "个月", "11.5", "13.2", "0.3", lower="9", upper="18",
        about="按最近三个月的平均支出算。低了不安全，太高说明钱没有用在茶园上。", every_days=30,
    ),
)  # fmt: skip

OBJECTIVE, MEASURED = "下单之后让人放心", "48 小时发货率"
KEY_RESULT = "48 小时发货率达到 98%"
WHY_ADDED = "发货变慢，客户先感受到；这个指标我们也要盯住。"


def keep_healthy(stage: Stage, tellings: dict[str, Telling]) -> None:
    """Plan every KPI with its readings, and the key result that takes its own from one."""
    ids: dict[str, int] = {}
    for health in KPIS:
        days = _days(stage.today, health)
        begins_on = days[0] - timedelta(days=3)
        stage.plan(working_hour(begins_on, health.name), partial(_create, stage, ids, health))
        for at, day in enumerate(days):
            act = partial(_measure, stage, ids, health, day, at, len(days))
            stage.plan(working_hour(day, health.name, "measured"), act)
    _feed(stage, ids, tellings[OBJECTIVE])


def _create(stage: Stage, ids: dict[str, int], health: Health) -> None:
    fields: dict[str, Any] = {
        "name": health.name,
        "description": health.about,
        "unit": health.unit,
        "direction": health.direction,
        "lower": health.lower,
        "upper": health.upper,
        "cadence_days": health.every_days,
    }
    owner = stage.actors[health.owner]
    ids[health.name] = create_kpi(
        stage.actors["song"],
        team=stage.teams[health.team],
        owner=owner.member_id,
        **read_kpi(fields),
    ).id


def _days(today: date, health: Health) -> list[date]:
    """Mondays, or one in so many days, up to the last one before today."""
    last = today - timedelta(days=(today.weekday() - MONDAY) % 7 or 7)
    last -= timedelta(days=7 * health.silent_weeks)
    count = 7 * WEEKS // health.every_days
    return [last - timedelta(days=health.every_days * back) for back in reversed(range(count))]


def _measure(
    stage: Stage, ids: dict[str, int], health: Health, day: date, at: int, count: int
) -> None:
    owner, kpi, before_last = stage.actors[health.owner], ids[health.name], count - 1 - at
    value = _value(health, at, count)
    note = dict(health.notes).get(before_last, "")
    if before_last != health.slip:
        measure_kpi(owner, kpi, value=value, note=note, effective_on=day)
        return
    wrong = measure_kpi(owner, kpi, value=value / 10, effective_on=day)
    correct_kpi(owner, kpi, wrong.id, value=value, note="小数点错了一位。")


def _value(health: Health, at: int, count: int) -> Decimal:
    """On the way from the first value to the last, off it by what looks like chance; the last is
    exact."""
    first, last, jumps = Decimal(health.first), Decimal(health.last), Decimal(health.jumps)
    part = Decimal(at) / max(count - 1, 1)
    chance = Decimal(draw(health.name, at) % 201 - 100) / 100 if at < count - 1 else Decimal(0)
    places = max(-int(last.as_tuple().exponent), -int(jumps.as_tuple().exponent))
    return round(first + (last - first) * part + jumps * chance, places)


def _feed(stage: Stage, ids: dict[str, int], telling: Telling) -> None:
    """One more key result of an objective of this quarter, there since it was drafted."""
    starts_on = stage.spans[0].starts_on
    owner = partial(stage.actors.__getitem__, "ma")
    stage.plan(working_hour(starts_on, KEY_RESULT), lambda: _add(telling, ids[MEASURED], owner()))
    made = _weeks(starts_on, stage.today)
    for at, day in enumerate(made):
        confidence = 5 + (3 * (at + 1)) // max(len(made), 1)
        act = partial(_say, telling, owner, confidence)
        stage.plan(working_hour(day, KEY_RESULT, "said"), act)


def _weeks(starts_on: date, today: date) -> list[date]:
    """A day a week, the last one in this round."""
    count = (today - starts_on).days // 7
    return [today - timedelta(days=7 * back) for back in reversed(range(count))]


def _add(telling: Telling, kpi: int, owner: Actor) -> None:
    add_key_result(
        telling.owner,
        telling.objective,
        title=KEY_RESULT,
        unit="percent",
        target=Decimal(98),
        kpi=kpi,
        owner=owner.member_id,
        reason=WHY_ADDED,
    )


def _say(telling: Telling, owner: Callable[[], Actor], confidence: int) -> None:
    fed = KeyResult.objects.filter(objective=telling.objective, kpi__isnull=False).get()
    check_in(owner(), fed.id, confidence=confidence)
