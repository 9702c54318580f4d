"""`cairn coach`: what is weak in OKRs, without a server, a database or Django."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

from cairn.cli.coach_input import Entry, open_input, read_entries
from cairn.coach.draft import Draft
from cairn.coach.findings import Finding, Language
from cairn.coach.review import Review, review_draft
from cairn.coach.text import language_of

FOUND, BAD_USAGE, INTERRUPTED = 1, 2, 130


class _Usage(Exception):
    """Bad usage; its text is one line for the reader."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="cairn coach",
        allow_abbrev=False,
        description="Say what is weak in objectives and key results. Reads JSON Lines "
        '({"id", "objective", "key_results"}) or plain text: an objective, its key results below '
        "with - or a number, a blank line between OKRs.",
        epilog="Ends with 0; with --strict, 1 where something was remarked or a line could not be "
        "read; 2 for bad usage.",
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is standard input")
    parser.add_argument(
        "--format", choices=("text", "json"), help="else text on a terminal, JSON elsewhere"
    )
    parser.add_argument(
        "--language", choices=("zh", "en"), help="of the remarks; else that of each OKR"
    )
    parser.add_argument("--strict", action="store_true", help="end with 1 where something is weak")
    return parser


def run_coach(words: Sequence[str]) -> int:
    """Read, answer line by line, and say by the exit code how it went."""
    try:
        asked = _parser().parse_args(list(words))
        form = asked.format or ("text" if sys.stdout.isatty() else "json")
        with open_input(asked.file, sys.stdin.buffer) as stream:
            weak = _answer(stream, form, asked.language)
    except SystemExit as shown:  # --help
        return int(shown.code or 0)
    except _Usage as wrong:
        return _complain(str(wrong))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as wrong:
        return _complain(f"{asked.file}: {wrong.strerror or wrong}")
    except KeyboardInterrupt:
        return INTERRUPTED
    return FOUND if weak and asked.strict else 0


def _complain(words: str) -> int:
    print(f"cairn: {' '.join(words.split())}", file=sys.stderr)
    return BAD_USAGE


def _answer(stream: BinaryIO, form: str, language: Language | None) -> bool:
    """Whether anything was weak or could not be read."""
    weak, out = False, sys.stdout.buffer
    for entry in read_entries(stream):
        review = None
        if entry.draft is not None:
            review = review_draft(entry.draft, language=language or _language(entry.draft))
        weak = weak or review is None or bool(review.all_findings)
        lines = [_json(entry, review)] if form == "json" else _text(entry, review)
        out.write(b"".join(_encoded(line) + b"\n" for line in lines))
        out.flush()
    return weak


def _language(draft: Draft) -> Language:
    """The one that the OKR is written in."""
    said = " ".join([draft.objective or "", *(one.text for one in draft.key_results)])
    return "zh" if language_of(said) == "zh" else "en"


def _encoded(line: str) -> bytes:
    return line.encode("utf-8", "backslashreplace")


def _json(entry: Entry, review: Review | None) -> str:
    if review is None:
        found = {"id": entry.id, "line": entry.line, "error": entry.error}
    else:
        found = {"id": entry.id, **review.as_dict()}
    return json.dumps(found, ensure_ascii=False)


def _text(entry: Entry, review: Review | None) -> Iterator[str]:
    if review is None or entry.draft is None:
        yield f"{entry.line}: {entry.error}\n"
        return
    if entry.draft.objective is not None and review.objective is not None:
        yield f"O    {_one_line(entry.draft.objective)}"
        yield from _remarks(review.objective.findings)
    pairs = zip(entry.draft.key_results, review.key_results, strict=True)
    for number, (line, said) in enumerate(pairs, start=1):
        yield f"KR{number:<2} {_one_line(line.text)}"
        yield from _remarks(said.findings)
    if review.findings:
        yield "OKR"
    yield from _remarks(review.findings)
    yield ""


def _remarks(findings: Sequence[Finding]) -> Iterator[str]:
    for one in findings:
        yield f"     ! {_one_line(one.message)}  [{one.rule}]"
        for line in (one.rewrite or "").splitlines():
            yield f"       → {_one_line(line)}"


def _one_line(text: str) -> str:
    """Without what could move the cursor of a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
