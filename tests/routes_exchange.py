"""The addresses of importing, and who may use them; see `routes.py`."""

from tests.ways import ADMIN, Way, delete, get, patch, post

IMPORT, API_I = "settings/imports/<int:import_id>", "api/v1/imports/<import_id>"
SOURCE = "settings/imports/feishu/<int:source_id>"
API_SOURCE = "api/v1/imports/feishu/<source_id>"
IMPORTS: dict[str, tuple[Way, ...]] = {
    "settings/imports": (get(ADMIN),),
    "settings/imports/new": (get(ADMIN), post(ADMIN)),
    "settings/imports/template": (get(ADMIN),),
    IMPORT: (get(ADMIN),),
    f"{IMPORT}/columns": (post(ADMIN),),
    f"{IMPORT}/names": (post(ADMIN),),
    f"{IMPORT}/plan": (post(ADMIN),),
    f"{IMPORT}/apply": (post(ADMIN),),
    f"{IMPORT}/undo": (post(ADMIN),),
    f"{IMPORT}/discard": (post(ADMIN),),
    f"{IMPORT}/report": (get(ADMIN),),
    "settings/imports/feishu": (get(ADMIN), post(ADMIN)),
    f"{SOURCE}/again": (post(ADMIN),),
    f"{SOURCE}/forget": (post(ADMIN),),
    f"{IMPORT}/pause": (post(ADMIN),),
    f"{IMPORT}/resume": (post(ADMIN),),
}
API_IMPORTS: dict[str, tuple[Way, ...]] = {
    "api/v1/imports": (get(ADMIN), post(ADMIN)),
    API_I: (get(ADMIN), patch(ADMIN, people={}), delete(ADMIN)),
    f"{API_I}/columns": (get(ADMIN),),
    f"{API_I}/names": (get(ADMIN),),
    f"{API_I}/plan": (get(ADMIN), post(ADMIN)),
    f"{API_I}/apply": (post(ADMIN),),
    f"{API_I}/undo": (post(ADMIN),),
    "api/v1/imports/feishu": (get(ADMIN), post(ADMIN)),
    f"{API_SOURCE}/fetch": (post(ADMIN),),
    f"{API_SOURCE}/secret": (delete(ADMIN),),
    f"{API_I}/pause": (post(ADMIN),),
    f"{API_I}/resume": (post(ADMIN),),
}
