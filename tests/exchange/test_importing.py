"""A file comes in: everything of it, once, as one."""

from dataclasses import replace
from decimal import Decimal

from cairn.checkins.doctor import examine
from cairn.checkins.models import CheckIn, Comment
from cairn.cycles.models import Cycle
from cairn.exchange.models import Import
from cairn.exchange.rows import KeyResult as ReadKeyResult
from cairn.goals.models import Alignment, KeyResult, Objective, Reading
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.reviews.doctor import examine_reviews
from tests.exchange.files import ROWS, applied, planned

D = Decimal


def differences(actor: Actor) -> list[object]:
    organization = Organization.objects.get(id=actor.organization_id)
    return [*examine(organization), *examine_reviews(organization)]


def test_everything_of_a_file_comes_in(
    admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    made = applied(admin)
    top = Objective.objects.get(title="Win the mid-market")
    assert (top.cycle_id, top.team_id, top.owner_id) == (cycle.id, team.id, employee.member_id)
    rate = KeyResult.objects.get(title="Activation rate")
    assert (rate.current, rate.progress, rate.confidence) == (D(34), D("0.6"), 7)
    assert [one.weight for one in top.key_results.order_by("position")] == [D("40.00"), D("40.00")]
    assert Alignment.objects.get().weight == D("20.00")
    assert top.progress is not None
    assert CheckIn.objects.count() == 3
    assert set(Reading.objects.values_list("source", flat=True)) == {"import"}
    assert Comment.objects.filter(objective=top).count() == 3
    omar = Member.objects.get(name="Omar Haddad")
    assert not omar.user.is_active
    assert not omar.user.has_usable_password()
    assert made.counts["objective"] == {"create": 2}
    assert differences(admin) == []


def test_a_target_may_be_a_fraction(admin: Actor, team: Team, cycle: Cycle) -> None:
    rate = ReadKeyResult("k1", "o1", "Rate", kind="increase", start=D("1.5"), target=D("4.25"))
    rows = replace(
        ROWS, key_results=(rate,), initiatives=(), alignments=(), check_ins=(), comments=()
    )
    applied(admin, rows)
    assert KeyResult.objects.get().target == D("4.25")
    assert set(planned(admin, rows).counts["key_result"]) == {"skip"}


def test_the_same_file_twice_changes_nothing(
    admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    applied(admin)
    before = (Member.objects.count(), Objective.objects.count(), CheckIn.objects.count())
    second = planned(admin)
    assert all(set(one) == {"skip"} for one in second.counts.values()), second.counts
    assert before == (Member.objects.count(), Objective.objects.count(), CheckIn.objects.count())
    assert Import.objects.count() == 2
    assert ROWS.source == second.source
