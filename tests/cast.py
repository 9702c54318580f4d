"""The fixed cast: one company in Q4 2026, its people, and a stranger from another.

It is Wednesday 2026-11-18, nine in the morning in Shanghai, in the middle of the quarter.

    山岚科技 (company, led by the champion)
    ├── 增长部 (team, led by the lead; the employee belongs to it)
    └── Product (product, led by nobody; the colleague belongs to it)
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from cairn.checkins.commands.checkins import check_in
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.models import Agreement, KeyResult, Objective
from cairn.kpis.commands import create_kpi
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor, Face, Role
from cairn.organization.models import Member, Organization, Team, TeamMember, User
from cairn.organization.signing import actor_for
from cairn.storage import clock

MORNING = datetime(2026, 11, 18, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = MORNING.date()
PASSWORD = "a cairn marks the way"
GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
"""The smallest picture there is: one black point."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    """Every test happens at `MORNING` (in its own thread; `clock.set_to` sets another)."""
    with clock.set_to(MORNING):
        yield


# Making people, teams and objectives


def make_team(
    organization: Organization, name: str, parent: Team | None = None, lead: Actor | None = None
) -> Team:
    team = Team(
        organization=organization,
        parent=parent,
        name=name,
        lead_id=lead.member_id if lead else None,
        valid_from=date(2026, 1, 1),
    )
    team.path = f"{parent.path if parent else '.'}{team.id}."
    team.save(force_insert=True)
    return team


def make_member(
    organization: Organization,
    name: str,
    email: str,
    *,
    role: str = Role.MEMBER,
    team: Team | None = None,
    manager: Actor | None = None,
) -> Actor:
    user, _ = User.objects.get_or_create(email=email)
    member = Member.objects.create(
        organization=organization,
        user=user,
        name=name,
        role=role,
        manager_id=manager.member_id if manager else None,
    )
    if team is not None:
        TeamMember.objects.create(team=team, member=member, joined_on=date(2026, 1, 5))
    return again(member.id)


def again(who: Actor | int, face: Face = Face.WEB) -> Actor:
    """The same person's actor, read anew: after a change of teams, role or manager."""
    member_id = who if isinstance(who, int) else who.member_id
    return actor_for(Member.objects.select_related("organization").get(id=member_id), face)


def member_of(actor: Actor) -> Member:
    return Member.objects.select_related("organization", "user").get(id=actor.member_id)


class WriteObjective(Protocol):
    """Drafts and publishes an objective of the cast's cycle: `write_objective(actor, title=…)`."""

    def __call__(self, actor: Actor, **changes: Any) -> Objective: ...


class WriteKeyResult(Protocol):
    """Adds a key result, 0 → 100, of the actor's own: `write_key_result(actor, objective, …)`."""

    def __call__(self, actor: Actor, objective: Objective, **changes: Any) -> KeyResult: ...


# The cast


@pytest.fixture
def organization(db: None) -> Organization:
    return Organization.objects.create(name="山岚科技")


@pytest.fixture
def company(organization: Organization) -> Team:
    """The root of the tree; the champion leads it (see `champion`)."""
    return make_team(organization, organization.name)


@pytest.fixture
def admin(organization: Organization, company: Team) -> Actor:
    return make_member(organization, "沈予安", "admin@cairn.test", role=Role.ADMIN, team=company)


@pytest.fixture
def champion(organization: Organization, company: Team) -> Actor:
    actor = make_member(
        organization, "顾清和", "champion@cairn.test", role=Role.CHAMPION, team=company
    )
    company.lead_id = actor.member_id
    company.save(update_fields=["lead"])
    return again(actor)


@pytest.fixture
def lead(organization: Organization, company: Team) -> Actor:
    """Leads `team` once that fixture is asked for; `lead` comes with it."""
    actor = make_member(organization, "林知远", "lead@cairn.test")
    make_team(organization, "增长部", company, actor)
    return again(actor)


@pytest.fixture
def team(lead: Actor) -> Team:
    """增长部: led by `lead`, home of `employee`."""
    return Team.objects.select_related("lead", "parent", "organization").get(lead=lead.member_id)


@pytest.fixture
def employee(organization: Organization, team: Team, lead: Actor) -> Actor:
    """Works in `team`; `lead` is the manager."""
    return make_member(organization, "周晓宇", "employee@cairn.test", team=team, manager=lead)


@pytest.fixture
def product(organization: Organization, company: Team) -> Team:
    """Another team, which nobody leads."""
    return make_team(organization, "Product", company)


@pytest.fixture
def colleague(organization: Organization, product: Team) -> Actor:
    """Works in `product`, reads English, has nothing to do with `team`."""
    actor = make_member(organization, "Emma Clarke", "colleague@cairn.test", team=product)
    Member.objects.filter(id=actor.member_id).update(locale="en")
    return again(actor)


@pytest.fixture
def viewer(organization: Organization, company: Team) -> Actor:
    return make_member(organization, "何静", "viewer@cairn.test", role=Role.VIEWER)


@pytest.fixture
def stranger(db: None) -> Actor:
    """The administrator of another organization."""
    other = Organization.objects.create(name="Northwind", locale="en", time_zone="Europe/Berlin")
    root = make_team(other, other.name)
    return make_member(other, "Otto Fremd", "stranger@elsewhere.test", role=Role.ADMIN, team=root)


@pytest.fixture
def year(champion: Actor) -> Cycle:
    made = create_cycle(
        champion,
        name="2026",
        length="year",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    return move_cycle(champion, made.id, phase="running")


@pytest.fixture
def cycle(champion: Actor, year: Cycle) -> Cycle:
    """Q4 2026, running, inside `year`."""
    made = create_cycle(
        champion,
        name="2026 Q4",
        length="quarter",
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 12, 31),
    )
    return move_cycle(champion, made.id, phase="running")


@pytest.fixture
def write_objective(cycle: Cycle) -> WriteObjective:
    def write(actor: Actor, **changes: Any) -> Objective:
        given: dict[str, Any] = {
            "title": "让新人第一天就能上手",
            "cycle": cycle.id,
            "publish": True,
        }
        return draft_objective(actor, **(given | changes))

    return write


@pytest.fixture
def write_key_result() -> WriteKeyResult:
    def write(actor: Actor, objective: Objective, **changes: Any) -> KeyResult:
        given: dict[str, Any] = {
            "title": "引导完成率从 0 到 100",
            "start": Decimal(0),
            "target": Decimal(100),
            "owner": actor.member_id,
            "reason": "补上衡量的办法",
        }
        return add_key_result(actor, objective.id, **(given | changes))

    return write


@pytest.fixture
def objective(write_objective: WriteObjective, employee: Actor, team: Team) -> Objective:
    """Published, owned by `team`, answered for by `employee`, seen by everyone."""
    return write_objective(
        employee, title="让老客户愿意留下来", team=team.id, owner=employee.member_id
    )


@pytest.fixture
def settled(objective: Objective) -> Objective:
    """The objective, its key results confirmed."""
    Objective.objects.filter(id=objective.id).update(agreement=Agreement.CONFIRMED)
    objective.refresh_from_db(fields=["agreement"])
    return objective


@pytest.fixture
def key_result(employee: Actor, objective: Objective) -> KeyResult:
    """续约率 60 % → 75 %, `employee`'s, no check-in yet."""
    return add_key_result(
        employee,
        objective.id,
        title="续约率从 60% 提升到 75%",
        unit="percent",
        start=Decimal(60),
        target=Decimal(75),
        owner=employee.member_id,
        reason="补上衡量的办法",
    )


@pytest.fixture
def checked_in(employee: Actor, key_result: KeyResult) -> KeyResult:
    """`key_result` after one check-in today: 66 %, confidence 7."""
    check_in(employee, key_result.id, value=Decimal(66), confidence=7, note="两个大客户已续约")
    key_result.refresh_from_db()
    return key_result


@pytest.fixture
def kpi(lead: Actor, team: Team, employee: Actor) -> Kpi:
    """续约率 in percent, healthy from 70, weekly; `team`'s, `employee`'s to measure; no reading yet."""
    return create_kpi(
        lead,
        name="老客户续约率",
        unit="percent",
        direction="higher",
        lower=Decimal(70),
        team=team.id,
        owner=employee.member_id,
    )


# Faces


@pytest.fixture
def web() -> Callable[[Actor], Client]:
    """`web(actor)` is a browser where that person is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(id=actor.user_id), backend=BACKEND)
        session = client.session
        session["member"] = actor.member_id
        session.save()
        return client

    return sign_in


class ApiClient(Client):
    """Speaks JSON with a bearer token; `scopes` are the token's."""

    def __init__(self, token: str) -> None:
        super().__init__(headers={"authorization": f"Bearer {token}"})

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request; the answer is Django's response, `.json()` its body."""
        return self.generic(
            method,
            path,
            data="" if body is None else json.dumps(body, default=str),
            content_type="application/json",
        )


@pytest.fixture
def api() -> Callable[..., ApiClient]:
    """`api(actor, scopes=("read", "write"))` is a script with that person's token."""

    def connect(actor: Actor, scopes: tuple[str, ...] = ("read", "write", "admin")) -> ApiClient:
        from cairn.organization.commands.tokens import create_token

        _, secret = create_token(actor, name="测试", scopes=list(scopes), days=30)
        return ApiClient(secret)

    return connect
