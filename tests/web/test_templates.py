"""Facts about every template: they compile, and they carry no inline script or style; data in
JSON is neither."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import cairn.web
from cairn.web.jinja import environment

FOLDER = Path(cairn.web.__file__).parent / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
INLINE = re.compile(
    r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|"
    r"<script(?![^>]*(\bsrc=|type=\"application/json\"))"
)


@pytest.fixture(scope="module")
def house() -> Environment:
    return environment(loader=FileSystemLoader(FOLDER), autoescape=True)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str, house: Environment) -> None:
    assert house.get_template(name).name == name


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_inline_script_or_style(name: str) -> None:
    assert INLINE.findall((FOLDER / name).read_text()) == []
