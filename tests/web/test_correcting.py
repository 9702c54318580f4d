"""Correcting a check-in from the line of an objective."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor

pytestmark = pytest.mark.django_db
type Web = Callable[[Actor], Client]


@pytest.fixture
def made(employee: Actor, key_result: KeyResult) -> CheckIn:
    return check_in(employee, key_result.id, value=Decimal(61), confidence=7, note="手快")


def test_the_line_offers_it_to_those_who_may(
    web: Web, employee: Actor, colleague: Actor, made: CheckIn
) -> None:
    line = f"/objectives/{made.key_result.objective_id}"
    assert f"/check-ins/{made.id}/correct" in web(employee).get(line).text
    assert f"/check-ins/{made.id}/correct" not in web(colleague).get(line).text


def test_a_correction_replaces_what_was_said(web: Web, employee: Actor, made: CheckIn) -> None:
    address = f"/check-ins/{made.id}/correct"
    client = web(employee)
    assert "手快" in client.get(address).text
    answer = client.post(address, {"value": "62", "confidence": "6", "note": "改回来"})
    assert answer.status_code == 303
    newer = CheckIn.objects.get(corrects=made)
    newer.key_result.refresh_from_db()
    assert newer.key_result.current == 62
    assert newer.effective_on == made.effective_on
    assert client.get(address).status_code == 409


def test_what_cannot_be_read_stays_typed(web: Web, employee: Actor, made: CheckIn) -> None:
    answer = web(employee).post(f"/check-ins/{made.id}/correct", {"value": "很多"})
    assert answer.status_code == 422
    assert "很多" in answer.text


def test_others_may_not_correct(web: Web, colleague: Actor, stranger: Actor, made: CheckIn) -> None:
    address = f"/check-ins/{made.id}/correct"
    assert web(colleague).post(address, {"value": "1"}).status_code == 403
    assert web(stranger).get(address).status_code == 404
