"""Who owns something: a person, or a team, which Feishu calls a department."""

from typing import Any

from cairn.open_apis.calls import Call
from cairn.open_apis.identities import TEAM_PREFIX, spell_person


def owner(call: Call, member_id: int | None, team_id: int | None) -> dict[str, Any]:
    if member_id is not None:
        return {"owner_type": "user", "user_id": spell_person(member_id, call.spelling)}
    if team_id is not None:
        return {"owner_type": "department", "department_id": f"{TEAM_PREFIX}{team_id}"}
    return {"owner_type": "user"}
