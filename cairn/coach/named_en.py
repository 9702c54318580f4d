"""The unit of a bare English number, by the noun phrase before or behind it: open cases 12. Pure."""

import re

from cairn.coach.amounts import Amount
from cairn.coach.patterns import Pattern
from cairn.coach.predicates import PREPOSITION, read_predicate
from cairn.coach.reading import Reading
from cairn.coach.units import find_unit, singular
from cairn.coach.values import Values

_SCORES = Pattern(
    r"\b(?:scores?|ratings?|rates? (?:us|it|them)|satisfaction|nps|enps|csat|ces|sus|promoter|maturity|stars?)\b"
)
_RATIOS = Pattern(
    r"\b(?:ratio|roas|roi|pue|mau|cpk|ltv|dau/mau|auc|ndcg|precision|recall|cover"
    r"|return on [a-z ]+)$"
)
_SHARES = Pattern(
    r"\b(?:rate|share|percentage|margin|conversion|retention|availability|uptime|accuracy|mape|utili[sz]ation"
    r"|occupancy|attainment|churn|adoption|compliance|error)$"
)
_MONEY = Pattern(
    r"\b(?:burn(?: rate)?|cash(?: flow)?|revenue|spend|costs?|budget|profit|price|income|arr|mrr|gmv|gmr|ebitda|fees?"
    r"|turnover|savings?)$"
)
_TIMES = {
    "milliseconds": "ms", "seconds": "s", "minutes": "min", "hours": "h", "days": "day",
    "weeks": "week", "months": "month",
}  # fmt: skip
_OF_SO_MANY = Pattern(
    r" (?:out )?of (?:(?:the|our|all|these|its|my|their) )*(?:[0-9][0-9,]*|two|three|four|five|six|seven|eight"
    r"|nine|ten|twelve|fifteen|twenty|thirty)(?= [a-z])"
)
_NUMBER_OF = Pattern(
    r"(?:the |average |total )*(?:number|count|volume|amount|quantity|backlog|pool|stock) of "
)
_OF_FULL = Pattern(r" ?(?:/|out of |of ) ?(?:5|10|100|five|ten)\b(?! [a-z]{3,})")
_PER_HERE = Pattern(r" per\b")
_OFTEN = Pattern(r" times\b(?! (?:what|the|as|its|their))")
_DONE = Pattern(
    r"(?:[a-z]{3}ed|held|wn|ught|frozen|given|taken|cast|paid|sold|sent|lost|won|made|met|built|kept)$"
)
_SMALL = {"bps": "bp", "ppm": "PPM"}
_A_PERIOD = Pattern(r"(?:a|an|each|every) (?:hour|day|week|month|quarter|year)\b")
_TOKEN = Pattern(r"[a-z][a-z0-9'&-]*")
_LESS = frozenset(
    "my our their the its average median mean total all every each more less fewer new one no at least a an"
    " overall annual monthly weekly daily first hundred open active zero nil".split()
)
_ENDS = frozenset(
    "older that who which not due without about against currently previously now today and are is be will"
    " never cannot can waits wait rate rated used caused go goes fall falls rise rises grow grows drop drops"
    " climb climbs improve improves back instead rather outside inside beneath get use need needs to"
    " average averages reach reaches stay stays".split()
)


def is_share(reading: Reading, values: Values) -> bool:
    """Seven points more of a rate are percentage points."""
    words, _ = _subject(reading, values)
    said = values.target.clause if values.target else reading.clauses[0]
    shares = bool(_SHARES.search(" ".join(words))) or (
        bool(words) and words[0] in ("share", "activation")
    )
    return shares or bool(re.search(r"\brate\b", reading.low[said.begin : said.end]))


def _noun_phrase(reading: Reading, begin: int, end: int) -> tuple[list[str], int]:
    """The words up to the first preposition, verb or number, and where they end."""
    low, words, at = reading.low, list[str](), begin
    verbs = {
        one.begin: one for one in reading.words
        if one.roles & {"up", "down", "keep", "reach"} and not one.roles & {"metric", "condition", "artefact"}
    }  # fmt: skip
    for found in _TOKEN.finditer(low, begin, end):
        word, gap = found[0], low[at : found.start()]
        if words and (re.search(r"[^ \"'“”()/]", gap) or "(" in gap):
            break
        if PREPOSITION.fullmatch(word) and not words:
            at = found.end()
            continue
        done = word in _ENDS or bool(_DONE.search(word))
        if PREPOSITION.fullmatch(word) or (words and done):
            break
        if words and (found.start() in verbs or _A_PERIOD.match(low, found.start())):
            break
        at = found.end()
        if word not in _LESS:
            words.append(word)
    return words, at


def _subject(reading: Reading, values: Values) -> tuple[list[str], int]:
    """The noun phrase before the amounts, without the verb that begins the clause."""
    said = values.start or values.target
    assert said is not None
    begins = min(one.begin for one in values.amounts)
    clause = next((c for c in reading.clauses if c.begin <= begins < c.end), said.clause)
    predicate = read_predicate(reading, clause, said.amount.begin)
    begin = clause.begin
    verb = predicate.verb
    if predicate.opening == "verb" and verb and not _PER_HERE.match(reading.low, verb.end):
        begin = verb.end
    lead = _NUMBER_OF.match(reading.low[begin:begins].lstrip())
    begin += len(reading.low[begin:begins]) - len(reading.low[begin:begins].lstrip())
    return _noun_phrase(reading, begin + (lead.end() if lead else 0), begins)


def _counted_of(reading: Reading, amount: Amount) -> str | None:
    """12 of the 20 accounts: an account."""
    found = _OF_SO_MANY.match(reading.low, amount.end)
    unit = find_unit(reading.text.plain, found.end()) if found else None
    return unit.name if unit else None


def name_behind(reading: Reading, begin: int, end: int) -> int:
    """Where the noun phrase ends that stands before an amount."""
    return _noun_phrase(reading, begin, end)[1]


def _by_measure(words: list[str], amount: Amount) -> str | None:
    """By what kind of measure its name is: minutes, a ratio, a rate, money."""
    name, number = " ".join(words), amount.sort == "number"
    timed = next((_TIMES[word] for word in words if word in _TIMES), None)
    if timed and number:
        return timed
    if _RATIOS.search(name) or (_SHARES.search(name) and number and abs(amount.value) <= 1):
        return "x"
    if _SHARES.search(name):
        return "%"
    return "money" if _MONEY.search(name) else None


def _by_number(reading: Reading, amount: Amount) -> str | None:
    """By what stands at the number itself: 4.2/5, 3 times, 12 of the 20 accounts."""
    if _OF_FULL.match(reading.low, amount.end):
        return "score"
    if amount.sort == "number" and _OFTEN.match(reading.low, amount.end):
        return "time"
    return _counted_of(reading, amount)


def unit_of_name(reading: Reading, values: Values) -> tuple[str | None, int | None]:
    """The unit of a bare number, and where the noun that says it ends."""
    assert values.target is not None
    amount = values.target.amount
    if said := _by_number(reading, amount):
        return said, None
    if amount.sort in ("none", "hired"):
        words, end = _noun_phrase(reading, amount.end, values.target.clause.end)
        if words:
            return singular(words[-1]), end
    words, end = _subject(reading, values)
    words = words[:-1] if len(words) > 1 and words[-1] in ("count", "numbers", "volume") else words
    if words and words[-1] in _SMALL:
        return _SMALL[words[-1]], None
    if _SCORES.search(reading.low) and amount.sort == "number":
        return "score", None
    if said := _by_measure(words, amount):
        return said, end
    return (singular(words[-1]), end) if words else (None, None)
