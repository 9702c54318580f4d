"""A planning room with real Chinese proposals, made by commands in a browser test's own database."""

from datetime import timedelta

from cairn.cycles.commands import create_cycle
from cairn.organization.actor import Actor, Face, Role
from cairn.organization.models import Member, Organization, Team
from cairn.organization.signing import actor_for
from cairn.planning.commands.ballots import open_ballot, reveal_ballot, set_vote
from cairn.planning.commands.groups import make_group, move_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage
from cairn.planning.commands.rounds import start_round
from cairn.planning.models import Room
from tests.browser.company import _member, _team

PROPOSED = [
    (
        "让老客户愿意留下来，并主动推荐山岚",
        "每走一个老客户，要三个新客户来补。续约旺季在 2 月到 4 月，错过要再等一年。",
        ["把续约率从 60% 提高到 75%", "把净推荐值从 31 提高到 45"],
        "留住客户",
    ),
    ("让老客户愿意留下，主动推荐山岚给朋友", "", ["转介绍新客 120 家"], "留住客户"),
    (
        "客诉一次解决，不让客户说第二遍",
        "上季度复诉占了三成。",
        ["把复诉件数从 78 降到 30"],
        "留住客户",
    ),
    ("把茶园溯源做成客户看得见的信任", "", ["可扫码溯源的批次从 20 到 120"], "看得见的信任"),
    ("每一批茶都敢把检测报告给人看", "对手已经在罐子上印了二维码。", [], "看得见的信任"),
    ("新品从想法到上架不超过六周", "错过春茶，等的是一整年。", [], ""),
    ("带出十位能独立带店的店长", "", ["独立带店的店长从 3 位到 10 位"], ""),
]


def _actor(member: Member) -> Actor:
    return actor_for(Member.objects.select_related("organization").get(id=member.id), Face.WEB)


def furnish_room(stage: str = "grouping", is_anonymous: bool = False) -> dict[str, str]:
    """A company of four with a round and its room at a stage: the ids of `room`, of the people
    `lead` (who facilitates), `one` and `two`, and of the `first` proposal."""
    organization = Organization.objects.create(name="山岚茶业", locale="zh-hans")
    chief = _member(organization, "陆远山", Role.ADMIN)
    people = [_member(organization, name) for name in ("周砚", "沈予安", "顾小满")]
    company = _team(organization, organization.name, None, chief)
    lead, voters = _actor(chief), [_actor(one) for one in people]
    today = organization.today()
    cycle = create_cycle(
        lead,
        name="2027 年第一季度",
        length="quarter",
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=120),
    )
    held = start_round(lead, cycle.id, is_anonymous=is_anonymous)
    room = Room.objects.get(round=held, team=company)
    ids = _propose(lead, voters, room)
    _bring_to(lead, voters, room, ids, stage)
    return {
        "room": str(room.id),
        "lead": str(chief.id),
        "one": str(people[0].id),
        "two": str(people[1].id),
        "first": str(ids[0]),
        "team": str(Team.objects.get(id=company.id).id),
    }


def _propose(lead: Actor, voters: list[Actor], room: Room) -> list[int]:
    groups: dict[str, int] = {}
    made = []
    for at, (title, why, key_results, group) in enumerate(PROPOSED):
        proposal, _key = propose(
            voters[at % len(voters)], room.id, title=title, why=why, key_results=key_results
        )
        made.append(proposal.id)
        if group:
            if group not in groups:
                groups[group] = make_group(lead, room.id, name=group).id
            move_proposal(lead, proposal.id, group=groups[group], position=99)
    return made


def _bring_to(lead: Actor, voters: list[Actor], room: Room, ids: list[int], stage: str) -> None:
    if stage in ("collecting", "grouping", "reading"):
        move_stage(lead, room.id, stage=stage)
        return
    ballot = open_ballot(lead, room.id)
    if stage == "voting":
        return
    for voter, dots in zip(
        voters, ((0, 3, 2, 0, 0, 0), (2, 0, 1, 1, 0, 1), (3, 0, 0, 1, 0, 1)), strict=True
    ):
        for proposal, given in zip(ids, dots, strict=False):
            if given:
                set_vote(voter, proposal, dots=given)
    reveal_ballot(lead, ballot.id)
    if stage != "revealed":
        move_stage(lead, room.id, stage=stage)
