"""What a page gives as a file, read back."""

import json
import re
from html import unescape
from io import BytesIO
from typing import Any

from django.test import Client
from python_calamine import CalamineWorkbook

from cairn.exchange.tables.index import EXPORTS


def items(client: Client, what: str, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/exports/{what}?format=json{query}")
    assert answer.status_code == 200, answer.getvalue()
    found: list[dict[str, Any]] = json.loads(answer.getvalue())["items"]
    return found


def workbook(client: Client, address: str) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue()))
    return book.get_sheet_by_index(0).to_python()


def files_on(client: Client, address: str) -> dict[str, str]:
    """The addresses in JSON of the files of a page, by the table's name."""
    text = unescape(client.get(address).content.decode())
    found = re.findall(r'href="(/exports/([^"?]*)[^"]*format=json)"', text)
    return {name: address for address, name in found}


def rows_at(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    rows: list[dict[str, Any]] = json.loads(answer.getvalue())["items"]
    return rows


def assert_in_every_format(client: Client, what: str, query: str = "") -> None:
    """It has rows, the same in the workbook and for scripts, and is a file in each of its formats."""
    told = items(client, what, query)
    assert told, what
    assert all(one["id"] is None or str(one["id"]) for one in told), what
    rows = workbook(client, f"/exports/{what}?{query}")
    assert len(rows) == len(told) + 1, what
    assert len(rows[0]) == len(told[0]), what
    for format in EXPORTS[what].formats:
        answer = client.get(f"/exports/{what}?format={format}{query}")
        assert answer.status_code == 200, (what, format)
        assert "attachment" in answer["Content-Disposition"]
        assert answer.getvalue(), (what, format)
