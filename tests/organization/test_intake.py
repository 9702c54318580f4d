"""What forms and machines write about teams, people and tokens."""

from typing import Any

import pytest

from cairn.cycles.intake import read_cycle, read_phase
from cairn.errors import Invalid
from cairn.organization import intake


def test_only_what_was_given_is_read() -> None:
    assert intake.read_team({"name": " 增长部 "}) == {"name": "增长部"}
    assert intake.read_team({"lead": "", "parent": "12"}) == {"lead": None, "parent": 12}
    assert intake.read_member({"title": ""}) == {"title": ""}
    assert intake.read_token({"name": "x", "days": ""}) == {"name": "x", "days": None}


def test_addresses_are_small_and_half_width() -> None:
    read = intake.read_invitation({"email": " Ａda@Cairn.Test ", "name": "Ada"})
    assert read["email"] == "ada@cairn.test"


@pytest.mark.parametrize(
    ("read", "fields", "wrong"),
    [
        (intake.read_invitation, {}, {"email", "name"}),
        (intake.read_invitation, {"email": "x", "name": "x", "role": "king"}, {"email", "role"}),
        (intake.read_founding, {}, {"name", "owner_name", "email"}),
        (intake.read_founding, {"name": "x" * 121, "owner_name": "x", "email": "a@b.cn"}, {"name"}),
        (intake.read_member, {"name": "\x00", "manager": "me", "theme": "pink"}, {"name", "manager", "theme"}),
        (intake.read_token, {"scopes": ["fly"], "days": "NaN"}, {"name", "scopes", "days"}),
        (intake.read_token, {"name": "x", "scopes": []}, {"scopes"}),
        (intake.read_token, {"name": "x", "scopes": [["read"]]}, {"scopes"}),
        (intake.read_acceptance, {"name": 7, "password": "\x00"}, {"name", "password"}),
        (intake.read_organization, {"time_zone": ["x"], "fiscal_month": "13"}, {"time_zone", "fiscal_month"}),
        (intake.read_team, {"valid_from": "soon", "lead": "-1"}, {"valid_from", "lead"}),
        (read_cycle, {"length": "week", "starts_on": "", "ends_on": "2026-02-30"}, {"length", "starts_on", "ends_on"}),
        (read_phase, {}, {"phase"}),
    ],
)  # fmt: skip
def test_every_wrong_field_is_named(read: Any, fields: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        read(fields)
    assert set(refused.value.fields) == wrong
