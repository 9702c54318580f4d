"""Files that mean harm, or are only broken: refused with a reason or read, never a crash."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.exchange.reading import formats, limits
from cairn.exchange.reading.refusals import Unreadable
from tests.exchange.reading.files import archive, codes, csv_text, read_text, workbook

PLAN = [["Objective", "Owner"], ["Win", "Li"]]
BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"


def why(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        formats.read(path, path.name, formats.recognise(path), {})
    return refused.value.fault.code


def kept(folder: Path, content: bytes, name: str = "file.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def with_part(folder: Path, part: str, content: bytes, *, before: bytes | None = None) -> Path:
    """A workbook with one more part, or with something put before the root of one that it has."""
    made = workbook(folder / "whole.xlsx", {"Plan": PLAN})
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(packed, "w") as changed:
        for name in whole.namelist():
            old = whole.read(name)
            if name == part and before is not None:
                old = old.replace(b"?>", b"?>" + before, 1)
            changed.writestr(name, old)
        if before is None:
            changed.writestr(part, content)
    return kept(folder, packed.getvalue(), "changed.xlsx")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n\t", "file_empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "file_unknown"),
        (b"\x89PNG\r\n\x1a\n", "file_unknown"),
        (b"PK\x03\x04 and nothing else", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_unreadable"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file_encrypted",
        ),
        (b"a,b\n\x81\x8d\x8f\xff\xff\n", "file_encoding"),
        (b"\xff\xfe\x00", "file_encoding"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert why(kept(tmp_path, content)) == code


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    zeros = b"0" * (limits.RATIO_FROM + 1)
    assert why(archive(tmp_path / "a.zip", {"objectives": zeros})) == "file_is_bomb"


def test_a_workbook_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (limits.RATIO_FROM + 1))
    assert why(path) == "file_is_bomb"


def test_more_than_is_ever_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", {"objectives": [{"Title": "Win"}]})
    monkeypatch.setattr(limits, "UNPACKED", 3)
    assert why(path) == "file_unpacks_too_large"
    monkeypatch.setattr(limits, "ENTRIES", 0)
    assert why(path) == "file_has_too_many_parts"


def test_an_entry_that_lies_about_its_size(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"objectives": [{"Title": "Win"}] * 100})
    content = path.read_bytes()
    size = (len(b'[{"Title": "Win"}') + 99 * len(b', {"Title": "Win"}') + 1).to_bytes(4, "little")
    assert size in content
    path.write_bytes(content.replace(size, (20).to_bytes(4, "little")))
    assert why(path) == "file_unreadable"


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"objectives": []})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert why(kept(tmp_path, bytes(content))) == "file_encrypted"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_not_expanded(tmp_path: Path, part: str) -> None:
    assert why(with_part(tmp_path, part, b"", before=BOMB)) == "file_unreadable"


def test_macros_are_not_read_and_that_is_told(tmp_path: Path) -> None:
    path = with_part(tmp_path, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    rows = formats.read(path, path.name, "table", {})
    assert rows.objectives[0].title == "Win"
    assert codes(rows) == ["macros_ignored"]


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    link = b'<externalLink><externalBook r:id="file:///etc/hostname"/></externalLink>'
    path = with_part(tmp_path, "xl/externalLinks/externalLink1.xml", link)
    assert formats.read(path, path.name, "table", {}).objectives[0].title == "Win"


def test_formulas_are_text_or_their_last_value(tmp_path: Path) -> None:
    formula = "=cmd|'/C calc'!A0"
    rows = read_text(tmp_path, csv_text([["Objective"], [formula]]), "table")
    assert rows.objectives[0].title == formula
    path = workbook(tmp_path / "a.xlsx", {"Plan": [["Objective", "Target"], ["Win", "=1+1"]]})
    assert formats.read(path, path.name, "table", {}).objectives[0].title == "Win"


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    wide = ",".join("a" * (limits.COLUMNS + 1))
    assert why(kept(tmp_path, wide.encode(), "a.csv")) == "too_many_columns"
    path = workbook(tmp_path / "a.xlsx", {"Plan": [["Objective"] + [""] * 16_000 + ["far"]]})
    assert why(path) == "too_many_columns"


def test_too_many_rows_and_cells_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = workbook(tmp_path / "a.xlsx", {"Plan": [*PLAN, *PLAN]})
    text = kept(tmp_path, csv_text([*PLAN, *PLAN]).encode(), "a.csv")
    monkeypatch.setattr(limits, "CELLS", 7)
    assert {why(sheet), why(text)} == {"too_many_cells"}
    monkeypatch.setattr(limits, "ROWS", 3)
    assert {why(sheet), why(text)} == {"too_many_rows"}


def test_an_endless_cell_is_refused(tmp_path: Path) -> None:
    assert why(kept(tmp_path, b"a," + b"x" * (limits.CELL + 1), "a.csv")) == "cell_too_long"
    assert why(kept(tmp_path, b'a,"' + b"x\n" * limits.CELL, "a.csv")) == "cell_too_long"


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "Objective,Owner\nW\x00i\u202en\x1b,L\ud7ff\u2066i\n", "table")
    assert (rows.objectives[0].title, rows.people[0].name) == ("Win", "L\ud7ffi")
    assert codes(rows) == ["characters_dropped"]


def test_separators_of_all_sorts(tmp_path: Path) -> None:
    for text in ("Objective;Owner\nWin;Li, Na\n", "sep=|\nObjective|Owner\nWin|x\n"):
        assert read_text(tmp_path, text, "table").objectives[0].title == "Win"
    assert read_text(tmp_path, "Objective\tOwner\nWin, twice\tLi\n", "table").objectives[0].owners


def test_a_thousand_faults_are_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FAULTS", 2)
    lines = [["Objective", "Due date"], *([f"O {at}", "soon"] for at in range(5))]
    rows = read_text(tmp_path, csv_text(lines), "table")
    assert codes(rows) == ["day_unclear", "day_unclear", "more_faults"]
    assert rows.faults[-1].values["count"] == "3"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(
            st.sampled_from(["O1", "KR1", ",", "\n", '"', "目标", "关键结果", "\x00", "=", "%"])
        )
        .map("".join)
        .map(str.encode),
    )
)
def test_whatever_comes_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = kept(tmp_path, content, "any.csv")
    try:
        kind = formats.recognise(path)
        formats.preview(path, path.name, {})
        formats.read(path, path.name, kind, {})
    except Unreadable as refused:
        assert refused.fault.code  # noqa: PT017 - either way is fine


def test_keys_and_names_without_end_fit_all_the_same(tmp_path: Path) -> None:
    long = "x" * 50_000
    text = csv_text([["Id", "Objective", "Owner", "Team", "Cycle"], [long, long, long, long, long]])
    rows = read_text(
        tmp_path,
        text,
        "table",
        columns={
            "id": "Id",
            "title": "Objective",
            "owner": "Owner",
            "team": "Team",
            "cycle": "Cycle",
        },
    )
    keys = [*(one.key for one in rows.objectives), *(one.key for one in rows.people)]
    assert max(map(len, keys)) <= 80
    names = [*(one.name for one in rows.teams), *(one.name for one in rows.cycles)]
    assert [len(name) for name in names] == [80, 80]
