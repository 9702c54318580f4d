"""What the forms of imports send; see `hostile.py`."""

from typing import Final

IMPORTS: Final[dict[str, dict[str, str]]] = {
    "settings/imports/new": {"format": "table", "submission": "?"},
    "settings/imports/<int:import_id>/names": {
        "person:p3": "other",
        "other:person:p3": "?",
        "team:t1": "new",
        "cycle:c4": "out",
        "act": "keep",
    },
    "settings/imports/feishu": {
        "place": "other",
        "address": "?",
        "app_id": "?",
        "app_secret": "?",
        "people": "listed",
        "listed": "?",
        "since": "",
    },
    "settings/imports/<int:import_id>/resume": {"app_secret": "?"},
}
