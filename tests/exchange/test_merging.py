"""Somebody known by name only turns out to be a member: all of it is theirs, and nothing stands twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import UniqueConstraint

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn, HelpRequest
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.exchange.commands.merging import LISTS, merge_placeholder
from cairn.exchange.merging import FORGOTTEN, moving, spelled, what_moves
from cairn.exchange.models import Import, ImportedThing
from cairn.exchange.rows import CheckIn as Said
from cairn.goals.models import KeyResult, Objective, Part, Participant, Standing
from cairn.notifications.models import Follow, Notice
from cairn.organization.actor import Actor
from cairn.organization.models import Absence, Member, Organization, Team, TeamMember, Token, User
from cairn.storage import clock
from tests.cast import TODAY, make_member
from tests.exchange.files import BELOW, ROWS, TOP, applied, planned, undone
from tests.exchange.test_coming_again import LATER
from tests.exchange.test_importing import differences

WITH_HELP = replace(ROWS, objectives=(replace(TOP, owners=("p1", "p3")), BELOW))


@pytest.fixture
def brought(admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> Import:
    return applied(admin, WITH_HELP)


@pytest.fixture
def omar(brought: Import) -> Member:
    """Known by name only: collaborates in both objectives, owns a key result, said something."""
    return Member.objects.get(name="Omar Haddad")


@pytest.fixture
def real(organization: Organization, team: Team) -> Actor:
    return make_member(organization, "奥马尔", "omar@cairn.test", team=team)


def names(member_id: int) -> dict[str, int]:
    """How many rows name somebody, by model and field."""
    found = {}
    for relation in moving():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: member_id})
        if count := rows.count():
            found[spelled(relation)] = count
    return found


def test_all_that_names_the_one_names_the_other(omar: Member, real: Actor, admin: Actor) -> None:
    before, told = names(omar.id), what_moves(admin, omar.id, into=real.member_id)
    assert (told.key_results, told.check_ins, told.named_in, told.imported) == (1, 1, 2, 1)
    merge_placeholder(admin, omar.id, into=real.member_id)
    after = names(real.member_id)
    assert {name: after.get(name, 0) >= count for name, count in before.items()} == dict.fromkeys(
        before, True
    )
    assert names(omar.id) == {}
    assert not Member.objects.filter(id=omar.id).exists()
    assert not User.objects.filter(id=omar.user_id).exists()
    assert KeyResult.objects.get(title="Wait").owner_id == real.member_id
    assert not Standing.objects.filter(owner=omar.id).exists()
    event = Event.objects.get(kind=Kind.MEMBER_MERGED)
    assert (event.subject_id, event.old["name"]) == (real.member_id, "Omar Haddad")
    assert differences(admin) == []


def test_the_same_source_means_the_member_from_then_on(
    omar: Member, real: Actor, admin: Actor
) -> None:
    merge_placeholder(admin, omar.id, into=real.member_id)
    people = Member.objects.count()
    same = planned(admin, WITH_HELP)
    assert all(set(one) == {"skip"} for one in same.counts.values()), same.counts
    more = replace(
        WITH_HELP,
        check_ins=(*ROWS.check_ins, Said("s9", "k1", date(2026, 11, 13), "p3", note="Anew")),
    )
    applied(admin, more)
    assert CheckIn.objects.get(note="Anew").author_id == real.member_id
    assert Member.objects.count() == people


def test_an_owner_is_no_collaborator_and_nobody_stands_twice(
    omar: Member, real: Actor, admin: Actor, team: Team
) -> None:
    top = Objective.objects.get(title=TOP.title)
    Objective.objects.filter(title=BELOW.title).update(owner=real.member_id)
    Participant.objects.create(objective=top, member_id=real.member_id, part=Part.READER)
    TeamMember.objects.create(team=team, member=omar, joined_on=TODAY)
    Follow.objects.create(
        organization_id=admin.organization_id, member_id=admin.member_id, person_id=omar.id
    )
    Follow.objects.create(
        organization_id=admin.organization_id, member_id=admin.member_id, person_id=real.member_id
    )
    told = merge_placeholder(admin, omar.id, into=real.member_id)
    assert told.twice == 3
    assert TeamMember.objects.filter(team=team, member=real.member_id).count() == 1
    assert Follow.objects.filter(person=real.member_id).count() == 1
    parts = dict(
        Participant.objects.filter(member=real.member_id).values_list("objective__title", "part")
    )
    assert parts == {TOP.title: Part.COLLABORATOR}


def test_nobody_asks_stands_in_for_or_reports_to_themselves(
    omar: Member, real: Actor, admin: Actor, colleague: Actor, organization: Organization
) -> None:
    HelpRequest.objects.create(
        organization=organization, asked_by_id=real.member_id, asked=omar, body="?"
    )
    Absence.objects.create(
        organization=organization,
        member=omar,
        stand_in_id=real.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
        created_by_id=admin.member_id,
    )
    Follow.objects.create(
        organization_id=admin.organization_id, member_id=real.member_id, person=omar
    )
    boss = make_member(organization, "上级", "boss@cairn.test")
    between = make_member(organization, "中层", "between@cairn.test")
    Member.objects.filter(id=real.member_id).update(manager=between.member_id)
    Member.objects.filter(id=between.member_id).update(manager=omar)
    Member.objects.filter(id=colleague.member_id).update(manager=omar)
    Member.objects.filter(id=omar.id).update(manager=boss.member_id)
    merge_placeholder(admin, omar.id, into=real.member_id)
    manager = dict(Member.objects.values_list("id", "manager_id"))
    assert manager[real.member_id] == between.member_id
    assert manager[between.member_id] == boss.member_id
    assert manager[colleague.member_id] == real.member_id
    assert not HelpRequest.objects.exists()
    assert not Absence.objects.exists()
    assert not Follow.objects.filter(member=real.member_id).exists()


def test_what_opens_an_account_or_was_told_to_nobody_does_not_move(
    omar: Member, real: Actor, admin: Actor, organization: Organization
) -> None:
    Token.objects.create(
        organization=organization, member=omar, name="?", secret_hash="x", hint="x"
    )
    Notice.objects.create(organization=organization, member=omar, kind="mention", key="x")
    merge_placeholder(admin, omar.id, into=real.member_id)
    assert not Token.objects.exists()
    assert not Notice.objects.filter(member=real.member_id).exists()


def test_the_import_is_undone_and_the_member_stays(
    brought: Import, omar: Member, real: Actor, admin: Actor
) -> None:
    merge_placeholder(admin, omar.id, into=real.member_id)
    assert undone(admin, brought).left == []
    assert not Objective.objects.exists()
    assert not CheckIn.objects.exists()
    assert Member.objects.filter(id=real.member_id).exists()
    assert ImportedThing.objects.filter(key="p3", thing_id=real.member_id).exists()


def test_an_undo_that_cannot_take_all_back_says_why(
    brought: Import, omar: Member, real: Actor, admin: Actor
) -> None:
    merge_placeholder(admin, omar.id, into=real.member_id)
    wait = KeyResult.objects.get(title="Wait")
    with clock.set_to(LATER):
        check_in(admin, wait.id, value=Decimal(60), confidence=6, note="")
    left = undone(admin, brought).left
    assert ["objective", TOP.title, "touched_since"] in left
    assert KeyResult.objects.get(title="Wait").owner_id == real.member_id


def test_undoing_a_change_restores_the_member_as_owner(
    omar: Member, real: Actor, admin: Actor, employee: Actor
) -> None:
    other = replace(WITH_HELP.key_results[1], owners=("p1",))
    second = applied(
        admin, replace(WITH_HELP, key_results=(ROWS.key_results[0], other, ROWS.key_results[2]))
    )
    assert KeyResult.objects.get(title="Wait").owner_id == employee.member_id
    merge_placeholder(admin, omar.id, into=real.member_id)
    undone(admin, second)
    assert KeyResult.objects.get(title="Wait").owner_id == real.member_id


def test_what_was_chosen_for_an_open_import_is_chosen_of_the_member(
    omar: Member, real: Actor, admin: Actor
) -> None:
    made = planned(admin, replace(ROWS, source="viva:78"), people={"p3": str(omar.id)})
    merge_placeholder(admin, omar.id, into=real.member_id)
    made.refresh_from_db()
    assert made.mapping["people"] == {"p3": str(real.member_id)}


def test_who_is_merged_and_into_whom(
    omar: Member, real: Actor, admin: Actor, champion: Actor, stranger: Actor, viewer: Actor
) -> None:
    with pytest.raises(Forbidden):
        merge_placeholder(champion, omar.id, into=real.member_id)
    with pytest.raises(Conflict):
        merge_placeholder(admin, real.member_id, into=admin.member_id)
    with pytest.raises(NotFound):
        merge_placeholder(stranger, omar.id, into=stranger.member_id)
    for wrong in (omar.id, viewer.member_id, stranger.member_id, 1):
        with pytest.raises(Invalid) as refused:
            merge_placeholder(admin, omar.id, into=wrong)
        assert set(refused.value.fields) == {"into"}


def test_each_constraint_on_people_is_thought_of() -> None:
    """A list in which both may stand, or something that nobody known by name only can have written."""
    written = {
        *(
            "okr_templates.HandOut",
            "checkins.WeeklyUpdate",
            "checkins.HelpRequest",
            "meetings.Entry",
        ),
        *("planning.Proposal", "planning.Argument", "planning.Purse", "planning.Vote"),
        *("reviews.Lesson", "insights.ReportFile", "exchange.Import"),
        "organization.Member",
    }
    for relation in moving():
        model, name = relation.related_model, relation.field.name
        assert not relation.field.unique, spelled(relation)
        for one in model._meta.constraints:
            if isinstance(one, UniqueConstraint) and name in one.fields:
                assert model._meta.label in {*LISTS, *written}, one.name
    assert {one for one in FORGOTTEN if one in {spelled(each) for each in moving()}} == set()
