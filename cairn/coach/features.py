"""What a reading looks like to the weighing of judgements: names of features, no numbers. Pure.

Most are roles and their places, the same in both languages, so that what is learned of one word
holds for every word of its role; a few are the words and syllables themselves.
"""

from collections.abc import Iterator

from cairn.coach.act_features import act_features
from cairn.coach.clauses import Clause
from cairn.coach.orders import ending_of, role_order, who_acts
from cairn.coach.patterns import Pattern
from cairn.coach.predicates import read_predicate
from cairn.coach.reading import Reading
from cairn.coach.targets import is_milestone
from cairn.coach.values import Values
from cairn.coach.words import Word

_VERBS = ("down", "up", "reach", "keep", "gain", "improve", "effort", "do", "outside_act")
_THINGS = (
    "metric",
    "condition",
    "construct",
    "work_metric",
    "artefact",
    "activity",
    "commit",
    "outsider",
    "generic",
)
_HAN = Pattern(r"[一-鿿]{2,}")
_TOKENS = Pattern(r"[a-z]+|[一-鿿]")
_DEGREES = Pattern(r"更|\b(?:more|less|fewer|[a-z]{3,}er)\b", needs="er|less|more|更")


def _roles(word: Word) -> str:
    """The roles of a word in one name, verbs before things."""
    return "+".join(one for one in (*_VERBS, *_THINGS, "intensity", "grading") if one in word.roles)


def _content(words: list[Word]) -> list[Word]:
    return [
        word
        for word in words
        if word.roles - {"frame", "stop", "intensity", "grading", "undefined", "generic"}
    ]


def _verb(words: list[Word]) -> Word | None:
    return next((word for word in words if word.roles & set(_VERBS)), None)


def _things(words: list[Word]) -> list[Word]:
    return [word for word in words if word.roles & set(_THINGS)]


def _main_clause(reading: Reading, values: Values) -> Clause:
    if values.target is not None:
        return values.target.clause
    kept = [one for one in reading.clauses if not one.means]
    aims = [one for one in kept if one.purpose]
    return (aims or kept or reading.clauses)[0]


def _amount_features(reading: Reading, values: Values) -> Iterator[str]:
    target = values.target
    yield f"kind={values.kind}"
    yield f"start={values.from_value is not None}"
    if values.rhythm is not None:
        yield "rhythm"
    if target is None:
        yield "no-target"
        return
    amount = target.amount
    yield f"sort={amount.sort}"
    yield f"sort={amount.sort}&kind={values.kind}"
    yield f"down={target.down}"
    if amount.sort == "time":
        yield f"time={amount.unit}"
    if values.to_value == 100:
        yield "hundred"
    if values.to_value == 0:
        yield "zero"
    before = reading.low[target.clause.begin : amount.begin]
    yield f"leads={not before.strip()}"


def _clause_features(reading: Reading, clause: Clause, values: Values, lead: str) -> Iterator[str]:
    words = reading.words_in(clause.begin, clause.end)
    content = _content(words)
    verb, things = _verb(words), _things(words)
    first = content[0] if content else None
    yield f"{lead}first={_roles(first) if first else None}"
    yield f"{lead}verb={_roles(verb) if verb else None}"
    for role in verb.roles if verb else ():
        yield f"{lead}verb~{role}"
    yield f"{lead}verb-first={verb is not None and verb is first}"
    last = things[-1] if things else None
    yield f"{lead}last={_roles(last) if last else None}"
    for role in last.roles if last else ():
        yield f"{lead}last~{role}"
        for other in verb.roles if verb else ():
            yield f"{lead}verb~{other}&last~{role}"
    target = values.target
    sort = target.amount.sort if target else "none-said"
    for role in verb.roles if verb else ():
        yield f"{lead}verb~{role}&sort={sort}"
    if things:
        yield f"{lead}thing={_roles(things[0])}"
        for role in things[0].roles:
            yield f"{lead}thing~{role}"
            yield f"{lead}thing~{role}&sort={sort}"
    for role in sorted({role for word in words for role in word.roles}):
        yield f"{lead}any~{role}"
    if verb is not None and things and things[0].begin < verb.begin:
        yield f"{lead}subject={_roles(things[0])}"
        yield f"{lead}subject={_roles(things[0])}&verb={_roles(verb)}"
    if target is not None and target.clause == clause:
        yield from _around(words, target.amount.begin, target.amount.end, sort, lead)


def _predicate_features(
    reading: Reading, clause: Clause, values: Values, lead: str
) -> Iterator[str]:
    """How the clause opens, who acts and in which voice, and the head noun it speaks of."""
    starts = values.start or values.target
    said = read_predicate(reading, clause, starts.amount.begin if starts else None)
    sort = values.target.amount.sort if values.target else "rhythm" if values.rhythm else "no"
    shape = f"{said.opening}/{said.voice}"
    yield f"{lead}shape={shape}"
    yield f"{lead}shape={shape}&sort={sort}"
    yield f"{lead}start={values.start is not None}&open={said.opening}"
    roles = said.head_roles & set(_THINGS) or {f"?{ending_of(said.head)}"}
    for role in sorted(roles):
        yield f"{lead}head~{role}"
        yield f"{lead}head~{role}&open={said.opening}&sort={sort}"
        yield f"{lead}head~{role}&kind={values.kind}"
        for verb in said.verb.roles & set(_VERBS) if said.verb else ():
            yield f"{lead}head~{role}&verb~{verb}&open={said.opening}"
    for verb in sorted(said.verb.roles & set(_VERBS)) if said.verb else ():
        yield f"{lead}shape={shape}&verb~{verb}"
        for role in sorted(said.subject.roles & set(_THINGS)) if said.subject else ():
            yield f"{lead}{role} {said.voice} {verb}"
    if said.subject is not None:
        for role in sorted(said.subject.roles & set(_THINGS)):
            yield f"{lead}subject~{role}&shape={shape}"
    if said.head:
        yield f"{lead}w:head={said.head}"
        yield f"{lead}w:tail={said.head[-1:] if reading.text.language == 'zh' else said.head[-4:]}"
        if reading.text.language == "zh":
            yield f"{lead}w:tail={said.head[-1:]}&sort={sort}"


def _around(words: list[Word], begin: int, end: int, sort: str, lead: str) -> Iterator[str]:
    """The nearest thing before the amount and the first one behind it."""
    things = _things(words)
    before = [word for word in things if word.end <= begin]
    behind = [word for word in things if word.begin >= begin and word.end > begin]
    yield f"{lead}before={_roles(before[-1]) if before else None}&sort={sort}"
    yield f"{lead}behind={_roles(behind[0]) if behind else None}&sort={sort}"
    for role in before[-1].roles if before else ():
        yield f"{lead}before~{role}"
    for role in behind[0].roles if behind else ():
        yield f"{lead}behind~{role}"


_BECOME = Pattern(r"[一-鿿]更(?!多地|频繁|新|换|正|好地|快地)", needs="更")
_DO_MORE = Pattern(r"多(?=[一-鿿])(?!元|方|样)|少(?=[一-鿿])")
_ACRONYM = Pattern(r"(?<![A-Za-z])[A-Z]{2,5}(?![a-z])")


def _text_features(reading: Reading) -> Iterator[str]:
    low = reading.low
    if is_milestone(reading):
        yield "milestone"
    if _BECOME.search(low) and not low.startswith("更"):
        yield "has become more"
    if _DO_MORE.match(low):
        yield "do more"
    if _ACRONYM.search(reading.text.plain):
        yield "acronym"
    yield from _particular(reading)
    yield f"language={reading.text.language}"
    if any(one.means for one in reading.clauses):
        yield "means"
    if any(one.purpose for one in reading.clauses):
        yield "purpose"
    yield f"clauses={min(len(reading.clauses), 3)}"
    yield f"degree={bool(_DEGREES.search(low))}"
    yield f"size={min(len(low) // (8 if reading.text.language == 'zh' else 20), 4)}"


_ARTICLE = Pattern(r"^\S+(?: \S+)? (?:an?|the|our|one) [a-z]")
_PLURAL = Pattern(r"^\S+ (?:[a-z-]+ ){0,2}[a-z-]+[^siu\W]s\b")
_ONE = Pattern(
    r"一[个次场套份支篇张本项款台部版轮届期门座条种册枚幅首道间家批]|《|首[个次场份套版]"
)
_NAMED = Pattern(r"(?<=[a-z,] )[A-Z][A-Za-z]+|[A-Z]{2,}|[0-9]|[“\"《]")


def _particular(reading: Reading) -> Iterator[str]:
    """One named thing by a day, or things in general: build a portal, build backlinks."""
    low, plain = reading.low, reading.text.plain
    if any(one.kind == "deadline" for one in reading.times):
        yield "deadline"
    if reading.text.language == "zh":
        yield f"one={bool(_ONE.search(low))}"
    else:
        yield f"article={bool(_ARTICLE.match(low))}"
        yield f"plural={bool(_PLURAL.match(low))}"
    yield f"named={bool(_NAMED.search(plain))}"


def _said(low: str) -> Iterator[str]:
    """The words and syllables themselves, digits left out."""
    tokens = _TOKENS.findall(low)
    for token in tokens:
        if token.isascii():
            yield f"w:{token}"
            if len(token) > 4:
                yield f"end:{token[-3:]}"
    for run in _HAN.findall(low):
        for at in range(len(run) - 1):
            yield f"c:{run[at : at + 2]}"
        yield f"end:{run[-1]}"
    if tokens:
        yield f"w0:{tokens[0]}"


def features_of(reading: Reading, values: Values) -> list[str]:
    """Each name once, in a fixed order."""
    clause = _main_clause(reading, values)
    found = dict.fromkeys(_text_features(reading))
    found |= dict.fromkeys(_amount_features(reading, values))
    found |= dict.fromkeys(_clause_features(reading, clause, values, ""))
    start = next((one for one in reading.clauses if not one.means and one != clause), None)
    if start is not None:
        found |= dict.fromkeys(_clause_features(reading, start, values, "other:"))
    found |= dict.fromkeys(_predicate_features(reading, clause, values, ""))
    found |= dict.fromkeys(role_order(reading, clause))
    sort = values.target.amount.sort if values.target else "rhythm" if values.rhythm else "no"
    found |= dict.fromkeys(act_features(reading, clause, sort))
    found |= dict.fromkeys(who_acts(reading.low))
    found |= dict.fromkeys(_said(reading.low[clause.begin : clause.end]))
    return list(found)
