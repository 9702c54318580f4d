import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.functional import Promise

from cairn.errors import Invalid
from cairn.exchange.reading import (
    asking,
    child,
    confined,
    formats,
    limits,
    preview,
    read_file,
    recognise,
)
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.reading.unreadable import UnreadableFile
from cairn.exchange.rows import Fault, Place
from tests.exchange.reading.files import workbook


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(
        "Objective,Key result,Owner\nWin,把续约率从 60% 提高到 75%,Li\n", encoding="utf-8"
    )
    return path


def test_the_child_says_what_the_reader_says(plan: Path) -> None:
    assert recognise(plan, "plan.csv") == "table"
    rows = read_file(plan, name="plan.csv", format="table", options={"labels": {}})
    assert rows == formats.read(plan, "plan.csv", "table", {})
    assert preview(plan, name="plan.csv") == formats.preview(plan, "plan.csv", {})


def test_a_refusal_of_the_child_is_one_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(Invalid) as refused:
        recognise(path, "plan.xlsx")
    assert isinstance(refused.value, UnreadableFile)
    assert refused.value.fault.code == "file_unknown"
    assert "XLSX" in str(refused.value.fields["file"])


def test_a_refusal_is_said_in_the_language_of_whoever_reads_it() -> None:
    with translation.override("en"):
        refused = UnreadableFile(Fault("title_missing", Place()))
    with translation.override("zh-hans"):
        assert str(refused.fields["file"]) == translation.gettext("The title is missing.")
    assert isinstance(refused.fields["file"], Promise)


def test_a_sheet_of_seventeen_thousand_million_cells_ends_the_child_only(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    from xlsxwriter import Workbook

    book = Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Objective")
    sheet.write(1_048_575, 16_383, "far away")
    book.close()
    with pytest.raises(UnreadableFile) as refused:
        recognise(path, "far.xlsx")
    assert refused.value.fault.code in ("file_needs_too_much", "too_many_rows")


def test_a_child_that_hangs_is_ended(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_TO_LOOK", 0.001)
    with pytest.raises(UnreadableFile) as refused:
        recognise(plan, "plan.csv")
    assert refused.value.fault.code == "file_takes_too_long"


def test_a_large_file_is_not_even_opened(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE", 3)
    question = {"do": "recognise", "path": str(plan), "name": "plan.csv"}
    with pytest.raises(Unreadable, match="file_too_large"):
        child.answer_to(question)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b'{"found": {"source": 1}}',
        b'{"found": {"source": "x", "more": 1}}',
        b'{"found": {"source": "x", "objectives": [{"key": "1", "title": ["x"]}]}}',
        b'{"found": {"source": "x", "key_results": [{"key": "1", "objective": "1", "title": "x",'
        b' "target": "NaN"}]}}',
        b'{"refused": "no"}',
    ],
)
def test_an_answer_that_is_no_rows_is_refused(
    plan: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(asking, "ask_child", lambda question: answer)
    with pytest.raises(UnreadableFile):
        read_file(plan, name="plan.csv", format="table")


def test_the_child_gets_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_SECRET_KEY", "secret")
    assert set(confined._environment()) == {
        *("PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"),
    }


def test_the_child_starts_sends_and_writes_nothing() -> None:
    for event in ("socket.connect", "subprocess.Popen", "os.exec", "os.remove"):
        with pytest.raises(PermissionError):
            child.refuse_reach(event, ())
    with pytest.raises(PermissionError):
        child.refuse_reach("open", ("x", "w", 577))
    child.refuse_reach("open", ("x", "r", 0))


def test_memory_is_capped() -> None:
    code = "from cairn.exchange.reading.child import cap; cap(); bytearray(1 << 31)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr


def test_readers_know_no_django(plan: Path) -> None:
    code = (
        "import sys; from cairn.exchange.reading import child; from pathlib import Path;"
        f"child.answer_to({{'do': 'read', 'path': {str(plan)!r}, 'name': 'p', 'format': 'table',"
        " 'options': {}});"
        "print(sorted(name for name in sys.modules if name.startswith('django.db')))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ended.stdout.strip() == b"[]"


def test_a_workbook_goes_through_the_child(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Plan": [["Objective"], ["Win"]]})
    assert read_file(path, name="a.xlsx", format="table").objectives[0].title == "Win"
