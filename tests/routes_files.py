"""The addresses of files of what a page shows, and who may use them; see `routes.py`."""

from tests.ways import ADMIN, MEMBER, OWNER, STEWARD, Way, get, post

EVERYBODYS = (
    *("objectives", "initiatives", "alignments", "check-ins", "feed", "comments", "kpis"),
    *("notices", "to-do", "following", "absences"),
    *("dependencies", "gaps", "actions", "weekly-updates", "help-requests", "search"),
    *("kpi-readings", "people", "teams", "lessons", "retrospectives", "minutes", "proposals"),
    *("rounds", "round-steps", "rooms", "votes", "arguments", "coverage", "individuals"),
    *("templates", "agreement-steps", "reviews", "scores", "coach-rules", "insights-rows", "map"),
    *("members", "tokens", "exported-files", "examples", "agreement-reports", "explanation"),
    *(
        "deleted-objectives",
        "deleted-key-results",
        "cycles",
        "cycle-history",
        "history",
        "reports",
        "hand-outs",
    ),
)
STEWARDS = ("agreements", "agreement-teams", "remarks", "missing-scores")
ADMINISTRATORS = (
    *("imports", "import-rows", "import-faults", "import-names", "import-left"),
    *("import-sources", "mails", "jobs", "organization-files"),
)
FILES: dict[str, tuple[Way, ...]] = {
    "exports": (get(MEMBER),),
    "exports/insights": (get(MEMBER),),
    "exports/files/<int:file_id>/row": (get(OWNER),),  # the employee's
    "exports/files/<int:file_id>/file": (get(OWNER),),
    "exports/files/<int:file_id>/delete": (post(OWNER),),
    **{f"exports/{what}": (get(MEMBER), post(MEMBER)) for what in EVERYBODYS},
    **{f"exports/{what}": (get(STEWARD), post(STEWARD)) for what in STEWARDS},
    **{f"exports/{what}": (get(ADMIN), post(ADMIN)) for what in ADMINISTRATORS},
}
"""What a page shows, as a file; at once, or later where it is long."""
