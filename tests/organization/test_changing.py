"""The organization's settings, and the statuses that follow them."""

from datetime import timedelta

import pytest

from cairn.errors import Forbidden, Invalid
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.commands.organization_pace import edit_organization
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.intake import read_organization
from cairn.organization.models import Team


def test_stewards_change_it_and_the_company_bears_its_name(
    champion: Actor, employee: Actor, company: Team
) -> None:
    changed = edit_organization(champion, name="山岚集团", mission="让山路好走")
    company.refresh_from_db()
    assert (changed.mission, company.name) == ("让山路好走", "山岚集团")
    event = Event.objects.get(kind=Kind.ORGANIZATION_CHANGED)
    assert event.old == {"name": "山岚科技", "mission": ""}
    with pytest.raises(Forbidden):
        edit_organization(employee, name="我的")


def test_nothing_changed_records_nothing(champion: Actor) -> None:
    edit_organization(champion, locale="zh-hans")
    assert not Event.objects.filter(kind=Kind.ORGANIZATION_CHANGED).exists()


def test_a_slower_cadence_lets_silence_last_longer(
    admin: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    assert checked_in.outdated_on is not None
    edit_organization(admin, cadence_days=14)
    old = checked_in.outdated_on
    checked_in.refresh_from_db()
    objective.refresh_from_db()
    assert checked_in.outdated_on == old + timedelta(days=7)
    assert objective.outdated_on == checked_in.outdated_on


def test_a_narrower_band_turns_red_earlier(admin: Actor, checked_in: KeyResult) -> None:
    old = checked_in.at_risk_on
    edit_organization(admin, behind_points=5)
    checked_in.refresh_from_db()
    assert old is None or (checked_in.at_risk_on is not None and checked_in.at_risk_on < old)


def test_bad_fields_are_all_named() -> None:
    fields = {"name": " ", "time_zone": "Mars/Olympus", "cadence_days": "0", "locale": "xx"}
    with pytest.raises(Invalid) as refused:
        read_organization(fields)
    assert set(refused.value.fields) == set(fields)
