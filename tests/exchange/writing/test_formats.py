"""Tables in every format: nothing in them runs, and what was written is read back."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cairn.exchange.writing.formats import FORMATS
from cairn.exchange.writing.texts import harmless
from cairn.measures.table import Cell, Column, Share, Sheet, Word
from cairn.web.filters import percent

SHANGHAI = ZoneInfo("Asia/Shanghai")
HARMFUL = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u3000=1+1"),
    *("＝1+1", "＋1", "－1", "＠A1", '=HYPERLINK("https://evil.example","x")', "=cmd|'/c calc'!A1"),
    *("{=1+1}", "https://evil.example", "internal:Sheet1!A1", "mailto:a@evil.example"),
)
WORDS = (
    "提高续约率，到 75%",
    'a "quoted", b',
    "one\ntwo",
    "a|b",
    "<b>x</b>",
    "[x](y)",
    "007",
    "'x",
)


def written(rows: Sequence[Sequence[Cell]], format: str, name: str = "目标") -> bytes:
    widest = max(len(row) for row in rows)
    columns = [Column(f"key_{at}", f"列 {at}") for at in range(widest)]
    file = BytesIO()
    FORMATS[format].write(Sheet("things", name, columns, iter(rows)), file, SHANGHAI)
    return file.getvalue()


def sheet_in(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def csv_in(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    content = written([[text, Word("x", text)] for text in HARMFUL], "xlsx", name="=1+1")
    with ZipFile(BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml")
        assert not any("rels" in name and "sheet" in name for name in parts.namelist())
    assert b"<f>" not in page
    assert b"<hyperlink" not in page
    assert [row[0].strip() for row in sheet_in(content)[1:]] == [one.strip() for one in HARMFUL]


@pytest.mark.parametrize("text", HARMFUL[:15])
def test_what_looks_like_a_formula_is_marked_as_text_in_csv(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert csv_in(written([[text, Word("x", text)]], "csv"))[1] == [f"'{text}"] * 2


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_words_come_back_as_they_were(format: str) -> None:
    content = written([[text] for text in WORDS], format)
    rows = sheet_in(content) if format == "xlsx" else csv_in(content)
    assert [row[0] for row in rows] == ["列 0", *WORDS]


FIGURES: Sequence[Cell] = (
    *(Decimal("-12.50"), 7, Share(Decimal("0.5625")), date(2026, 11, 18), Word("on", "正常")),
    *(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), None),
)


def test_figures_stay_figures() -> None:
    assert csv_in(written([FIGURES], "csv"))[1] == [
        *("-12.5", "7", "56.25%", "2026-11-18", "正常", "2026-11-19 07:30", ""),
    ]
    assert sheet_in(written([FIGURES], "xlsx"))[1] == [
        *(-12.5, 7.0, 0.5625, date(2026, 11, 18), "正常"),
        *(datetime(2026, 11, 19, 7, 30), ""),  # noqa: DTZ001  Excel's know no zone
    ]


def test_json_has_exact_numbers_and_codes_that_stay() -> None:
    told = json.loads(written([FIGURES, FIGURES], "json"))
    assert told["export"] == "things"
    assert len(told["items"]) == 2
    assert list(told["items"][0].values()) == [
        *("-12.5", 7, "0.5625", "2026-11-18", "on", "2026-11-18T23:30:00Z", None),
    ]
    assert json.loads(written([[]], "json"))["items"] == [{}]


def test_markdown_is_one_table_and_nothing_else() -> None:
    lines = written([[text] for text in WORDS], "md").decode().splitlines()
    assert lines[0] == "# 目标"
    assert len(lines) == 4 + len(WORDS)
    told = "\n".join(lines)
    assert "one<br>two" in told
    assert r"a\|b" in told
    assert "<b>" not in told
    assert r"\[x\](y)" in told


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        *(("0.025", "3%"), ("0.035", "4%"), ("0.0249", "2%"), ("0.5625", "56%")),
        *(("-0.025", "-3%"), ("-0.004", "0%"), ("1.125", "113%"), ("0", "0%")),
    ],
)
def test_markdown_rounds_shares_as_the_pages_do(fraction: str, words: str) -> None:
    told = written([[Share(Decimal(fraction))]], "md").decode().splitlines()
    assert told[-1] == f"| {words} |"
    assert percent(Decimal(fraction)) == words


def test_one_table_gives_one_file() -> None:
    """Byte by byte, so that a file can be compared with the one of yesterday."""
    assert written([FIGURES], "xlsx") == written([FIGURES], "xlsx")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=1))
def test_any_text_survives_csv(texts: list[str]) -> None:
    rows = csv_in(written([[one, "."] for one in texts], "csv"))[1:]
    assert [row[0] for row in rows] == [harmless(one) for one in texts]
    assert not any(row[0][:1] in "=+-@＝＋－＠" and row[0] for row in rows)
