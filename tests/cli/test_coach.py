"""`cairn coach`: what it reads, what it answers, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cairn.cli.coach_input import LONGEST_LINE
from cairn.cli.commands import run
from cairn.coach.draft import make_draft
from cairn.coach.limits import MOST_KEY_RESULTS
from cairn.coach.plain_text import read_paragraphs

CAIRN = [sys.executable, "-c", "from cairn.cli.app import main; main()", "coach"]
SOUND = {"id": 7, "objective": "让老客户顺理成章地续约", "key_results": ["续约率从 60% 提高到 75%"]}


def coach(*words: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([*CAIRN, *words], input=given, capture_output=True, check=False)


def answers(*lines: bytes | str | dict[str, Any], words: tuple[str, ...] = ()) -> list[Any]:
    """The objects that come of some lines; the call must end well."""
    raw = [one if isinstance(one, bytes) else _line(one).encode() for one in lines]
    done = coach(*words, given=b"\n".join(raw))
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(one) for one in done.stdout.splitlines()]


def _line(one: str | dict[str, Any]) -> str:
    return one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)


def test_json_lines_are_answered_in_their_order() -> None:
    first, second = answers(SOUND, {"id": "b", "key_results": ["Visit 20 customers a week"]})
    assert first["id"] == 7
    assert set(first) == {"id", "objective", "key_results", "findings"}
    assert first["key_results"][0]["to_value"] == 75
    assert (second["id"], second["objective"]) == ("b", None)
    assert [one["rule"] for one in second["key_results"][0]["findings"]] == ["kr-task"]


def test_lines_that_cannot_be_read_are_named_and_stop_nothing() -> None:
    found = answers(
        "not json", SOUND, "", '{"id": 1, "objective": NaN}', "[1]", {"id": 2, "objective": 3},
        {"id": 3, "key_results": "KR"}, {"id": 4, "key_results": [None]}, {"id": 5},
        "[" * 100_000, '{"a":' * 100_000, "{", {"key_results": ["KR 1"] * (MOST_KEY_RESULTS + 1)},
        SOUND,
    )  # fmt: skip
    wrong = [one for one in found if "error" in one]
    assert [one["line"] for one in wrong] == [1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert [one["id"] for one in wrong[3:7]] == [2, 3, 4, 5]
    assert [one["id"] for one in found if "error" not in one] == [7, 7]


def test_plain_text_is_read_paragraph_by_paragraph() -> None:
    first, second, third = answers(
        "目标：提升数据质量\n- 每周拜访 20 个客户\n2、续约率达到 75%\nKR3: 1.5 倍\n\n\n"
        "Improve sales performance\n1. Cut churn\n\n- Visit 20 customers a week"
    )
    assert [one["id"] for one in (first, second, third)] == [1, 2, 3]
    assert len(first["key_results"]) == 3
    assert first["objective"]["findings"][0]["quote"] == "提升数据质量"
    assert second["objective"]["vague"] is True
    assert third["objective"] is None


@pytest.mark.parametrize(
    "written",
    [
        "O1. 提升数据质量\nKR1 - 每周拜访 20 个客户",
        "## O1 提升数据质量\nKR1每周拜访 20 个客户",
        "**目标：** 提升数据质量\n- **KR1：** 每周拜访 20 个客户",
        "• O: 提升数据质量\n• KR: 每周拜访 20 个客户",
        "Objective 1 - 提升数据质量\nKey Result 1. 每周拜访 20 个客户",
    ],
)
def test_the_marks_of_notes_and_chats_are_taken_off(written: str) -> None:
    drafts = [one.draft for one in read_paragraphs(f"{written}\n{written}".splitlines())]
    assert drafts == [make_draft("提升数据质量", "每周拜访 20 个客户")] * 2


def test_what_only_looks_like_a_mark_stays() -> None:
    [one] = read_paragraphs(["O2 saturation on the ward", "- KR rates fall", "目标客户覆盖率 60%"])
    said = make_draft("O2 saturation on the ward", "KR rates fall", "目标客户覆盖率 60%")
    assert one.draft == said


@pytest.mark.parametrize(
    "encoded",
    [
        "提升数据质量\n- 每周拜访 20 个客户\n".encode("utf-8-sig"),
        "提升数据质量\r\n- 每周拜访 20 个客户\r\n".encode("gbk"),
        "提升数据质量\n- 每周拜访 20 个客户\n".encode("utf-16"),
    ],
)
def test_files_of_other_programs_are_read(tmp_path: Path, encoded: bytes) -> None:
    file = tmp_path / "okr.txt"
    file.write_bytes(encoded)
    [found] = [json.loads(one) for one in coach(str(file)).stdout.splitlines()]
    assert found["objective"]["findings"][0]["quote"] == "提升数据质量"
    assert found["key_results"][0]["findings"][0]["rule"] == "kr-task"


def test_an_overlong_line_is_refused_and_the_next_one_read() -> None:
    long = {"id": 1, "objective": "长" * LONGEST_LINE}
    refused, read = answers(long, SOUND)
    assert "longer than" in refused["error"]
    assert (refused["line"], read["id"]) == (1, 7)


def test_half_characters_and_odd_texts_come_through() -> None:
    [found] = answers(
        b'{"id": "\\ud800", "objective": "\\udfff\\u0000 \\u202e", "key_results": []}'
    )
    assert found["id"] == "\ud800"


@pytest.mark.parametrize("given", [b"", b"\n \n\n", b"\xef\xbb\xbf"])
def test_nothing_gives_nothing(given: bytes) -> None:
    done = coach("--strict", given=given)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_language_and_the_form_can_be_chosen() -> None:
    [found] = answers(SOUND, words=("--language", "en"))
    assert found["findings"][0]["message"].startswith("“续约率从 60% 提高到 75%” alone")
    done = coach(
        "--format",
        "text",
        given="提升数据质量\n- 每周拜访 20 个客户\x1b[31m\n- 每周拜访 30 个客户".encode(),
    )
    said = done.stdout.decode()
    assert "O    提升数据质量" in said
    assert "[kr-task]" in said
    assert "→ 通过" in said
    assert "\nOKR\n     ! " in said
    assert "\x1b" not in said


def test_exit_codes(tmp_path: Path) -> None:
    weak, sound = b"Improve data quality", _line({"key_results": SOUND["key_results"]}).encode()
    assert coach(given=weak).returncode == 0
    assert coach("--strict", given=weak).returncode == 1
    assert coach("--strict", given=sound).returncode == 0
    assert coach("--strict", given=b"{").returncode == 1
    for words in (("--format", "xml"), ("--language", "fr"), ("--other",), ("a", "b"),
                  (str(tmp_path),), (str(tmp_path / "missing"),)):  # fmt: skip
        done = coach(*words)
        assert done.returncode == 2
        assert done.stderr.startswith(b"cairn: ")
        assert done.stderr.count(b"\n") == 1
    helped = coach("--help")
    assert (helped.returncode, b"--strict" in helped.stdout) == (0, True)


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    asked = subprocess.Popen(
        CAIRN, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert asked.stdin is not None
    assert asked.stdout is not None
    assert asked.stderr is not None
    asked.stdout.close()
    with os.fdopen(os.dup(asked.stdin.fileno()), "wb") as given:
        given.write((_line(SOUND) + "\n").encode() * 20)
    asked.stdin.close()
    assert asked.wait(timeout=60) == 0
    assert asked.stderr.read() == b""
    asked.stderr.close()


def test_it_is_among_the_other_commands(tmp_path: Path, capfdbinary: Any) -> None:
    file = tmp_path / "okr.txt"
    file.write_text("Improve data quality", "utf-8")
    assert run(["coach", str(file), "--strict"]) == 1
    assert json.loads(capfdbinary.readouterr().out)["objective"]["vague"] is True


def test_nothing_of_the_rest_is_loaded() -> None:
    said = "import sys; sys.argv[1:] = ['coach', '--strict']; from cairn.cli.app import main\n"
    said += "try: main()\nexcept SystemExit: print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", said], input=b"O", capture_output=True, check=True)
    modules = set(done.stderr.decode().split())
    assert not [one for one in modules if one.split(".")[0] in ("django", "typer", "rich", "ninja")]
