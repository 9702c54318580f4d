"""Counting the queries of a page, with little data and with more."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

BUDGET = 12


def queries_of(client: Client, address: str) -> int:
    """How many queries a page takes; the page must succeed."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(captured)


def stays_in_budget(client: Client, address: str, grow: Callable[[], object]) -> None:
    """At most twelve queries, and the same number once there is more to show."""
    few = queries_of(client, address)
    grow()
    many = queries_of(client, address)
    assert few == many <= BUDGET, f"{address}: {few}, then {many}"
