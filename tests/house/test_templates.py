"""The content security policy has no room for scripts or styles inside a page; data is neither."""

import re

from tests.house.test_tracked_files import places
from tests.house.tree import templates

INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\b(src=|type="application/json"))""",
    re.IGNORECASE,
)
OUTSIDE = re.compile(r"""\b(src|href)\s*=\s*["'](https?:)?//""", re.IGNORECASE)


def test_templates_hold_no_inline_script_or_style() -> None:
    assert places(INLINE, templates()) == []


def test_pages_load_nothing_from_outside() -> None:
    assert places(OUTSIDE, templates()) == []
