"""What an objective looks like to the judgement whether it is too wide to mean anything. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cairn.coach.features import features_of
from cairn.coach.patterns import Pattern
from cairn.coach.predicates import THINGS, VERBS
from cairn.coach.reading import Reading
from cairn.coach.values import Values
from cairn.coach.words import Word

_OPENS_ZH = Pattern(
    r"(?:让|帮助?|把|将|使|用|在|为|从|成为|当|做|不再|打造|成功|全面|持续|进一步|加强|推进|建设|建立|重新|再)"
)
_TURNS = {
    "no longer": r"不再|再也不|不用|不必|不靠|而不是|无需|少走|\bno longer\b|\bnever\b|\bstops?\b|\bwithout\b"
                 r"|\binstead of\b|\bnot\b|\brather than\b",
    "from to": r"从.+(?:到|变|走向|转)|\bfrom\b.+\bto\b|变成|变为|转为|成为|\bbecomes?\b|\bturn\b.+\binto\b"
               r"|\bmove\b.+\bto\b",
    "so that": r"\bso that\b|\bwho\b|\bthat\b|\bwhich\b|\bwhere\b|\bwhen\b|时|之前|以前",
    "can": r"能|可以|敢|愿意|都|\bcan\b|\bable to\b|\bknows?\b|\bwants?\b|\bfeels?\b|\btrusts?\b"
           r"|\bsees?\b",
    "first": r"第一|首(?:个|次|批|选)|率先|\bfirst\b|\bnext\b",
    "beneficiary": r"为(?!了).{1,12}(?:提供|打造|建|开|做|设计)|给.{1,8}(?:用|看|提供)|\bfor (?!the (?:year"
                   r"|quarter)|growth|success|all)",
    "slogan": r"[一-鿿]{2,5}[,，、][一-鿿]{2,5}$|!|！|再创|辉煌|拧成|共赢|双赢|卓越|一流|再上新台阶"
              r"|\btogether\b|\bbest\b"
              r"|\bexcellence\b|\bworld.class\b|\bnext level\b|\bwin\b|\bone team\b",
    "rank": r"\bnumber one\b|\bno\.? ?1\b|\bleaders?\b|\bleading\b|\bahead of\b|\bname for\b|\bheart of\b|\bstand out\b"
            r"|\bgo-to\b|\bgold standard\b|\brole model\b|\bfuture\b|\bforward\b|\bstronger\b|\bchampions?\b|\bpioneer"
            r"|标杆|领先|领跑|第一品牌|新高|新台阶|腾飞|破圈|出圈|名气|龙头|头部|引领|未来",
    "praise": r"\bamazing\b|\bawesome\b|\bexceptional\b|\boutstanding\b|\bexcellent\b|\bperfect\b|\bdelight|\blove\b"
              r"|\bshine\b|\bsmash\b|\bcrush\b|\bsmooth|\bimpact\b|\binspir|\bpassion|\bstrong\b|\bbetter (?!than|at)"
              r"|极致|优质|高质量|更好的?自己|红火|口碑|赋能|拥抱|助力|深耕|夯实|打磨|引爆",
    "success": r"成功|圆满|打响|做好|抓好|搞好|\bsuccessful|\bsuccess\b|\bgreat\b|\bhigh.quality\b",
    "place": r"[省市县区州岛]|东南亚|日本|欧洲|北美|海外|全国|西南|华[东南北中]|下沉|城[市乡]|\b(?:in"
             r"|into|across) (?:the )?[A-Z]",
    "quoted": r"[“\"《「]",
    "slogan verb": r"^(?:delight|win|be|become|do|make|think|live|drive|ensure|provide|deliver"
                   r"|support|continue|keep)\b",
}  # fmt: skip
_NAMED = Pattern(r"(?<=[a-z] )[A-Z][a-z]+|(?<![A-Za-z])[A-Z][A-Za-z]*[A-Z0-9]|[0-9]")
_PATTERNS = {name: Pattern(said) for name, said in _TURNS.items()}
_WIDE = set(
    "function construct metric intensity generic improve effort up down frame stop grading".split()
)


@dataclass(frozen=True, slots=True)
class Results:
    """The key results under an objective: how many, and how many of them are which."""

    count: int = 0
    measurable: int = 0
    outcomes: int = 0
    vague: int = 0


NO_RESULTS = Results()
_FEWEST = 2
"""A single key result says little of what its objective means."""


def _concrete(words: list[Word]) -> list[Word]:
    """Words that name something narrower than a function, a virtue or a direction."""
    return [
        word
        for word in words
        if not word.roles & _WIDE and word.stem not in ("team", "business", "company")
    ]


def _uncovered(reading: Reading) -> int:
    """Chinese characters that the lexicon does not know: mostly names of particular things."""
    covered = sum(word.end - word.begin for word in reading.words)
    return max(0, len(re.findall(r"[一-鿿]", reading.low)) - covered)


def _bucket(count: int) -> str:
    return str(count) if count < 4 else "4-5" if count < 6 else "6-8" if count < 9 else "9+"


def aim_features(reading: Reading, values: Values, results: Results) -> list[str]:
    """Those of any text, how particular this one is, and what its key results make of it."""
    return [
        *features_of(reading, values),
        *dict.fromkeys(_particular(reading)),
        *_of_results(results),
    ]


def _of_results(results: Results) -> Iterator[str]:
    """An objective that can be read in two ways is read by its key results."""
    if results.count < _FEWEST:
        return
    yield f"results:measurable={_share(results.measurable, results.count)}"
    yield f"results:outcome={_share(results.outcomes, results.count)}"
    yield f"results:vague={_share(results.vague, results.count)}"


def _share(some: int, count: int) -> str:
    if some in (0, count):
        return "all" if some else "no"
    return "few" if 2 * some < count else "many"


def _particular(reading: Reading) -> Iterator[str]:
    language, size = reading.text.language, len(reading.low)
    concrete = _bucket(len(_concrete(reading.words)))
    yield f"aim:words={_bucket(len(reading.words))}"
    yield f"aim:concrete={concrete}&{language}"
    yield f"aim:concrete={concrete}"
    yield f"aim:length={min(size // (5 if language == 'zh' else 12), 7)}&{language}"
    if language == "zh":
        opens = _OPENS_ZH.match(reading.low)
        yield f"aim:uncovered={_bucket(_uncovered(reading))}"
        yield f"aim:opens={opens[0] if opens else None}"
    for name, pattern in _PATTERNS.items():
        if pattern.search(reading.text.plain if name == "place" else reading.low):
            yield f"aim:{name}"
    if _NAMED.search(reading.text.plain):
        yield "aim:named"
    yield from _of_words(reading.words, concrete)


def _of_words(words: list[Word], concrete: str) -> Iterator[str]:
    first = next((word for word in words if word.roles), None)
    wide = [word for word in words if word.roles & {"function", "construct", "metric"}]
    yield f"aim:wide={_bucket(len(wide))}&concrete={concrete}"
    behind = {role for word in words[1:] for role in word.roles} & {*THINGS, "function"}
    for role in sorted(first.roles & set(VERBS)) if first is not None else ():
        yield f"aim:first~{role}&concrete={concrete}"
        for other in sorted(behind):
            yield f"aim:first~{role}&has~{other}"
    yield from _short(words, concrete)
    if wide and words[-1] is wide[-1]:
        yield f"aim:ends wide&concrete={concrete}"
    if any("outsider" in word.roles for word in words):
        yield "aim:outsider"
    if any(word.stem == "更" or "intensity" in word.roles for word in words):
        yield f"aim:degree&concrete={concrete}"


_LINKS = frozenset("the a an our my your their its of in to for and with on at by".split())


def _short(words: list[Word], concrete: str) -> Iterator[str]:
    """How it opens, and what is left of a short one: maintain buildings, be number one."""
    if not words:
        return
    opens, rest = words[0], [word for word in words[1:] if word.stem not in _LINKS]
    yield f"aim:opens={opens.stem}&concrete={concrete}"
    yield f"aim:opens={opens.stem}&rest={min(len(rest), 4)}"
    if len(rest) < 3:
        roles = "|".join("+".join(sorted(word.roles)) or "?" for word in rest)
        yield f"aim:rest={roles}"
        for verb in sorted(opens.roles & set(VERBS)):
            yield f"aim:{verb} rest={roles}"
