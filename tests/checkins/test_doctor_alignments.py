"""Mending what aligned objectives count into each other, while people go on working."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from cairn.checkins import doctor
from cairn.checkins.commands.checkins import check_in
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.models import KeyResult, Objective, Standing
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from tests.cast import WriteObjective


@pytest.fixture
def target(
    champion: Actor, objective: Objective, key_result: KeyResult, write_objective: WriteObjective
) -> Objective:
    """Measured by `objective` alone, which stands at 66 on its way from 60 to 75."""
    above = write_objective(champion, title="成为客户最信任的伙伴")
    request_alignment(champion, objective.id, target=above.id, weight=Decimal(40), reason="试")
    check_in(champion, key_result.id, value=Decimal(66))
    above.refresh_from_db()
    return above


def test_a_check_in_between_two_batches_is_not_undone(
    champion: Actor,
    organization: Organization,
    key_result: KeyResult,
    target: Objective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batches = doctor._batches

    def interrupted(of: Organization) -> Iterator[list[Objective]]:
        for number, batch in enumerate(batches(of)):
            yield batch
            if number == 0:
                check_in(champion, key_result.id, value=Decimal(75))

    monkeypatch.setattr(doctor, "_batches", interrupted)
    assert doctor.mend(organization) == []
    target.refresh_from_db()
    assert target.progress == 1


def test_what_was_mended_is_how_it_stands_today(
    organization: Organization, objective: Objective, target: Objective
) -> None:
    right = target.progress
    for broken in (objective, target):
        Objective.objects.filter(id=broken.id).update(progress=Decimal("0.01"))
    Standing.objects.filter(objective=target).update(progress=Decimal("0.01"))
    doctor.mend(organization)
    target.refresh_from_db()
    stood = Standing.objects.filter(objective=target).latest("stood_on")
    assert target.progress == stood.progress == right
