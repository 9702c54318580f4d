"""kr-task: what its owners will do, where a result should stand."""

from collections.abc import Iterator

from cairn.coach.directions import measured_rewrite
from cairn.coach.findings import HOLE, Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.outcomes import decided
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import tidy
from cairn.coach.predicates import read_predicate
from cairn.coach.quoting import bare, first_word, from_word, opens_with
from cairn.coach.rules.rule import Rule
from cairn.coach.words import Word

_DOING = ("do", "effort", "improve")
_SURE = 0.3
_SURER = 0.15
_SUREST = 0.1
_PLAIN = Pattern(r"(?:[^,，。;；!！?？:：]|(?<=[0-9])[,:](?=[0-9]))+")
_AIMED = Pattern(
    r"通过|使|让|以便|从而|进而|来(?=[提降增减])|\bso that\b|\bin order to\b|\bby [a-z]+ing\b"
)
_RATED = Pattern(r"(?:率|占比|比例|进度)[^0-9,，]{0,6}[0-9]")
"""What names its measure is no means that 通过 could introduce."""
_ACTS = Pattern(r"^(?:为|与|向|对|在|给|和|每)")


def is_task(line: KeyResultLine) -> bool:
    """Only where it is beyond doubt; from a value to a value is seldom one's own doing."""
    labels = line.labels
    if labels.outcome_not_task or (labels.vague and not labels.measurable and _improves(line)):
        return False
    if line.draft.aimed and line.values.target is None and not _acts(line):
        return False
    if decided(line.reading) is False:
        return True
    sure = _SURE if _does(line) else _SURER
    return not labels.has_baseline and line.likely_outcome < sure


def _acts(line: KeyResultLine) -> bool:
    """Nothing but a doing: other words beside values in fields of their own name a measure."""
    return opens_with(line.reading, _DOING) and line.likely_outcome < _SUREST


def _does(line: KeyResultLine) -> bool:
    """Whether it opens with a doing, or is one by name."""
    said = read_predicate(line.reading, line.reading.clauses[0], None)
    if said.head_roles & {"artefact", "activity", "work_metric"}:
        return True
    return opens_with(line.reading, _DOING)


def _improves(line: KeyResultLine) -> bool:
    """大幅优化构建速度 names a direction; that it is vague is said elsewhere."""
    verb = first_word(line.reading, (*_DOING, "up", "down"))
    return verb is not None and bool(verb.roles & {"improve", "up", "down"})


def _find(line: KeyResultLine) -> Iterator[Remark]:
    """From its verb on; a text that has none in front is quoted whole."""
    if is_task(line):
        verb = first_word(line.reading, _DOING) if opens_with(line.reading, _DOING) else None
        if not line.chinese:
            said = read_predicate(line.reading, line.reading.clauses[0], None)
            verb = said.verb if _leads(line, said.verb) else None
        yield Remark(*from_word(line.reading, verb))


def _leads(line: KeyResultLine, verb: Word | None) -> bool:
    """1 issue per week has a word that could be a verb, but not in front."""
    return verb is not None and not line.said[: verb.begin].strip()


def _chinese(line: KeyResultLine, text: str) -> Rewrite | None:
    """A deadline that opens the sentence stays where it is."""
    time = line.reading.times[0] if line.reading.times else None
    leads = time is not None and time.kind == "deadline" and time.begin == 0
    end = time.end if time is not None and leads else 0
    task = text[end:].strip(" ,，")
    opens = read_predicate(line.reading, line.reading.clauses[0], None).opening == "verb"
    if len(task) < 3 or task[0].isdigit() or _RATED.search(task):
        return None
    if not _PLAIN.fullmatch(task) or not (opens or _ACTS.match(task)):
        return None
    when = f"{text[:end]}，" if end else ""
    frame = f"{when}通过{task}，使 {HOLE} 从 {HOLE} 提高到 {HOLE}"
    return Rewrite(tidy(frame), ("客户续约率", "60%", "75%"))


def _english(line: KeyResultLine, text: str) -> Rewrite | None:
    said = read_predicate(line.reading, line.reading.clauses[0], None)
    if not _leads(line, said.verb) or not _PLAIN.fullmatch(text):
        return None
    return Rewrite(
        tidy(f"{text} so that {HOLE} rises from {HOLE} to {HOLE}"),
        ("the renewal rate", "60%", "75%"),
    )


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    text = bare(line.reading)
    if line.labels.vague and not line.labels.measurable:
        return measured_rewrite(line)
    if _AIMED.search(text.lower()):
        return None
    return _chinese(line, text) if line.chinese else _english(line, text)


RULE = Rule(
    id="kr-task",
    scope="key_result",
    title=Text("是任务，不是结果", "A task, not a result"),
    message=Text(
        "“{quote}”是要做的事。写下做完之后什么会变：从多少，变到多少。",
        "“{quote}” is something to do. Say what will have changed once it is done: from what, "
        "to what.",
    ),
    reason=Text(
        "事情都做完了，结果也可能没来。任务放进计划里，关键结果只说怎么看出做到了。",
        "Everything can be done and still nothing be gained. Keep the work among the initiatives; a "
        "key result says how you will see that it worked.",
    ),
    bad=Text("每周拜访 20 个客户", "Visit 20 customers a week"),
    good=Text("客户续约率从 60% 提高到 75%", "Raise the renewal rate from 60% to 75%"),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset({"kr-not-measurable", "kr-no-baseline", "kr-vanity", "kr-compound"}),
)
