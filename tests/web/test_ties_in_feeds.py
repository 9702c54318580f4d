"""What ties two objectives is told to those who see both ends, in words, and to nobody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.dependencies import (
    accept_dependency,
    change_dependency,
    deliver_dependency,
    request_dependency,
)
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY, ApiClient, WriteKeyResult, WriteObjective
from tests.reader import PASSING

SignIn = Callable[[Actor], Client]
Connect = Callable[..., ApiClient]
SECRET = "收购鲸鱼计划"
NOTE = "因为鲸鱼"


@pytest.fixture
def secret(write_objective: WriteObjective, lead: Actor, team: Team) -> Objective:
    return write_objective(lead, title=SECRET, team=team.id, visibility="people")


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


def _tie(champion: Actor, objective: Objective, target: Objective) -> None:
    made = request_alignment(champion, objective.id, target=target.id, note=NOTE)
    end_alignment(champion, made.id, reason=NOTE)


def _pages(objective: Objective, actor: Actor, team: Team) -> list[str]:
    return [
        f"/objectives/{objective.id}",
        f"/objectives/{objective.id}?tab=history",
        f"/feed?objective={objective.id}",
        f"/feed?person={actor.member_id}",
        f"/feed?team={team.id}",
        f"/teams/{team.id}",
        f"/people/{actor.member_id}",
        "/feed",
    ]


@pytest.mark.parametrize("secret_is", ["target", "supporter", "target since", "deleted"])
def test_who_sees_one_end_reads_nothing_of_the_tie(
    web: SignIn,
    api: Connect,
    champion: Actor,
    colleague: Actor,
    team: Team,
    objective: Objective,
    above: Objective,
    secret: Objective,
    secret_is: str,
) -> None:
    client, script = web(colleague), api(colleague)
    pages = _pages(objective, champion, team) + _pages(above, champion, team)

    def read() -> list[str]:
        texts = [client.get(page).content.decode() for page in pages]
        return [PASSING.sub(r"\1…", text) for text in texts] + [
            script.get(f"/api/v1/objectives/{one.id}/history").content.decode()
            for one in (objective, above)
        ]

    before = read()
    if secret_is == "target":
        _tie(champion, objective, secret)
    else:
        _tie(champion, secret, above)
    if secret_is == "target since":
        edit_objective(champion, secret.id, visibility="organization")
        assert NOTE in client.get(f"/objectives/{above.id}?tab=history").content.decode()
        edit_objective(champion, secret.id, visibility="people")
    if secret_is == "deleted":
        delete_objective(champion, secret.id)
    for page, was, now in zip([*pages, "api", "api"], before, read(), strict=True):
        assert was == now, page


def test_both_ends_tell_it_to_who_sees_both(
    web: SignIn,
    api: Connect,
    employee: Actor,
    champion: Actor,
    objective: Objective,
    above: Objective,
) -> None:
    asked = request_alignment(employee, objective.id, target=above.id, note=NOTE)
    decline_alignment(champion, asked.id, reason="下个季度再说")
    for one in (objective, above):
        for page in (f"/feed?objective={one.id}", f"/objectives/{one.id}?tab=history"):
            text = web(employee).get(page).content.decode()
            assert NOTE in text, page
            assert "下个季度再说" in text, page
            assert f'href="/objectives/{objective.id}"' in text, page
            assert f'href="/objectives/{above.id}"' in text, page
        told = api(employee).get(f"/api/v1/objectives/{one.id}/history").json()["items"]
        assert [event["kind"] for event in told][:2] == [
            "alignment.declined",
            "alignment.requested",
        ]
        assert told[0]["other_objective"] == str(above.id)


def test_a_change_of_contribution_shows_old_and_new(
    web: SignIn,
    colleague: Actor,
    champion: Actor,
    objective: Objective,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    own = write_key_result(champion, above)
    made = request_alignment(
        champion, objective.id, key_result=own.id, weight=Decimal(20), reason="?"
    )
    weigh_alignment(champion, made.id, weight=Decimal(35), reason="更重要了")
    feed = web(colleague).get(f"/feed?objective={above.id}").content.decode()
    assert "20% → <b>35%</b>" in feed
    assert f"/objectives/{above.id}#kr-{own.id}" in feed
    history = web(colleague).get(f"/objectives/{objective.id}?tab=history").content.decode()
    assert "<del>20%</del> → <ins>35%</ins>" in history
    assert "objective_title" not in history


def test_who_may_accept_at_once_is_not_said_to_have_asked(
    web: SignIn, champion: Actor, colleague: Actor, objective: Objective, above: Objective
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    text = web(colleague).get(f"/feed?objective={above.id}").content.decode()
    assert "asked to align" not in text
    assert "aligned “" in text


def test_an_accepted_request_is_told_in_words(
    web: SignIn,
    employee: Actor,
    champion: Actor,
    colleague: Actor,
    objective: Objective,
    above: Objective,
) -> None:
    asked = request_alignment(employee, objective.id, target=above.id)
    accept_alignment(champion, asked.id)
    text = web(colleague).get(f"/feed?objective={objective.id}").content.decode()
    assert "asked to align “" in text
    assert "accepted that “" in text


def test_what_a_team_needs_is_told_in_words(
    web: SignIn, colleague: Actor, champion: Actor, objective: Objective, product: Team
) -> None:
    asked = request_dependency(
        champion, objective.id, team=product.id, need="开放导出接口", needed_on=TODAY
    )
    change_dependency(champion, asked.id, needed_on=TODAY + timedelta(days=7))
    accept_dependency(champion, asked.id)
    deliver_dependency(champion, asked.id)
    feed = unescape(web(colleague).get(f"/feed?objective={objective.id}").content.decode())
    words = " ".join(re.sub(r"<[^>]+>", "", feed).split())
    for said in (
        "asked Product for “开放导出接口” by",
        "promised “开放导出接口” by",
        "delivered “开放导出接口”",
    ):
        assert said in words
    history = web(colleague).get(f"/objectives/{objective.id}?tab=history").content.decode()
    assert "Needed by" in history
    assert "needed_on" not in history
    assert "requested" not in history
