"""Talking about an objective: who may, who is mentioned, and what the ledger keeps."""

import pytest

from cairn.checkins.commands.comments import (
    add_comment,
    delete_comment,
    edit_comment,
    see_mentions,
)
from cairn.checkins.models import Mention
from cairn.checkins.queries import comments_of, open_mentions
from cairn.errors import Forbidden, Invalid, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Row
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from tests.cast import WriteObjective, make_member


def mentioned(objective: Objective) -> set[int]:
    found = Mention.objects.filter(comment__objective=objective)
    return set(found.values_list("member_id", flat=True))


def test_viewers_comment_too(viewer: Actor, objective: Objective) -> None:
    made = add_comment(viewer, objective.id, body="写得清楚")
    event = Row.objects.get(subject_id=made.id)
    assert (event.kind, event.new) == (Event.COMMENT_ADDED, {"body": "写得清楚"})


def test_an_empty_comment_is_refused(viewer: Actor, objective: Objective) -> None:
    with pytest.raises(Invalid):
        add_comment(viewer, objective.id, body=" \n ")


def test_a_stranger_finds_nothing_to_comment_on(stranger: Actor, objective: Objective) -> None:
    with pytest.raises(NotFound):
        add_comment(stranger, objective.id, body="?")


def test_the_same_submission_twice_is_one_comment(lead: Actor, objective: Objective) -> None:
    both = {add_comment(lead, objective.id, body="好", submission="f00").id for _ in range(2)}
    assert len(both) == 1


def test_two_without_a_submission_are_two(lead: Actor, objective: Objective) -> None:
    for _ in range(2):
        add_comment(lead, objective.id, body="好", submission="")
    assert objective.comments.count() == 2


def test_replies_to_replies_join_the_thread(lead: Actor, objective: Objective) -> None:
    head = add_comment(lead, objective.id, body="一")
    reply = add_comment(lead, objective.id, body="二", parent=head.id)
    assert add_comment(lead, objective.id, body="三", parent=reply.id).parent_id == head.id


def test_a_parent_or_key_result_elsewhere_does_not_exist(
    employee: Actor, objective: Objective, write_objective: WriteObjective
) -> None:
    elsewhere = add_comment(employee, write_objective(employee).id, body="?")
    with pytest.raises(Invalid) as refused:
        add_comment(employee, objective.id, body="?", parent=elsewhere.id)
    assert list(refused.value.fields) == ["parent"]
    with pytest.raises(Invalid) as refused:
        add_comment(employee, objective.id, body="?", key_result=4711)
    assert list(refused.value.fields) == ["key_result"]


# Mentions


def test_whoever_is_named_is_mentioned_even_without_a_space(
    employee: Actor, lead: Actor, colleague: Actor, objective: Objective
) -> None:
    add_comment(employee, objective.id, body="@林知远看一下，＠Emma Clarke too, @nobody")
    assert mentioned(objective) == {lead.member_id, colleague.member_id}


def test_the_longest_name_wins(
    employee: Actor, organization: Organization, objective: Objective
) -> None:
    short = make_member(organization, "林知", "short@cairn.test")
    longer = make_member(organization, "林知夏", "longer@cairn.test")
    add_comment(employee, objective.id, body="@林知夏 请看")
    assert mentioned(objective) == {longer.member_id}
    assert short.member_id not in mentioned(objective)


def test_namesakes_are_all_mentioned(
    employee: Actor, organization: Organization, objective: Objective
) -> None:
    both = {make_member(organization, "王伟", f"{n}@cairn.test").member_id for n in range(2)}
    add_comment(employee, objective.id, body="@王伟")
    assert mentioned(objective) == both


def test_nobody_mentions_themselves_or_who_may_not_see(
    employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    private = write_objective(employee, visibility="people")
    add_comment(employee, private.id, body="@周晓宇 @Emma Clarke")
    assert mentioned(private) == set()


def test_a_mention_is_open_until_it_was_looked_at(
    employee: Actor, lead: Actor, objective: Objective
) -> None:
    add_comment(employee, objective.id, body="@林知远")
    assert open_mentions(lead).count() == 1
    see_mentions(lead, objective.id)
    assert open_mentions(lead).count() == 0


def test_a_mention_vanishes_with_the_right_to_see(
    employee: Actor, colleague: Actor, objective: Objective
) -> None:
    add_comment(employee, objective.id, body="@Emma Clarke")
    edit_objective(employee, objective.id, visibility="people")
    assert not open_mentions(colleague).exists()


# Rewording and taking away


def test_only_its_author_rewords_a_comment(
    employee: Actor, admin: Actor, objective: Objective
) -> None:
    made = add_comment(employee, objective.id, body="旧")
    with pytest.raises(Forbidden):
        edit_comment(admin, made.id, body="新")
    edit_comment(employee, made.id, body="新")
    event = Row.objects.filter(subject_id=made.id).latest("id")
    assert (event.old, event.new) == ({"body": "旧"}, {"body": "新"})


def test_stewards_take_a_comment_away_and_the_feed_does_not_repeat_it(
    employee: Actor, admin: Actor, lead: Actor, objective: Objective
) -> None:
    made = add_comment(employee, objective.id, body="不当的话")
    with pytest.raises(Forbidden):
        delete_comment(lead, made.id)
    delete_comment(admin, made.id)
    event = Row.objects.filter(subject_id=made.id).latest("id")
    assert (event.kind, event.old, event.new) == (Event.COMMENT_DELETED, {}, {})
    assert [one.deleted_at is not None for one in comments_of(objective.id)] == [True]
    with pytest.raises(NotFound):
        edit_comment(employee, made.id, body="?")
