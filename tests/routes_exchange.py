"""The addresses of importing, and who may use them; see `routes.py`."""

from tests.ways import ADMIN, Way, delete, get, patch, post

IMPORT, API_I = "settings/imports/<int:import_id>", "api/v1/imports/<import_id>"
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
}
API_IMPORTS: dict[str, tuple[Way, ...]] = {
    "api/v1/imports": (get(ADMIN), post(ADMIN)),
    API_I: (get(ADMIN), patch(ADMIN, people={}), delete(ADMIN)),
    f"{API_I}/columns": (get(ADMIN),),
    f"{API_I}/names": (get(ADMIN),),
    f"{API_I}/plan": (get(ADMIN), post(ADMIN)),
    f"{API_I}/apply": (post(ADMIN),),
    f"{API_I}/undo": (post(ADMIN),),
}
