"""The plan of an import: no database, a small company."""

import pytest

from cairn.errors import Invalid
from cairn.organization.people_import import Existing, Known, Plan, plan_people

HOME = ("山岚科技",)
EXISTING = Existing(
    company="山岚科技",
    members={
        "lin@x.cn": Known(1, "林知远", "主管", teams=frozenset({(*HOME, "增长部")})),
        "zhou@x.cn": Known(2, "周晓宇", "运营", manager="lin@x.cn"),
        "gone@x.cn": Known(3, "离人", "", has_left=True),
    },
    teams=frozenset(
        {
            HOME,
            (*HOME, "增长部"),
            (*HOME, "增长部", "华东"),
            (*HOME, "销售部"),
            (*HOME, "销售部", "华东"),
        }
    ),
)


def plan(text: str) -> Plan:
    return plan_people(text, EXISTING)


def actions(found: Plan) -> list[str]:
    return [str(row.action) for row in found.rows]


def test_new_changed_and_unchanged_people() -> None:
    found = plan(
        "姓名,邮箱,团队,上级,职务\n"
        "新人,Xin@x.cn,增长部,lin@x.cn,专员\n"
        "周小雨,zhou@x.cn,,,\n"
        "林知远,lin@x.cn,增长部,,主管\n"
    )
    assert actions(found) == ["create", "change", "skip"]
    assert found.rows[0].team == (*HOME, "增长部")
    assert found.rows[0].email == "xin@x.cn"
    assert found.rows[1].changes == ("name",)
    assert found.counts == {"create": 1, "change": 1, "skip": 1, "error": 0}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
def test_what_spreadsheets_save_is_read(encoding: str, delimiter: str) -> None:
    lines = [["姓名", "邮箱", "职务"], ["张三", "zhang@x.cn", "“专员”"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    found = plan_people(text.encode(encoding), EXISTING)
    assert actions(found) == ["create"]
    assert found.rows[0].name == "张三"


def test_headers_are_english_or_chinese_in_any_order_and_others_are_named() -> None:
    found = plan("Age,E-Mail,Job Title,Full Name\n7,a@x.cn,CEO,Ada\n")
    assert found.table.ignored == ("Age",)
    assert (found.rows[0].name, found.rows[0].title) == ("Ada", "CEO")


def test_each_fault_names_its_row_and_column() -> None:
    found = plan("name,email,manager\n,no address,a@@b\nAda,a@x.cn,\n")
    assert actions(found) == ["error", "create"]
    assert {fault.column for fault in found.rows[0].faults} == {"name", "email", "manager"}
    assert found.rows[0].reasons[0].startswith("Row 2, ")


def test_row_numbers_are_those_of_the_file() -> None:
    found = plan('name,email\n\n"Ada\nLovelace",a@x.cn\n,bad\n')
    assert [row.number for row in found.rows] == [3, 5]
    assert found.rows[0].name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("cell", "path"),
    [
        ("增长部", (*HOME, "增长部")),
        ("山岚科技/增长部/华东", (*HOME, "增长部", "华东")),
        ("销售部／华东", (*HOME, "销售部", "华东")),
        ("客户成功部/续约组", (*HOME, "客户成功部", "续约组")),
        ("山岚科技", HOME),
    ],
)
def test_teams_are_found_by_name_or_path(cell: str, path: tuple[str, ...]) -> None:
    assert plan(f"name,email,team\nAda,a@x.cn,{cell}\n").rows[0].team == path


def test_missing_teams_are_made_from_the_top() -> None:
    found = plan("name,email,team\nAda,a@x.cn,客户成功部/续约组\nBob,b@x.cn,客户成功部/续约组\n")
    assert found.new_teams == ((*HOME, "客户成功部"), (*HOME, "客户成功部", "续约组"))


def test_a_name_that_several_teams_bear_is_refused() -> None:
    found = plan("name,email,team\nAda,a@x.cn,华东\n")
    assert "山岚科技/增长部/华东" in str(found.rows[0].faults[0].why)


def test_managers_may_come_in_the_same_file_in_any_order() -> None:
    found = plan("name,email,manager\nAda,a@x.cn,b@x.cn\nBob,b@x.cn,\n")
    assert actions(found) == ["create", "create"]


def test_a_row_without_its_manager_is_refused_and_so_are_its_reports() -> None:
    found = plan("name,email,manager\nCy,c@x.cn,b@x.cn\nBob,b@x.cn,nobody@x.cn\nAda,a@x.cn,\n")
    assert actions(found) == ["error", "error", "create"]


def test_circles_of_managers_are_refused() -> None:
    found = plan("name,email,manager\n林知远,lin@x.cn,zhou@x.cn\n")
    assert actions(found) == ["error"]
    found = plan("name,email,manager\nAda,a@x.cn,b@x.cn\nBob,b@x.cn,a@x.cn\nCy,c@x.cn,c@x.cn\n")
    assert actions(found) == ["error", "error", "error"]


def test_a_refused_row_leaves_its_old_manager_in_force() -> None:
    found = plan("name,email,manager\n,zhou@x.cn,\n林知远,lin@x.cn,zhou@x.cn\n")
    assert actions(found) == ["error", "error"]


def test_twice_the_same_address_and_those_who_left_are_refused() -> None:
    found = plan("name,email\nAda,a@x.cn\nAda B.,A@X.cn\n离人,gone@x.cn\n")
    assert actions(found) == ["create", "error", "error"]


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\n\n",
        b"name,team\nAda,x\n",
        b"name,email,name\nAda,a@x.cn,Ada\n",
        b'name,email\n"Ada,a@x.cn\n',
        b"name,email\nA\x00da,a@x.cn\n",
        b"PK\x03\x04 a workbook",
        b"\xff\xff\xff\xff\x80",
        b"name,email\n" + b"Ada,a@x.cn\n" * 20_001,
        b"name,email\n" + b"x" * 5_000_001,
    ],
    ids=["empty", "blank", "header", "twice", "quote", "nul", "excel", "bytes", "rows", "size"],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(source: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        plan_people(source, EXISTING)
    assert set(refused.value.fields) == {"file"}


def test_invisible_tricks_are_refused_in_their_cell() -> None:
    found = plan("name,email,title\nAda\u202e,a@x.cn,\nBob,b@x.cn,\x07\n")
    assert actions(found) == ["error", "error"]
