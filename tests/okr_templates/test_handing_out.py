"""One template for many: who gets it, who is skipped and why, all of it or nothing."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.utils.translation import override

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.events.models import Event
from cairn.goals.models import Objective
from cairn.notifications.models import Notice
from cairn.okr_templates.commands import handing_out, inserting
from cairn.okr_templates.commands.handing_out import hand_out
from cairn.okr_templates.commands.inserting import insert_template
from cairn.okr_templates.filling import Filling, fill
from cairn.okr_templates.handing_out import Asked, Plan, plan_hand_out
from cairn.okr_templates.models import HandOut, Origin
from cairn.okr_templates.queries import usable_template
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from tests.cast import WriteObjective, make_member
from tests.later import do_later_work
from tests.okr_templates.conftest import Keep

SHIPPED = "sales-renewals"
ZH = Filling("zh")


def plan(
    actor: Actor, cycle: Cycle, key: str = SHIPPED, filling: Filling = ZH, **asked: Any
) -> Plan:
    return plan_hand_out(actor, usable_template(actor, key), filling, Asked(**asked), cycle.id)


def names(rows: Sequence[Any]) -> list[str]:
    return [one.receiver.name for one in rows]


def test_each_gets_a_draft_of_their_own(
    champion: Actor, lead: Actor, employee: Actor, team: Team, product: Team, cycle: Cycle
) -> None:
    asked = Asked(teams=[team.id, product.id], people=[employee.member_id])
    row = hand_out(champion, SHIPPED, ZH, asked, cycle=cycle.id)
    assert row.done_at
    made = list(Objective.objects.order_by("id"))
    whose = [(one.team_id, one.owner_id) for one in made]
    assert whose == [
        (team.id, lead.member_id),
        (product.id, None),
        (None, employee.member_id),
    ]
    assert all(one.is_draft and one.key_results.count() == 4 for one in made)
    assert Origin.objects.filter(hand_out=row).count() == 3
    told = Event.objects.get(kind="hand_out.made")
    assert told.new == {"template_key": SHIPPED, "drafts": 3, "skipped": 0}


def test_the_plan_says_who_is_skipped_and_why(
    champion: Actor, employee: Actor, colleague: Actor, viewer: Actor, cycle: Cycle
) -> None:
    insert_template(employee, SHIPPED, language="zh", cycle=cycle.id)
    asked = [employee.member_id, colleague.member_id, viewer.member_id]
    found = plan(champion, cycle, people=asked)
    assert names(found.given) == [colleague.name]
    assert names(found.skipped) == [employee.name, viewer.name]
    assert all(str(one.why) for one in found.skipped)


def test_who_has_one_of_that_title_is_named_and_skipped(
    champion: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    team: Team,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    title = fill(usable_template(champion, SHIPPED), ZH, {}).title
    write_objective(employee, title=f"{title}。")
    asked: dict[str, Any] = {"people": [employee.member_id, colleague.member_id]}
    found = plan(champion, cycle, teams=[team.id], **asked)
    assert names(found.given) == [team.name, colleague.name]
    [skipped] = found.skipped
    assert skipped.receiver.name == employee.name
    with override("en"):
        assert "title" in str(plan(champion, cycle, **asked).skipped[0].why)


def test_a_lead_gives_to_their_teams_people_and_reports_only(
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    team: Team,
    product: Team,
    organization: Organization,
    cycle: Cycle,
) -> None:
    report = make_member(organization, "直属", "report@cairn.test", manager=lead)
    asked = [employee.member_id, colleague.member_id, report.member_id]
    found = plan(lead, cycle, teams=[team.id, product.id], people=asked)
    assert names(found.given) == [team.name, employee.name, "直属"]
    assert names(found.skipped) == [product.name, colleague.name]


def test_who_leads_nothing_hands_nothing_out(colleague: Actor, viewer: Actor, cycle: Cycle) -> None:
    for one in (colleague, viewer):
        with pytest.raises(Forbidden):
            plan(one, cycle, people=[one.member_id])


def test_teams_below_and_everybody_of_a_team(
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    company: Team,
    team: Team,
    product: Team,
    cycle: Cycle,
) -> None:
    found = plan(champion, cycle, below=company.id)
    assert sorted(names(found.given)) == sorted([team.name, product.name])
    assert names(plan(champion, cycle, members_of=team.id).given) == [employee.name]


def test_a_name_in_the_template_is_each_ones_own(
    keep: Keep, champion: Actor, team: Team, product: Team, lead: Actor, cycle: Cycle
) -> None:
    own = str(keep(title_zh="{team}的{product}有人爱").id)
    filling = Filling("zh", answers={"product": "青茶"})
    found = plan(champion, cycle, own, filling, teams=[team.id], people=[lead.member_id])
    assert [one.title for one in found.given] == ["增长部的青茶有人爱"]
    assert names(found.skipped) == [lead.name]  # who belongs to no team
    with pytest.raises(Invalid) as refused:
        plan(champion, cycle, own, teams=[team.id])
    assert set(refused.value.fields) == {"answers/product"}


def test_what_was_not_shown_is_not_written(
    champion: Actor, employee: Actor, colleague: Actor, cycle: Cycle
) -> None:
    both: dict[str, Any] = {"people": [employee.member_id, colleague.member_id]}
    seen = plan(champion, cycle, **both).fingerprint
    insert_template(employee, SHIPPED, language="zh", cycle=cycle.id)
    with pytest.raises(Conflict):
        hand_out(champion, SHIPPED, ZH, Asked(**both), cycle=cycle.id, seen=seen)
    assert Objective.objects.count() == 1
    again = plan(champion, cycle, **both).fingerprint
    hand_out(champion, SHIPPED, ZH, Asked(**both), cycle=cycle.id, seen=again)
    assert Objective.objects.count() == 2


def test_nobody_to_give_it_to_is_refused(
    champion: Actor, viewer: Actor, stranger: Actor, cycle: Cycle
) -> None:
    for people in ([], [viewer.member_id], [stranger.member_id]):
        with pytest.raises(Invalid):
            hand_out(champion, SHIPPED, ZH, Asked(people=people), cycle=cycle.id)


def test_the_same_form_twice_hands_out_once(champion: Actor, employee: Actor, cycle: Cycle) -> None:
    asked = Asked(people=[employee.member_id])
    first, second = (
        hand_out(champion, SHIPPED, ZH, asked, cycle=cycle.id, submission="f00") for _ in range(2)
    )
    assert first.id == second.id
    assert Objective.objects.count() == 1


def test_all_or_none(
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    cycle: Cycle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = inserting.write_from

    def fails_at_the_second(actor: Actor, *arguments: Any, **whose: Any) -> Objective:
        if Objective.objects.exists():
            raise RuntimeError
        return written(actor, *arguments, **whose)

    monkeypatch.setattr(handing_out, "write_from", fails_at_the_second)
    asked = Asked(people=[employee.member_id, colleague.member_id])
    with pytest.raises(RuntimeError):
        hand_out(champion, SHIPPED, ZH, asked, cycle=cycle.id)
    assert not Objective.objects.exists()
    assert not HandOut.objects.exists()


@pytest.fixture
def many(organization: Organization) -> list[int]:
    made = [make_member(organization, f"成员{n}", f"m{n}@cairn.test") for n in range(25)]
    return [one.member_id for one in made]


def test_many_are_written_later(champion: Actor, many: list[int], cycle: Cycle) -> None:
    row = hand_out(champion, SHIPPED, ZH, Asked(people=many), cycle=cycle.id)
    assert row.done_at is None
    assert not Objective.objects.exists()
    do_later_work()
    row.refresh_from_db()
    assert row.done_at
    assert Objective.objects.count() == 25
    do_later_work()
    assert Objective.objects.count() == 25


def test_where_one_of_many_can_no_longer_get_it_none_does(
    champion: Actor, many: list[int], cycle: Cycle
) -> None:
    row = hand_out(champion, SHIPPED, ZH, Asked(people=many), cycle=cycle.id)
    Member.objects.filter(id=many[-1]).update(role="viewer")
    do_later_work()
    row.refresh_from_db()
    assert row.failed_at
    assert "成员24" in row.error
    assert not Objective.objects.exists()


def test_whoever_gets_one_hears_of_it(champion: Actor, employee: Actor, cycle: Cycle) -> None:
    do_later_work()
    hand_out(champion, SHIPPED, ZH, Asked(people=[employee.member_id]), cycle=cycle.id)
    insert_template(champion, SHIPPED, language="zh", cycle=cycle.id)
    do_later_work()
    told = Notice.objects.filter(kind="template.inserted")
    assert list(told.values_list("member_id", flat=True)) == [employee.member_id]
