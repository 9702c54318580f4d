"""Every page that lists something leads to files of it."""

import re
from pathlib import Path
from typing import Final

import cairn.web

TEMPLATES: Final = Path(cairn.web.__file__).parent / "templates"
FRAME: Final = re.compile(r'{% extends "(layout|screen|settings/frame|exchange/import)\.html" %}')
MENU: Final = "export_menu("
WRITING: Final = """
exchange/feishu exchange/new help/ask kpis/correct kpis/form objectives/align objectives/asking
objectives/carry-down objectives/closing objectives/correct objectives/editor objectives/need
objectives/removing okr_templates/edit okr_templates/hand-out okr_templates/insert
planning/announcement planning/change planning/proposal planning/propose planning/proposed
planning/start reviews/begin reviews/carry-over settings/absence settings/assistant settings/cycle
settings/invite settings/mail settings/member settings/merge settings/organization
settings/people-import settings/profile
"""
"""One thing is written, chosen or asked for; what there is to choose from is listed elsewhere."""
READING: Final = "insights/nothing learning/overview learning/text planning/presentation"
"""Texts, the slides of a round whose page leads to its files, and a page that says why it is empty."""
FILES: Final = "exports/long reports/report"
"""These are about one file."""
PARTS: Final = {
    "insights/insights": "insights/table",
    "meetings/screen": "meetings/parts",
    "planning/room": "planning/board",
    **dict.fromkeys(
        (
            *("exchange/columns", "exchange/done", "exchange/failed", "exchange/fetching"),
            *("exchange/names", "exchange/plan", "exchange/working"),
        ),
        "exchange/import",
    ),
}
"""Where the menu stands in a part or in the frame of the page."""


def text_of(name: str) -> str:
    return (TEMPLATES / f"{name}.html").read_text()


def test_every_page_of_a_list_leads_to_files() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    pages = [str(one.relative_to(TEMPLATES).with_suffix("")) for one in paths]
    framed = {one for one in pages if FRAME.search(text_of(one))} - {"settings/frame"}
    without = {one for one in framed if MENU not in text_of(one)}
    assert without == {*WRITING.split(), *READING.split(), *FILES.split(), *PARTS}
    assert all(MENU in text_of(part) for part in PARTS.values())
