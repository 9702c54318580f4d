"""A small company with real Chinese content, made by commands in a browser test's own database."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.intake import read_key_result
from cairn.organization.actor import Actor, Face, Role
from cairn.organization.models import Member, Organization, Team, TeamMember, User
from cairn.organization.signing import actor_for
from cairn.storage import clock
from cairn.storage.ids import new_id

LOYAL: list[dict[str, Any]] = [
    {"title": "老客户续约率", "unit": "%", "start": "60%", "target": "75%", "last": "66"},
    {
        "title": "月客诉件数",
        "unit": "件",
        "kind": "decrease",
        "start": "120",
        "target": "30",
        "last": "78",
    },
    {
        "title": "首次响应时长",
        "unit": "duration",
        "kind": "decrease",
        "start": "4:10",
        "target": "1:30",
        "last": "171",
    },
]
TRACED: list[dict[str, Any]] = [
    {"title": "可扫码溯源的批次", "unit": "批", "start": "20", "target": "120", "last": "45"},
    {"title": "每周一对一", "unit": "次", "kind": "maintain", "lower": "4", "last": "5"},
]


def _member(
    organization: Organization, name: str, role: str = Role.MEMBER, title: str = ""
) -> Member:
    user = User.objects.create(email=f"{new_id()}@cairn.test")
    return Member.objects.create(
        organization=organization, user=user, name=name, role=role, title=title
    )


def _team(organization: Organization, name: str, parent: Team | None, lead: Member | None) -> Team:
    team = Team(
        organization=organization, parent=parent, name=name, lead=lead, valid_from=date(2026, 1, 1)
    )
    team.path = f"{parent.path if parent else '.'}{team.id}."
    team.save(force_insert=True)
    return team


def _actor(member: Member) -> Actor:
    found = Member.objects.select_related("organization").get(id=member.id)
    return actor_for(found, Face.WEB)


def found_company() -> dict[str, str]:
    """A lead with two objectives and five key results due, a colleague, a team and a mention.

    Answers the ids of `lead`, `colleague`, `objective` and `team`.
    """
    organization = Organization.objects.create(name="山岚茶业", locale="zh-hans")
    admin = _member(organization, "陆远山", Role.ADMIN)
    lead = _member(organization, "沈予安", title="客户成功负责人")
    colleague = _member(organization, "周砚")
    company = _team(organization, organization.name, None, admin)
    team = _team(organization, "客户成功部", company, lead)
    for member in (lead, colleague):
        TeamMember.objects.create(team=team, member=member, joined_on=date(2026, 1, 5))
    today = organization.today()
    chief, head, peer = _actor(admin), _actor(lead), _actor(colleague)
    cycle = create_cycle(
        chief,
        name="2026 年第四季度",
        length="quarter",
        starts_on=today - timedelta(days=50),
        ends_on=today + timedelta(days=41),
    )
    move_cycle(chief, cycle.id, phase="running")
    given: dict[str, Any] = {"cycle": cycle.id, "owner": lead.id, "publish": True}
    first = draft_objective(head, title="让老客户愿意留下来，并主动推荐山岚", team=team.id, **given)
    second = draft_objective(
        head, title="把茶园溯源做成客户看得见的信任", type="aspirational", **given
    )
    for objective, lines in ((first, LOYAL), (second, TRACED)):
        for line in lines:
            _key_result(head, objective.id, dict(line))
    add_key_result(
        head,
        second.id,
        owner=colleague.id,
        **read_key_result(
            {
                "title": "门店试点里程碑",
                "kind": "milestones",
                "milestones": ["选三家店", "装扫码屏", "培训店员"],
            }
        ),
        reason="中途调整",
    )
    _their_objective(peer, cycle.id, team.id)
    add_comment(peer, first.id, body="@沈予安 新内衬周一全量上线，要不要把 11 月的目标再压一压？")
    return {
        "lead": str(lead.id),
        "colleague": str(colleague.id),
        "objective": str(first.id),
        "team": str(team.id),
    }


def _key_result(actor: Actor, objective_id: int, line: dict[str, Any]) -> None:
    """A key result with three weekly check-ins, the last one ten days ago."""
    last = Decimal(line.pop("last"))
    made = add_key_result(
        actor, objective_id, owner=actor.member_id, **read_key_result(line), reason="中途调整"
    )
    for weeks, confidence, step in ((3, 5, 2), (2, 6, 1), (1, 6, 0)):
        with clock.set_to(clock.now() - timedelta(days=7 * weeks + 3)):
            check_in(actor, made.id, value=last - step, confidence=confidence)


def _their_objective(actor: Actor, cycle_id: int, team_id: int) -> None:
    objective = draft_objective(
        actor,
        title="客诉一次解决，不让客户说第二遍",
        cycle=cycle_id,
        team=team_id,
        owner=actor.member_id,
        publish=True,
    )
    for title, owner in (("一次解决率", actor.member_id), ("复诉件数", None)):
        add_key_result(
            actor,
            objective.id,
            title=title,
            start=Decimal(40),
            target=Decimal(80),
            owner=owner,
            reason="中途调整",
        )
