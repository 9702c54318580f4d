"""What the forms of planning rounds and of their rooms send; see `hostile.py`."""

from typing import Final

PLANNING: Final[dict[str, dict[str, str]]] = {
    "rounds/new": {
        "cycle": "{cycle_id}",
        "team": "",
        "is_anonymous": "on",
        "dots": "5",
        "steps.choose.starts_on": "2026-12-01",
        "steps.announce.ends_on": "2026-12-31",
    },
    "rounds/<int:round_id>/plan": {
        "steps.announce.starts_on": "2026-12-30",
        "steps.announce.ends_on": "2026-12-31",
    },
    "rounds/<int:round_id>/cancel": {"reason": "?"},
    "rounds/<int:round_id>/drop": {"drop": "individuals"},
    "rounds/<int:round_id>/coverage/alignments": {"objective": "?", "place": "?"},
    "rounds/<int:round_id>/individuals/own": {"place": "?", "submission": "?"},
    "rounds/<int:round_id>/announcement": {"objective": "?"},
    "rounds/steps/<int:step_id>": {"act": "skip", "reason": "?", "comment": "?"},
    "rooms/<int:room_id>/propose": {
        "title": "甲",
        "why": "?",
        "key_results": "乙",
        "submission": "?",
    },
    "rooms/<int:room_id>/propose/remarks": {"title": "甲", "key_results": "乙"},
    "rooms/<int:room_id>/timer": {"minutes": "5"},
    "rooms/<int:room_id>/stage": {"stage": "grouping"},
    "rooms/<int:room_id>/seats": {"act": "name", "to": "周晓宇"},
    "rooms/<int:room_id>/ballots": {"dots": "5", "among": "{proposal_id}"},
    "rooms/<int:room_id>/groups": {"name": "乙", "ticked": "{proposal_id}"},
    "rooms/<int:room_id>/ticked": {
        "act": "move",
        "group": "{group_id}",
        "ticked": "{proposal_id}",
    },
    "rooms/<int:room_id>/ranking": {"order": "{proposal_id}", "up": "{proposal_id}"},
    "room-groups/<int:group_id>": {"act": "rename", "name": "乙", "position": "0"},
    "proposals/<int:proposal_id>": {
        "title": "甲",
        "why": "?",
        "key_results": "乙",
        "version": "1",
        "key": "?",
    },
    "proposals/<int:proposal_id>/withdraw": {"key": "?"},
    "proposals/<int:proposal_id>/move": {
        "group": "{group_id}",
        "position": "0",
        "version": "1",
    },
    "proposals/<int:proposal_id>/vote": {"dots": "1", "ballot": "{ballot_id}"},
    "proposals/<int:proposal_id>/arguments": {"side": "for", "body": "甲", "submission": "?"},
    "proposals/<int:proposal_id>/speak": {"side": "for", "minutes": "3"},
    "proposals/<int:proposal_id>/choose": {"act": "choose"},
}
