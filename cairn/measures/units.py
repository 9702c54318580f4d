"""Units of key results: `number`, `percent`, `duration` (seconds), `rating`, a currency or a label.

Pure; the currencies are those in use today, by Babel's data.
"""

from decimal import Decimal
from functools import cache

from cairn.measures.numerals import is_unsafe, narrow

LONGEST_LABEL = 20

_NAMES = {
    "percent": ("percent", "%", "per cent", "percentage", "pct", "百分比", "百分之"),
    "number": ("", "number", "numeric", "count", "个数", "数字", "数值"),
    "duration": ("duration", "h:mm", "h:mm:ss", "hh:mm", "hh:mm:ss", "m:ss", "mm:ss", "时长"),
    "rating": ("rating", "stars", "评分", "星级"),
    "CNY": ("cny", "rmb", "元", "¥", "人民币", "块", "块钱", "元人民币", "cn¥"),
    "USD": ("usd", "$", "us$", "usd$", "美元", "美金", "dollar", "dollars"),
    "EUR": ("eur", "€", "欧元", "euro", "euros"),
    "GBP": ("gbp", "£", "英镑", "pounds"),
    "JPY": ("jpy", "日元", "円", "jp¥", "yen"),
    "HKD": ("hkd", "hk$", "港元", "港币"),
    "TWD": ("twd", "nt$", "新台币"),
    "KRW": ("krw", "₩", "韩元"),
    "INR": ("inr", "₹"),
    "SGD": ("sgd", "s$", "新加坡元", "新元"),
    "AUD": ("aud", "a$", "澳元"),
    "CAD": ("cad", "c$", "加元"),
    "CHF": ("chf", "瑞士法郎"),
}
_BY_NAME = {name: unit for unit, names in _NAMES.items() for name in names}

MONEY_NAMES = sorted(
    (name for unit, names in _NAMES.items() if unit.isupper() for name in names),
    key=len,
    reverse=True,
)

SECONDS = {
    "ms": Decimal("0.001"), "毫秒": Decimal("0.001"),
    "s": Decimal(1), "sec": Decimal(1), "secs": Decimal(1), "second": Decimal(1),
    "seconds": Decimal(1), "秒": Decimal(1), "秒钟": Decimal(1),
    "m": Decimal(60), "min": Decimal(60), "mins": Decimal(60), "minute": Decimal(60),
    "minutes": Decimal(60), "分": Decimal(60), "分钟": Decimal(60),
    "h": Decimal(3600), "hr": Decimal(3600), "hrs": Decimal(3600), "hour": Decimal(3600),
    "hours": Decimal(3600), "小时": Decimal(3600), "钟头": Decimal(3600), "时": Decimal(3600),
    "d": Decimal(86400), "day": Decimal(86400), "days": Decimal(86400), "天": Decimal(86400),
    "日": Decimal(86400),
    "week": Decimal(604800), "weeks": Decimal(604800), "周": Decimal(604800),
}  # fmt: skip


class AmountUnclear(ValueError):
    """Text that is no clear amount or unit; `example` is what is understood there.

    `code` is one of: `empty`, `too_long`, `unsafe_text`, `not_a_number`, `separator_unclear`
    (1,23), `too_large` (over 15 digits), `too_many_decimals` (over 6), `other_unit`,
    `time_unit_missing` (a bare 90 for a duration), `bad_label` (a unit that starts with a digit).
    """

    def __init__(self, code: str, example: str) -> None:
        super().__init__(code)
        self.code = code
        self.example = example


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes that are legal tender somewhere today."""
    from babel.core import get_global  # here, so that reading a text does not wait for it

    used = get_global("territory_currencies").values()
    return frozenset(
        code for rows in used for code, _start, end, tender in rows if end is None and tender
    )


def is_currency(unit: str) -> bool:
    return unit in currencies()


def unit_beside(unit: str) -> str:
    """What stands beside a field: %, CNY, 件; nothing for plain numbers, ratings and durations."""
    if unit == "percent":
        return "%"
    return "" if unit in ("number", "rating", "duration") else unit


def read_unit(text: str) -> str:
    """`%` → percent, `元` → CNY, `h:mm` → duration; anything else is a label of the user's.

    Lower-case codes are read only for the well-known currencies, so that "all" stays a label.
    """
    if is_unsafe(text):
        raise AmountUnclear("unsafe_text", "件")
    label = " ".join(narrow(text).split())
    known = _BY_NAME.get(label.casefold())
    if known is not None:
        return known
    if label in currencies():
        return label
    if len(label) > LONGEST_LABEL:
        raise AmountUnclear("too_long", "件")
    if label[0].isdigit():
        raise AmountUnclear("bad_label", "件")
    return label
