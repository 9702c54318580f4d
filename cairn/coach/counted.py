"""Which amounts of a text count something at all: not one set, nor two that are merged. Pure."""

import re

from cairn.coach.amounts import Amount
from cairn.coach.clauses import Clause
from cairn.coach.patterns import Pattern
from cairn.coach.words import Word

_MERGE = Pattern(
    r"合并(?!率)|统一|整合|打通|\b(?:merge|unite|consolidate|unify|combine|align|integrate)s?\b|\bmerger of\b",
    needs="align|combine|consolidate|integrate|merge|unify|unite|合|打通|统一",
)
_EACH_CAN = Pattern(
    r"应.尽.|全数|尽数|悉数|全优|(?:每|各|整[条个栋座片])[一-鿿]{1,4}[都均]|(?:人人|个个|家家|户户"
    r"|村村)都?[会能有用持懂通]"
)
_HEDGED = Pattern(r"\b(?:almost|nearly|virtually|practically|as good as) $")
_OWN = {"team", "department", "squad", "unit", "company", "site", "system", "office"}
_HIRED = Pattern(
    r"\b(?:hire|recruit|sign|win|land|close|appoint)s? ?$|(?:招聘|招到|招募|签约|签下|引进"
    r"|聘任|录用|新签|拿下) ?$"
)


def does_something(low: str, words: list[Word], clause: Clause) -> bool:
    """All is an amount only of something done, got or measured, not of 全员拧成一股绳."""
    kinds = {
        "do",
        "gain",
        "outside_act",
        "metric",
        "work_metric",
        "activity",
        "artefact",
        "commit",
        "reach",
    }
    if not re.search(r"[一-鿿]", low[clause.begin : clause.end]):
        return True
    if _EACH_CAN.search(low, clause.begin, clause.end):
        return True
    return any(
        clause.begin <= w.begin < clause.end and w.roles & kinds and w.stem not in ("打", "全员")
        for w in words
    )


def keep_counted(low: str, amounts: list[Amount]) -> list[Amount]:
    """Without the all of all nine clinics, and without numbers that only name what is merged."""
    kept = list[Amount]()
    for place, one in enumerate(amounts):
        later = amounts[place + 1] if place + 1 < len(amounts) else None
        if (
            one.sort == "all"
            and later
            and later.sort in ("count", "number")
            and later.begin - one.end < 8
        ):
            continue
        if one.sort in ("all", "none") and _HEDGED.search(low[: one.begin]):
            continue
        if one.sort in ("count", "number") and _merges(low, one, amounts):
            continue
        if one.sort == "count" and one.value == 1 and _is_single(low, one):
            continue
        kept.append(one)
    return kept


def _merges(low: str, one: Amount, amounts: list[Amount]) -> bool:
    merge = _MERGE.search(low)
    return (
        merge is not None
        and (not merge[0].isascii() or one.begin > merge.start() or one.unit in _OWN)
        and all(a.sort in ("count", "number") and a.value < 10 for a in amounts)
        and not re.search(
            r"从|由|减|降|fro"
            r"m"
            r"|reduce",
            low,
        )
    )


def _is_single(low: str, one: Amount) -> bool:
    """One set, one drill: a single deliverable, not a count."""
    before = low[: one.begin]
    if one.unit == "级":
        return False
    counted = re.search(
        r"最多|至多|至少|超|at most|at least|or fewer|than|每|per|each|every|a week|到"
        r"|至|为|from|从|低|少|多|减|降",
        low,
    )
    return not counted and not _HIRED.search(before)
