"""OKRs written as plain text: an objective, then its key results, a blank line between. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairn.coach.draft import Draft, make_draft
from cairn.coach.patterns import Pattern

_BULLET = (
    r"(?:[-*+•·‣–—](?=\s|[^\s0-9.])\s*|[(（]?[0-9]{1,2}(?:[.．](?![0-9])|[)）、])\s*|[①-⑳]\s*)"
)
_NUMBER = r"\s*[0-9一二三四五六七八九十]{0,2}"
_KEY_RESULT = (
    r"(?:(?:KR|kr|Kr)\s*[0-9]{0,2}\s*[:：.、)）]\s*|(?:KR|kr|Kr)[0-9]{1,2}(?:\s+[-–—]?\s*|(?=[一-鿿]))"
    rf"|(?:关键结果|[Kk]ey [Rr]esult){_NUMBER}\s*(?:[:：.、]|\s[-–—]\s)\s*)"
)
_MARK = Pattern(rf"^\s*(?:{_BULLET}(?:{_KEY_RESULT})?|{_KEY_RESULT})")
_LABEL = (
    rf"(?:(?:O\s*[0-9]{{0,2}}|目标{_NUMBER}|[Oo]bjective{_NUMBER})\s*[:：]\s*"
    r"|O[0-9]{1,2}(?:\s*[.、)）]\s*|\s+[-–—]\s+|\s+(?=[A-Z一-鿿]))|[Oo]bjective\s+[0-9]{1,2}\s*[-–—.]\s+)"
)
_NAMED_AIM = Pattern(rf"^\s*(?:#+\s*)?{_BULLET}?{_LABEL}")
_AIM = Pattern(rf"^\s*(?:#+\s*)?{_BULLET}?{_LABEL}|^\s*(?:#+\s*)?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An OKR and the number of its first line, counted from 1."""

    line: int
    draft: Draft


def unmarked(line: str) -> str:
    """A key result without its mark."""
    return _MARK.sub("", line).strip()


def without_label(line: str) -> str:
    """An objective without what names it so."""
    return _AIM.sub("", line).strip()


def is_marked(line: str) -> bool:
    """Whether a line is marked as a key result."""
    return bool(_MARK.match(line)) and not is_named_aim(line)


def is_named_aim(line: str) -> bool:
    """Whether a line is named an objective."""
    return bool(_NAMED_AIM.match(line))


def _draft(lines: list[str]) -> Draft:
    """Without a marked line's mark; if the first line is marked there is no objective."""
    objective = None if is_marked(lines[0]) else without_label(lines[0])
    rest = lines if objective is None else lines[1:]
    return make_draft(objective, *(unmarked(one) for one in rest))


def read_paragraphs(lines: Iterable[str]) -> Iterator[Paragraph]:
    """Each as soon as its last line has been read; an objective named so begins one, too.

    Two asterisks are how notes and chats make letters bold.
    """
    held, begin = list[str](), 0
    for number, line in enumerate((one.replace("**", "") for one in lines), start=1):
        if held and (not line.strip() or is_named_aim(line)):
            yield Paragraph(begin, _draft(held))
            held = []
        if line.strip():
            begin = begin if held else number
            held.append(line)
    if held:
        yield Paragraph(begin, _draft(held))


def read_plain(text: str) -> Draft:
    """The first OKR of a text."""
    found = next(read_paragraphs(text.splitlines()), None)
    return found.draft if found else Draft(None)
