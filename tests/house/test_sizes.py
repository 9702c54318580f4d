"""Small pieces: when a file grows, it is split by noun."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, lines_of, name_of, python_files, templates, tracked

CODE = {".py", ".ts", ".css", ".mjs", ".sh"}
FORBIDDEN = {"utils", "helpers", "services", "managers", "mixins", "base"}
DJANGO_SAYS_SO = {"cairn/storage/sqlite/base.py"}  # the module that Django looks for in a backend


def test_no_code_file_passes_500_lines() -> None:
    code = [path for path in tracked() if path.suffix in CODE and "migrations" not in path.parts]
    assert [name_of(path) for path in code if len(lines_of(path)) > 500] == []


def test_no_template_passes_150_lines() -> None:
    assert [name_of(path) for path in templates() if len(lines_of(path)) > 150] == []


def test_no_function_passes_60_lines() -> None:
    assert [place for path in python_files() for place in long_functions(path)] == []


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > 60:
                yield f"{name_of(path)}:{node.lineno} {node.name}: {length} lines"


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    words = {name_of(path): {path.stem, *path.relative_to(ROOT).parts} for path in tracked()}
    empty = {name for name, said in words.items() if said & FORBIDDEN}
    assert empty - DJANGO_SAYS_SO == set()
