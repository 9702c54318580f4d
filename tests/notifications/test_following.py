"""Following people, teams and objectives, and hearing of them."""

from decimal import Decimal

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.errors import Conflict, Forbidden, NotFound
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.models import KeyResult, Objective
from cairn.notifications import queries
from cairn.notifications.commands import follow, unfollow
from cairn.notifications.models import Follow
from cairn.notifications.queries import followed_by, followed_events
from cairn.organization.actor import Actor, Scope
from cairn.organization.models import Team
from cairn.storage.ids import new_id
from tests.cast import WriteObjective

pytestmark = pytest.mark.django_db


def names(viewer: Actor) -> list[str]:
    return [one.name for one in followed_by(viewer)]


def kinds(viewer: Actor, before: int | None = None, most: int = 50) -> list[str]:
    ids = followed_events(viewer, before, most)
    found = {event.id: event.kind for event in Event.objects.filter(id__in=ids)}
    return [found[id] for id in ids]


def test_following_twice_is_following_once(
    viewer: Actor, employee: Actor, team: Team, objective: Objective
) -> None:
    for _time in range(2):
        follow(viewer, "person", employee.member_id)
        follow(viewer, "team", team.id)
        follow(viewer, "objective", objective.id)
    assert names(viewer) == ["让老客户愿意留下来", "增长部", "周晓宇"]
    assert [one.detail for one in followed_by(viewer)] == ["增长部", "山岚科技", ""]
    for _time in range(2):
        unfollow(viewer, "team", team.id)
    assert names(viewer) == ["让老客户愿意留下来", "周晓宇"]


def test_nobody_follows_themselves(employee: Actor) -> None:
    with pytest.raises(Conflict):
        follow(employee, "person", employee.member_id)


@pytest.mark.parametrize("kind", ["person", "team", "objective"])
def test_what_there_is_not_cannot_be_followed(colleague: Actor, kind: str) -> None:
    for act in (follow, unfollow):
        with pytest.raises(NotFound):
            act(colleague, kind, new_id())


def test_what_belongs_to_others_is_not_there(
    stranger: Actor, employee: Actor, team: Team, objective: Objective
) -> None:
    for kind, id in (
        ("person", employee.member_id),
        ("team", team.id),
        ("objective", objective.id),
    ):
        with pytest.raises(NotFound):
            follow(stranger, kind, id)


def test_a_token_that_only_reads_follows_nothing(colleague: Actor, team: Team) -> None:
    from dataclasses import replace

    reading = replace(colleague, scopes=frozenset({Scope.READ}))
    with pytest.raises(Forbidden):
        follow(reading, "team", team.id)


def test_what_is_hidden_or_deleted_disappears_silently_and_comes_back(
    employee: Actor, colleague: Actor, objective: Objective
) -> None:
    follow(colleague, "objective", objective.id)
    edit_objective(employee, objective.id, visibility="people")
    assert names(colleague) == []
    assert kinds(colleague) == []
    with pytest.raises(NotFound):
        unfollow(colleague, "objective", objective.id)
    edit_objective(employee, objective.id, visibility="organization")
    assert names(colleague) == ["让老客户愿意留下来"]
    delete_objective(employee, objective.id)
    assert names(colleague) == []
    restore_objective(employee, objective.id)
    assert kinds(colleague)[0] == Kind.OBJECTIVE_RESTORED


def test_there_is_an_end_to_following(
    colleague: Actor,
    team: Team,
    product: Team,
    company: Team,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cairn.notifications.commands.MOST_FOLLOWED", 2)
    follow(colleague, "team", team.id)
    follow(colleague, "team", product.id)
    follow(colleague, "team", product.id)
    with pytest.raises(Conflict):
        follow(colleague, "team", company.id)


def test_following_is_nobodys_business(colleague: Actor, team: Team) -> None:
    before = Event.objects.count()
    follow(colleague, "team", team.id)
    unfollow(colleague, "team", team.id)
    assert Event.objects.count() == before


def test_a_followed_person_is_heard_of_wherever_they_act(
    colleague: Actor, employee: Actor, lead: Actor, checked_in: KeyResult
) -> None:
    follow(colleague, "person", employee.member_id)
    assert kinds(colleague)[0] == Kind.CHECKIN_MADE
    check_in(lead, checked_in.id, value=Decimal(67))
    assert kinds(colleague).count(Kind.CHECKIN_MADE) == 1


def test_a_followed_teams_objectives_are_heard_of(
    colleague: Actor, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    follow(colleague, "team", team.id)
    assert kinds(colleague)[:3] == [
        Kind.CHECKIN_MADE,
        Kind.KEY_RESULT_ADDED,
        Kind.OBJECTIVE_PUBLISHED,
    ]


def test_a_followed_objective_is_heard_of_from_both_ends_and_once(
    colleague: Actor,
    champion: Actor,
    company: Team,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    above = write_objective(champion, title="成为客户最信任的伙伴", team=company.id)
    request_alignment(champion, objective.id, target=above.id)
    for one in (objective, above):
        follow(colleague, "objective", one.id)
    assert kinds(colleague).count(Kind.ALIGNMENT_REQUESTED) == 1
    unfollow(colleague, "objective", objective.id)
    assert kinds(colleague)[0] == Kind.ALIGNMENT_REQUESTED
    edit_objective(champion, objective.id, visibility="people")
    assert Kind.ALIGNMENT_REQUESTED not in kinds(colleague)


def test_what_a_followed_person_does_in_secret_stays_secret(
    colleague: Actor, employee: Actor, write_objective: WriteObjective
) -> None:
    follow(colleague, "person", employee.member_id)
    before = kinds(colleague)
    write_objective(employee, title="收购鲸鱼计划", visibility="people")
    assert kinds(colleague) == before


def test_what_i_do_is_no_news_to_me(employee: Actor, team: Team, checked_in: KeyResult) -> None:
    follow(employee, "team", team.id)
    assert Kind.CHECKIN_MADE not in kinds(employee)


def test_the_newest_of_everything_followed_come_first_and_the_rest_follow(
    colleague: Actor, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    follow(colleague, "team", team.id)
    follow(colleague, "person", employee.member_id)
    follow(colleague, "objective", checked_in.objective_id)
    everything = followed_events(colleague, None, 50)
    assert everything == sorted(set(everything), reverse=True)
    first = followed_events(colleague, None, 2)
    assert first + followed_events(colleague, first[-1], 50) == everything


def test_hearing_takes_two_queries_however_much_is_followed(
    colleague: Actor,
    employee: Actor,
    team: Team,
    product: Team,
    checked_in: KeyResult,
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    follow(colleague, "team", team.id)
    with django_assert_num_queries(2):  # type: ignore[operator]
        followed_events(colleague, None, 21)
    follow(colleague, "person", employee.member_id)
    follow(colleague, "objective", checked_in.objective_id)
    with django_assert_num_queries(2):  # type: ignore[operator]
        followed_events(colleague, None, 21)


def test_as_much_as_anybody_may_follow_is_one_statement(
    colleague: Actor, employee: Actor, write_objective: WriteObjective
) -> None:
    made = [write_objective(employee, title=f"目标 {place}") for place in range(3)]
    for one in made:
        follow(colleague, "objective", one.id)
    row = Follow.objects.filter(member=colleague.member_id).first()
    assert row is not None
    many = [
        Objective(
            **{
                field.attname: getattr(made[0], field.attname)
                for field in Objective._meta.concrete_fields
                if field.attname not in ("id", "submission")
            }
        )
        for _place in range(queries.MOST_FOLLOWED - 3)
    ]
    Objective.objects.bulk_create(many)
    Follow.objects.bulk_create(
        Follow(organization_id=row.organization_id, member_id=row.member_id, objective=one)
        for one in many
    )
    assert len(followed_events(colleague, None, 5)) == 5
