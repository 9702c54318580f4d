"""What somebody wrote, read as a proposal: an objective, why, and key results."""

import re
from dataclasses import dataclass, field
from typing import Final

from cairn.coach.plain_text import is_marked, is_named_aim, unmarked, without_label

_ANSWERED: Final = re.compile(
    r"\s*(?:re|aw|antw|sv|vs|fw|fwd|wg|tr|rv|r|回复|答复|回覆|回信|转发|转寄|轉寄)\s*(?:\[\d+\]|[(（]\d+[)）])?\s*[:：]",
    re.IGNORECASE,
)
_WHY: Final = re.compile(r"\s*(?:为什么|为何|原因|理由|why|reasons?)\s*[:：]\s*", re.IGNORECASE)
_RESULTS: Final = re.compile(r"\s*(?:关键结果|key results?|KRs?)\s*[:：]?\s*", re.IGNORECASE)
_WIDE: Final = 64
"""Columns from which on a line was perhaps broken by the mail program, not by its writer."""
_WIDE_LETTER: Final = 0x2E80


@dataclass(slots=True)
class Idea:
    """`title` is empty where no objective was found."""

    title: str = ""
    why: str = ""
    key_results: list[str] = field(default_factory=list)


def read_idea(subject: str, text: str) -> Idea:
    """The subject is the objective unless it is an answer's; else the first line is."""
    reader = _Reader(without_label(own_subject(subject)))
    for line in text.replace("**", "").splitlines():
        reader.read(line)
    return Idea(reader.title, "\n".join(reader.why).strip(), reader.key_results)


def own_subject(subject: str) -> str:
    """Empty where it is that of the mail that is answered."""
    return "" if _ANSWERED.match(subject) else subject


class _Reader:
    """Line by line. `_into` is where a line goes that says nothing of itself; `_goes_on` is whether
    the line above may go on in this one."""

    def __init__(self, title: str) -> None:
        self.title, self.why, self.key_results = title, list[str](), list[str]()
        self._into = "why" if title else "title"
        self._above = ""

    def read(self, line: str) -> None:
        said = line.strip()
        if not said:
            self._blank()
        elif _WHY.match(line):
            self._into = "why"
            self._add(_WHY.sub("", line, count=1).strip())
        elif _RESULTS.fullmatch(line):
            self._into = "results"
        elif is_named_aim(line) and not self.key_results and not self.why:
            self.title, self._into = without_label(line), "why"
        elif is_marked(line):
            self.key_results.append(unmarked(line))
        elif self._is_broken(line):
            self._join(said)
        else:
            self._add(said)
        self._above = line

    def _blank(self) -> None:
        if self._into == "results" and self.key_results:
            self._into = "why"
        if self.why and self.why[-1]:
            self.why.append("")

    def _add(self, said: str) -> None:
        if self._into == "title":
            self.title, self._into = without_label(said), "why"
        elif self._into == "results":
            self.key_results.append(said)
        elif said:
            self.why.append(said)

    def _is_broken(self, line: str) -> bool:
        """Whether the objective or key result above goes on in this line."""
        above = self._above.strip()
        if not above or self._into == "title" or (self.why and self.why[-1] == above):
            return False
        is_wide = sum(1 + (ord(sign) >= _WIDE_LETTER) for sign in above) >= _WIDE
        is_indented = is_marked(self._above) and line[:1].isspace()
        return is_indented or (is_wide and above[-1] not in ".。!！?？:：;；")

    def _join(self, said: str) -> None:
        if is_marked(self._above) or self._into == "results":
            self.key_results[-1] = _joined(self.key_results[-1], said)
        elif not self.why:
            self.title = _joined(self.title, said)
        else:
            self.why.append(said)


def _joined(first: str, second: str) -> str:
    is_chinese = first[-1:] >= "⺀" and second[:1] >= "⺀"
    return f"{first}{second}" if is_chinese else f"{first} {second}"
