"""The addresses of planning rounds and of their rooms, and who may use them; see `routes.py`."""

from tests.ways import MEMBER, OWNER, PERSON, STEWARD, Way, delete, get, patch, post, put

RND = "rounds/<int:round_id>"  # of a pilot team that the lead leads
PLAN = {
    f"steps.{kind}.{name}": "2026-12-01"
    for kind in ("choose", "announce")
    for name in ("on", "starts_on", "ends_on")
}
ROUNDS: dict[str, tuple[Way, ...]] = {
    "rounds": (get(MEMBER),),
    "rounds/new": (get(STEWARD), post(STEWARD, cycle="{cycle_id}", **PLAN)),
    RND: (get(MEMBER),),
    f"{RND}/plan": (get(STEWARD), post(STEWARD, **PLAN)),
    f"{RND}/teams/<int:team_id>": (get(MEMBER),),
    f"{RND}/teams/<int:team_id>/begin": (post(STEWARD),),
    "rounds/steps/<int:step_id>": (post(STEWARD, act="begin"), post(STEWARD, act="finish")),
    f"{RND}/drop": (post(STEWARD, drop="individuals"),),
    f"{RND}/cancel": (post(STEWARD, reason="甲"),),
    f"{RND}/coverage": (get(MEMBER),),
    f"{RND}/coverage/alignments": (
        post(STEWARD, objective="{objective_id}", place="{objective_id}"),
    ),
    f"{RND}/individuals": (get(MEMBER),),
    f"{RND}/individuals/<int:team_id>": (get(STEWARD),),
    f"{RND}/individuals/own": (post(OWNER, place="{objective_id}"),),
    f"{RND}/presentation": (get(MEMBER),),
    f"{RND}/announcement": (get(STEWARD), post(STEWARD)),
    "rounds/alignments/<int:planned_id>/drop": (post(STEWARD),),
}

ROOM, P = "rooms/<int:room_id>", "proposals/<int:proposal_id>"
ROOMS: dict[str, tuple[Way, ...]] = {  # of the employee's team; they facilitate and proposed it
    ROOM: (get(MEMBER),),
    f"{ROOM}/live": (get(MEMBER),),
    f"{ROOM}/stream": (get(MEMBER),),
    f"{ROOM}/behind": (get(MEMBER),),
    f"{ROOM}/propose": (get(OWNER), post(OWNER, title="甲")),
    f"{ROOM}/propose/remarks": (post(MEMBER, title="甲"),),
    f"{ROOM}/timer": (post(OWNER, minutes="5"),),
    f"{ROOM}/seats": (post(OWNER, act="enter"),),
    f"{ROOM}/groups": (post(OWNER, name="乙", ticked="{proposal_id}"),),
    f"{ROOM}/ticked": (post(OWNER, act="move", ticked="{proposal_id}", group="{group_id}"),),
    f"{ROOM}/ranking": (post(OWNER, order="{proposal_id}"),),
    "room-groups/<int:group_id>": (post(OWNER, act="rename", name="丙"),),
    P: (get(MEMBER), post(OWNER, title="丁")),
    f"{P}/move": (post(OWNER, group="{group_id}"),),
    f"{P}/unmerge": (post(OWNER),),
    f"{P}/arguments": (post(OWNER, side="for", body="甲"),),
    "arguments/<int:argument_id>/withdraw": (post(OWNER),),
    f"{P}/speak": (post(OWNER, side="for", minutes="3"),),
    f"{P}/vote": (post(OWNER, dots="1"),),
    "ballots/<int:ballot_id>/reveal": (post(OWNER),),
    f"{P}/choose": (post(OWNER, act="choose"),),
    f"{P}/room": (post(OWNER),),
    f"{P}/withdraw": (post(OWNER),),
    f"{ROOM}/ballots": (post(OWNER, dots="5"),),
    f"{ROOM}/stage": (post(OWNER, stage="grouping"),),
}

API_ROOM, API_P = "api/v1/rooms/<room_id>", "api/v1/proposals/<proposal_id>"
API_ROOMS: dict[str, tuple[Way, ...]] = {  # as `ROOMS`
    "api/v1/rounds/<round_id>/rooms": (get(MEMBER), post(STEWARD, team="{team_id}")),
    API_ROOM: (get(MEMBER), patch(OWNER, dots=4)),
    f"{API_ROOM}/timer": (put(OWNER, minutes=3),),
    f"{API_ROOM}/seats": (put(OWNER, members=[]),),
    f"{API_ROOM}/groups": (post(OWNER, name="乙"),),
    f"{API_ROOM}/ranking": (put(OWNER, order=["{proposal_id}"]),),
    f"{API_P}/place": (put(OWNER, group="{group_id}", position=0),),
    f"{API_P}/vote": (put(OWNER, dots=1),),
    f"{API_P}/arguments": (post(OWNER, side="for", body="甲"),),
    "api/v1/arguments/<argument_id>": (delete(OWNER),),
    "api/v1/ballots/<ballot_id>/reveal": (post(OWNER),),
    f"{API_P}/choice": (put(OWNER), delete(OWNER)),
    f"{API_ROOM}/stage": (put(OWNER, stage="collecting"),),
    f"{API_ROOM}/proposals": (post(OWNER, title="甲"),),
    API_P: (patch(OWNER, title="丁"),),
    f"{API_P}/merge": (post(OWNER, others=["{proposal_id}"]),),
    f"{API_P}/unmerge": (post(OWNER),),
    f"{API_P}/withdraw": (post(OWNER),),
    f"{API_P}/restore": (post(OWNER),),
    f"{API_ROOM}/ballots": (post(OWNER, dots=3),),
    "api/v1/groups/<group_id>/place": (put(OWNER, position=0),),
    "api/v1/groups/<group_id>": (patch(OWNER, name="丙"), delete(OWNER)),
    f"{API_ROOM}/seats/me": (put(OWNER), delete(PERSON)),
}
API_RND = "api/v1/rounds/<round_id>"
API_STEP = f"{API_RND}/steps/<step_id>"
API_ROUNDS: dict[str, tuple[Way, ...]] = {
    "api/v1/rounds": (get(MEMBER), post(STEWARD, cycle="{cycle_id}")),
    API_RND: (
        get(MEMBER),
        patch(STEWARD, steps={"announce": {"starts_on": "2026-12-31", "ends_on": "2026-12-31"}}),
    ),
    f"{API_RND}/steps": (get(MEMBER),),
    f"{API_STEP}/begin": (post(STEWARD),),
    f"{API_STEP}/finish": (post(STEWARD),),
    f"{API_STEP}/repeat": (post(STEWARD),),
    f"{API_STEP}/skip": (post(STEWARD, reason="甲"),),
    f"{API_STEP}/extend": (post(STEWARD, comment="甲"),),
    f"{API_RND}/drop": (post(STEWARD, drop="individuals"),),
    f"{API_RND}/cancel": (post(STEWARD, reason="甲"),),
    f"{API_RND}/coverage": (get(MEMBER),),
    f"{API_RND}/alignments": (post(STEWARD, objective="{objective_id}", target="{objective_id}"),),
    f"{API_RND}/alignments/<planned_id>": (delete(STEWARD),),
    f"{API_RND}/individuals": (get(STEWARD),),
    f"{API_RND}/own": (post(OWNER, target="{objective_id}"),),
    f"{API_RND}/announce": (post(STEWARD),),
}
