"""What is counted, where no word behind the number says it: the noun that the text speaks "
"of. Pure."""

from cairn.coach.predicates import read_predicate
from cairn.coach.reading import Reading
from cairn.coach.units import singular
from cairn.coach.values import Values

_SCORES = (
    "score",
    "rating",
    "satisfaction",
    "nps",
    "csat",
    "enps",
    "promoter",
    "maturity",
    "评分",
    "得分",
    "均分",
    "分数",
)
_RATIOS = ("ratio", "roas", "roi", "pue", "mau", "cpk", "ltv", "比")


def unit_of(reading: Reading, values: Values) -> str | None:
    """The unit that was read, else the measured noun: open cases 12 -> 7 counts a case."""
    bare = values.target is not None and values.target.amount.sort in ("number", "none", "hired")
    if reading.text.language == "zh" or not (bare or values.rhythm):
        return values.unit
    if values.unit not in (None, "money") and values.rhythm is None:
        return values.unit
    return _english(reading, values)


def _english(reading: Reading, values: Values) -> str | None:
    said = values.start or values.target
    clause = said.clause if said else reading.clauses[0]
    head = read_predicate(reading, clause, said.amount.begin if said else None).head
    if values.rhythm is not None:
        return (
            f"{singular(head.split()[-1])}/{(values.unit or '').partition('/')[2]}"
            if head
            else values.unit
        )
    if any(one in reading.low for one in _SCORES):
        return "score"
    if head.endswith(_RATIOS):
        return "x"
    return singular(head.split()[-1]) if head else values.unit
