"""The room on the screen: what each reader is told, what it costs, and what is not told."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from cairn.planning.commands.ballots import open_ballot, reveal_ballot, set_vote
from cairn.planning.commands.groups import make_group, move_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage, set_timer
from cairn.planning.models import Argument, Ballot, Choice, Proposal, Room, Vote
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]
HX = {"HX-Request": "true"}


def look(client: Client, room: Room, revision: int = 0, **headers: str) -> Any:
    return client.get(f"/rooms/{room.id}/live?revision={revision}", headers={**HX, **headers})


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def revision_of(room: Room) -> int:
    room.refresh_from_db()
    return room.revision


def test_asking_what_is_new_costs_one_query(web: SignIn, employee: Actor, room: Room) -> None:
    """Beside the three that say who asks."""
    browser = web(employee)
    browser.get(f"/rooms/{room.id}")
    revision = revision_of(room)
    with CaptureQueriesContext(connection) as asked:
        assert look(browser, room, revision).status_code == 204
    assert len(asked) == 3 + 1


def test_what_is_new_is_drawn_once_for_all_who_may_do_the_same(
    web: SignIn, employee: Actor, lead: Actor, champion: Actor, room: Room, idea: Proposal
) -> None:
    browser = web(employee)
    first, second = look(browser, room), look(web(lead), room)
    assert first.content == second.content
    assert b"csrfmiddlewaretoken" not in first.content
    assert b"data-grip" not in first.content
    leading = look(web(champion), room)
    assert b"data-grip" in leading.content
    packed = look(browser, room, 0, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == first.content
    with CaptureQueriesContext(connection) as asked:
        look(browser, room)
    assert len(asked) <= 10


def test_each_is_told_their_own_dots_and_nobody_anybody_elses(
    web: SignIn, employee: Actor, colleague: Actor, admin: Actor, ballot: Ballot, idea: Proposal
) -> None:
    set_vote(employee, idea.id, dots=3)
    room = idea.room
    mine = look(web(employee), room)
    assert json.loads(mine.headers["X-Mine"]) == {"left": 2, "votes": {str(idea.id): 3}}
    for other in (colleague, admin):
        told = look(web(other), room)
        assert json.loads(told.headers["X-Mine"]) == {"left": 5, "votes": {}}
        page = text_of(web(other), f"/rooms/{room.id}")
        assert 'class="p-ranked' not in page
        assert page.count("data-given>0</b>") == 2
    reveal_ballot(admin, ballot.id)
    assert '<b class="num">3</b>' in text_of(web(colleague), f"/rooms/{room.id}")


def test_forms_do_the_same_without_scripts(
    web: SignIn, champion: Actor, employee: Actor, room: Room, idea: Proposal, other_idea: Proposal
) -> None:
    chief, browser = web(champion), web(employee)
    ticked = {"name": "留住客户", "ticked": [str(idea.id), str(other_idea.id)]}
    made = chief.post(f"/rooms/{room.id}/groups", ticked)
    assert made.headers["Location"] == f"/rooms/{room.id}"
    group = room.groups.get()
    assert group.proposals.count() == 2
    chief.post(f"/rooms/{room.id}/ticked", {"act": "move", "group": "", "ticked": str(idea.id)})
    assert group.proposals.count() == 1
    chief.post(f"/rooms/{room.id}/ballots")
    browser.post(f"/proposals/{idea.id}/vote", {"dots": "2"})
    assert Vote.objects.get().dots == 2
    chief.post(f"/ballots/{room.ballots.get().id}/reveal")
    chief.post(f"/rooms/{room.id}/stage", {"stage": "arguing"})
    browser.post(f"/proposals/{idea.id}/arguments", {"side": "for", "body": "春天最要紧"})
    chief.post(f"/proposals/{idea.id}/speak", {"side": "for", "minutes": "3"})
    shown = text_of(browser, f"/rooms/{room.id}")
    assert "春天最要紧" in shown
    assert "data-left=" in shown
    browser.post(f"/arguments/{Argument.objects.get().id}/withdraw")
    assert Argument.objects.get().deleted_at is not None
    order = {"order": [str(idea.id), str(other_idea.id)], "up": str(other_idea.id)}
    chief.post(f"/rooms/{room.id}/ranking", order)
    assert Proposal.objects.get(rank=1) == other_idea
    chief.post(f"/proposals/{idea.id}/choose", {"act": "choose"})
    chief.post(f"/proposals/{idea.id}/room")
    draft = Choice.objects.get().objective_id
    shown = text_of(browser, f"/rooms/{room.id}")
    assert f"/objectives/{draft}" in shown
    assert f"/rooms/{Room.objects.get(about=draft).id}" in shown


def test_who_was_slower_hears_that_somebody_else_moved_it(
    web: SignIn, champion: Actor, admin: Actor, room: Room, idea: Proposal
) -> None:
    group = make_group(champion, room.id, name="甲")
    move_proposal(admin, idea.id, group=group.id, position=0, version=idea.version)
    sent = {"group": "", "position": "0", "version": str(idea.version)}
    late = web(champion).post(f"/proposals/{idea.id}/move", sent, headers=HX)
    assert late.status_code == 409
    assert late.headers["Content-Type"].startswith("text/plain")
    plain = web(champion)
    back = plain.post(f"/proposals/{idea.id}/move", sent)
    assert (back.status_code, back.headers["Location"]) == (303, f"/rooms/{room.id}#p-{idea.id}")
    assert late.content.decode() in text_of(plain, f"/rooms/{room.id}")


def test_the_clock_is_told_in_seconds(
    web: SignIn, champion: Actor, employee: Actor, room: Room
) -> None:
    set_timer(champion, room.id, minutes=5)
    told = json.loads(look(web(employee), room).headers["X-Mine"])
    assert 290 <= told["timer"] <= 300


@pytest.mark.parametrize("stage", ["grouping", "arguing"])
def test_the_room_stays_in_its_budget(
    web: SignIn, champion: Actor, employee: Actor, room: Room, ballot: Ballot, stage: str
) -> None:
    reveal_ballot(champion, ballot.id)
    move_stage(champion, room.id, stage="collecting")
    number = iter(range(100))

    def grow() -> None:
        for _time in range(4):
            propose(employee, room.id, title=f"第 {next(number)} 条")
            make_group(champion, room.id, name=f"组 {next(number)}")

    grow()
    move_stage(champion, room.id, stage=stage)

    def more() -> None:
        move_stage(champion, room.id, stage="collecting")
        grow()
        move_stage(champion, room.id, stage=stage)

    stays_in_budget(web(champion), f"/rooms/{room.id}", more)


def test_proposing_is_one_form_with_the_coach_beside(
    web: SignIn, employee: Actor, room: Room, next_cycle: Cycle
) -> None:
    browser = web(employee)
    address = f"/rooms/{room.id}/propose"
    stays_in_budget(browser, address, lambda: propose(employee, room.id, title="甲"))
    assert browser.get(f"/rooms/{room.id}/behind").status_code == 200
    said = browser.post(f"{address}/remarks", {"title": "上线新版客诉工单系统"}, headers=HX)
    assert 'class="note warn"' in said.content.decode()
    empty = browser.post(address, {"title": "", "why": "留着"})
    assert empty.status_code == 422
    assert "留着</textarea>" in empty.content.decode()
    made = browser.post(
        address, {"title": "让客户愿意留下", "key_results": "续约率到 75%\n\n净推荐值到 45"}
    )
    proposal = Proposal.objects.get(title="让客户愿意留下")
    assert made.headers["Location"] == f"/rooms/{room.id}#p-{proposal.id}"
    assert proposal.key_results == ["续约率到 75%", "净推荐值到 45"]
    changed = browser.post(f"/proposals/{proposal.id}", {"title": "让客户愿意留下来"})
    assert changed.status_code == 303
    browser.post(f"/proposals/{proposal.id}/withdraw")
    proposal.refresh_from_db()
    assert proposal.withdrawn_at is not None
    assert f"/proposals/{proposal.id}/withdraw?restore=1" in text_of(browser, f"/rooms/{room.id}")


def test_a_proposal_without_a_name_leaves_nothing_in_the_session(
    web: SignIn, employee: Actor, colleague: Actor, hidden_room: Room
) -> None:
    browser = web(employee)
    before = Session.objects.values_list("session_key", "session_data", "expire_date")
    kept = sorted(before)
    key = "k" * 32
    address = f"/rooms/{hidden_room.id}/propose"
    shown = browser.post(address, {"title": "换掉工单系统", "submission": key})
    made = Proposal.objects.get()
    assert f"/proposals/{made.id}#key={key}" in shown.content.decode()
    browser.post(f"/proposals/{made.id}", {"title": "换掉旧的工单系统", "key": key})
    refused = web(colleague).post(f"/proposals/{made.id}", {"title": "别换"})
    assert refused.status_code == 422
    assert "别换" in refused.content.decode()
    assert key not in refused.content.decode()
    assert web(colleague).post(f"/proposals/{made.id}/withdraw").status_code == 422
    browser.post(f"/proposals/{made.id}/withdraw", {"key": key})
    made.refresh_from_db()
    assert (made.title, made.withdrawn_at is None) == ("换掉旧的工单系统", False)
    assert sorted(row for row in before.all() if row[0] == browser.session.session_key) == [
        row for row in kept if row[0] == browser.session.session_key
    ]


def test_what_was_typed_when_a_session_ended_is_not_kept_on_the_server(hidden_room: Room) -> None:
    browser = Client()
    sent = browser.post(f"/rooms/{hidden_room.id}/propose", {"title": "换掉工单系统"})
    assert sent.headers["Location"].startswith("/sign-in?")
    assert "unsent" not in browser.session


def test_a_tie_is_said_in_words_and_an_empty_group_is_for_those_who_sort(
    web: SignIn, champion: Actor, room: Room, idea: Proposal, other_idea: Proposal
) -> None:
    make_group(champion, room.id, name="还空着")
    move_stage(champion, room.id, stage="grouping")
    browser, here = web(champion), f"/rooms/{room.id}"
    assert 'data-name="还空着"' in text_of(browser, here)
    opened = open_ballot(champion, room.id)
    assert 'data-name="还空着"' not in text_of(browser, here)
    for proposal in (idea, other_idea):
        set_vote(champion, proposal.id, dots=2)
    reveal_ballot(champion, opened.id)
    with translation.override(champion.locale):
        said = gettext("shares place %(place)s") % {"place": 1}
    assert text_of(browser, here).count(f">{said}</span>") == 2
