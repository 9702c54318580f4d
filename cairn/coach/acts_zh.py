"""A Chinese clause as an act: who does what to what, told by the order of its words. Pure.

拜访客户 15 家 is an order; 客户续约 12 家 is what customers do; 给 40 家客户打电话 is done to them.
"""

from dataclasses import dataclass

from cairn.coach.acts import Act
from cairn.coach.clauses import Clause
from cairn.coach.orders import Piece, pieces_of
from cairn.coach.parts import ACTS, NAMES, SENSED_ACTS, SENSED_NAMES
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading
from cairn.coach.words import NO_ROLES, Word, load_roles

_ACTS, _NAMES = ACTS | SENSED_ACTS, NAMES | SENSED_NAMES
_PREPOSITIONS = {
    "给": "to", "向": "to", "对": "to", "为": "for", "替": "for", "针对": "to", "面向": "to",
    "与": "with", "和": "with", "同": "with", "跟": "with", "在": "at", "到": "at", "去": "at",
    "进": "at", "从": "from", "用": "via", "以": "via", "按": "via", "按照": "via", "随": "with",
}  # fmt: skip
_CAUSES = frozenset(
    "让 使 令 帮 帮助 请 邀请 推动 促使 吸引 带动 发动 动员 引导 说服 鼓励 促成 组织 协助 支持".split()
)
_FRONTED = frozenset("把 将".split())
_BY = frozenset("由 被 获 受 经".split())
_SMALL = frozenset(
    "并 且 为了 其中 至 及 等 不 了 每 各 都 均 也 已 就 还 再 我们 或 以上 以内 全部 一律".split()
)
_DEGREE = Pattern(r"^(?:更加?|越来越)?(?:更|多|少)(?=[一-鿿])")
_BECOMES = Pattern(r"越来越|更|变得?")
_NOUN_ENDS = frozenset("率数量额度者员费期性")
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class _Told:
    low: str
    pieces: list[Piece]
    words: dict[int, Word]

    def word(self, at: int) -> Word | None:
        return self.words.get(self.pieces[at][0]) if at < len(self.pieces) else None

    def said(self, at: int) -> str:
        return self.low[slice(*self.pieces[at][:2])] if at < len(self.pieces) else ""

    def is_amount(self, at: int) -> bool:
        return at < len(self.pieces) and self.pieces[at][2][0].startswith("#")

    def is_verb(self, at: int, begin: int) -> bool:
        """Of a word that can be both, its place decides: 培训 120 人 is done, 参加培训 is not."""
        word = self.word(at)
        if word is None or not word.roles & _ACTS or self.low[word.end : word.end + 1] == "的":
            return False
        if not word.roles & _NAMES:
            after = self.word(at + 1)
            known = after is not None and after.begin == word.end and after.end > after.begin + 1
            return known or self.low[word.end : word.end + 1] not in _NOUN_ENDS
        before = self.word(at - 1) if at > begin else None
        if before is not None and before.roles & {"outsider", "client", "staff", "body"}:
            return True
        return self.is_amount(at + 1) or (at == begin and at + 1 < len(self.pieces))

    def verb_at(self, begin: int, first: int) -> int:
        return next(
            (at for at in range(first, len(self.pieces)) if self.is_verb(at, begin)),
            len(self.pieces),
        )

    def head(self, begin: int, end: int) -> Word | None:
        """The last noun of a phrase, by the longest end of it that is known."""
        names = [at for at in range(begin, min(end, len(self.pieces))) if not self.is_amount(at)]
        if not names:
            return None
        return _head(self.low, self.pieces[names[0]][0], self.pieces[names[-1]][1])


def _head(low: str, begin: int, end: int) -> Word | None:
    while end > begin and low[end - 1] in "的了等 ,":
        end -= 1
    lexicon = load_roles("zh")
    for size in range(min(_LONGEST, end - begin), 1, -1):
        roles = lexicon.get(low[end - size : end], NO_ROLES)
        if roles & (_NAMES | _ACTS):
            return Word(low[end - size : end], end - size, end, roles)
    return (
        Word(low[max(begin, end - 2) : end], max(begin, end - 2), end, NO_ROLES)
        if end > begin
        else None
    )


def _object(told: _Told, at: int) -> tuple[Word | None, bool]:
    """Behind a verb: 客户 of 拜访客户 15 家 and of 拜访 15 家客户, and whether it is counted."""
    end = next((k for k in range(at, len(told.pieces)) if told.is_amount(k)), len(told.pieces))
    counted = end < len(told.pieces)
    if end > at or not counted:
        return told.head(at, end), counted
    last = next((k for k in range(at + 1, len(told.pieces)) if told.is_amount(k)), len(told.pieces))
    return told.head(at + 1, last), counted


def _after_preposition(told: _Told, at: int) -> Act:
    said = told.said(at)
    verb = told.verb_at(at + 1, at + 2)
    inner = told.head(at + 1, verb)
    if said in _FRONTED:
        return Act(
            "order", told.word(verb), inner, preposition="ba", counted=told.is_amount(verb + 1)
        )
    thing, counted = _object(told, verb + 1)
    if said in _CAUSES:
        return Act("caused", told.word(verb), thing, inner, counted=counted)
    if said in _BY:
        return Act("done", told.word(verb), thing, inner, counted=counted)
    preposition = _PREPOSITIONS[said]
    return Act("order", told.word(verb), thing, None, None, preposition, inner, counted)


def _became(told: _Told, at: int) -> Act | None:
    """说明牌更醒目, 邻里更和睦: what has become otherwise, and how."""
    begin, end = told.pieces[at][0], told.pieces[-1][1]
    found = _BECOMES.search(told.low, begin + 1, end)
    if found is None or any(told.is_amount(k) for k in range(at, len(told.pieces))):
        return None
    verb = told.verb_at(at, at + 1)
    said = (
        told.word(verb)
        if verb < len(told.pieces) and told.pieces[verb][0] < found.start()
        else None
    )
    thing = _head(told.low, begin, said.begin if said else found.start())
    return Act("became", said, thing, of=_head(told.low, found.end(), end))


_PEOPLE = frozenset(("client", "body", "staff", "outsider"))


def _unknown(told: _Told, begin: int, end: int) -> Act | None:
    """观众领用讲解器: people, then what is no known word, is a verb that is not known."""
    for at in range(begin, end - 1):
        word, after = told.word(at), told.word(at + 1)
        if (
            word is not None
            and word.roles & _PEOPLE
            and after is None
            and told.said(at + 1)[0] != "的"
        ):
            actor = told.head(begin, at + 1)
            return Act("acts", None, told.head(at + 1, end), actor, counted=told.is_amount(end))
    return None


def _statement(told: _Told, begin: int, counted: bool) -> Act:
    """客户续约 12 家; 缺货率 2%; 教案被其他学校借用 200 次."""
    verb = told.verb_at(begin, begin)
    stop = next(
        (
            k
            for k in range(begin, verb)
            if told.said(k) in _BY | set(_PREPOSITIONS) - {"和", "以", "到"} and k > begin
        ),
        verb,
    )
    amount = next((k for k in range(begin, stop) if told.is_amount(k)), stop)
    head = told.head(begin, amount) or told.head(begin, stop)
    if verb >= len(told.pieces):
        return _unknown(told, begin, amount) or Act("bare", None, head, counted=counted)
    thing, later = _object(told, verb + 1)
    if stop < verb and told.said(stop) in _BY:
        return Act("done", told.word(verb), head, told.head(stop + 1, verb), counted=counted)
    preposition = _PREPOSITIONS.get(told.said(stop), "") if stop < verb else ""
    place = told.head(stop + 1, verb) if preposition else None
    return Act("does", told.word(verb), thing, head, None, preposition, place, counted or later)


def _leads(told: _Told, at: int) -> bool:
    """A word that opens a phrase before the verb: 给客户打电话; not 邀请 of 邀请 200 位用户."""
    said = told.said(at)
    if said in _CAUSES and told.is_verb(at, at):
        return told.verb_at(at + 1, at + 2) < len(told.pieces)
    return said in _FRONTED | _BY | _CAUSES | set(_PREPOSITIONS) and at + 2 < len(told.pieces)


def read_act_zh(reading: Reading, clause: Clause) -> Act | None:
    """None where the clause holds no words."""
    words = {word.begin: word for word in reading.words_in(clause.begin, clause.end)}
    told = _Told(reading.low, pieces_of(reading, clause), words)
    at, counted = 0, False
    while at < len(told.pieces) and (told.is_amount(at) or told.said(at) in _SMALL | {"的"}):
        counted = counted or told.is_amount(at)
        at += 1
    if at >= len(told.pieces):
        return None
    if not counted and _DEGREE.match(reading.low, told.pieces[at][0]):
        return Act("degree", told.word(told.verb_at(at, at)), told.head(at + 1, len(told.pieces)))
    if _leads(told, at):
        return _after_preposition(told, at)
    if not counted and (became := _became(told, at)) is not None:
        return became
    if not counted and told.is_verb(at, at):
        thing, counts = _object(told, at + 1)
        return Act("order", told.word(at), thing, counted=counts)
    return _statement(told, at, counted)
