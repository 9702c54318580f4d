"""Taking an import back where things that name its rows have no name back to them."""

from decimal import Decimal

from cairn.coaching.models import Examined
from cairn.cycles.models import Cycle
from cairn.goals.models import Objective
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from tests.exchange.files import applied, undone


def test_what_the_coach_read_goes_and_who_keeps_something_stays(
    admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    made = applied(admin)
    omar = Member.objects.get(name="Omar Haddad")
    for one in Objective.objects.all():
        Examined.objects.create(objective=one, texts="x")
    Kpi.objects.create(
        organization_id=admin.organization_id,
        team=team,
        name="NPS",
        lower=Decimal(1),
        created_by=omar,
    )
    left = undone(admin, made).left
    assert left == [["person", "Omar Haddad", "in_use"]]
    assert not Objective.objects.exists()
    assert not Examined.objects.exists()
