"""When whoever measures a KPI leaves, somebody else does, or its team finds somebody."""

from decimal import Decimal

from cairn.checkins.commands.leaving import remove_member
from cairn.kpis.commands import create_kpi
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.models import Member


def test_the_successor_takes_the_kpis_too(
    admin: Actor, employee: Actor, colleague: Actor, kpi: Kpi
) -> None:
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    kpi.refresh_from_db()
    assert kpi.owner_id == colleague.member_id


def test_without_a_successor_the_teams_lead_does_and_one_without_a_team_is_never_nobodys(
    admin: Actor, champion: Actor, lead: Actor, employee: Actor, kpi: Kpi
) -> None:
    Member.objects.filter(id=employee.member_id).update(manager=None)
    own = create_kpi(employee, name="我自己的", lower=Decimal(1), owner=employee.member_id)
    remove_member(admin, employee.member_id)
    for one in (kpi, own):
        one.refresh_from_db()
    assert kpi.owner_id == lead.member_id
    assert own.owner_id == champion.member_id
