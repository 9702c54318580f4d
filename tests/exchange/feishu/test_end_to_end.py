"""A whole organization, told in Feishu's words by a running Cairn, comes into another one: the same objectives
there as here, again without a change, a little at a time, and whatever happens on the way."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils.translation import override

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment, delete_comment, edit_comment
from cairn.checkins.doctor import examine
from cairn.checkins.models import CheckIn, Comment
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.exchange.commands.deciding import apply_import, undo_import
from cairn.exchange.commands.fetching import (
    fetch_again,
    pause_fetch,
    resume_fetch,
    start_feishu_import,
)
from cairn.exchange.commands.preparing import plan_import
from cairn.exchange.feishu import turns
from cairn.exchange.feishu.client import Client
from cairn.exchange.feishu.envelopes import Told
from cairn.exchange.models import FeishuFetch, FeishuSource, Import, ImportedThing, State
from cairn.exchange.wording import words_of
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.objective_weights import weigh_objectives
from cairn.goals.commands.weights import share_weights
from cairn.goals.models import Alignment, KeyResult, Objective, ObjectiveWeight
from cairn.goals.weights import Share
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.commands.tokens import create_token
from cairn.organization.models import Member, Organization
from cairn.reviews.commands.cycles import close_cycle
from cairn.reviews.commands.scoring import score_key_result
from cairn.storage import clock
from tests.cast import MORNING, WriteKeyResult, WriteObjective
from tests.exchange.files import again, work

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal


@dataclass
class World:
    """One clock for everybody. A call takes a twentieth of a second; `before` hears of each one."""

    now: float = field(default_factory=MORNING.timestamp)
    calls: list[tuple[float, str]] = field(default_factory=list)
    before: Callable[[str], None] = lambda _path: None
    serves_version_2: bool = True
    about_comments: Told | None = None
    """What is answered to whoever asks for comments; as it is where it is None."""
    talked_of: list[str] = field(default_factory=list)
    """What comments were asked for of."""

    def pass_by(self, seconds: float) -> None:
        self.now += seconds

    def work(self) -> None:
        """As workers would, until nothing waits any more."""
        for _turn in range(40):
            with clock.set_to(MORNING + timedelta(seconds=self.now - MORNING.timestamp())):
                work()
            waiting = Job.objects.filter(kind=turns.KIND, done_at__isnull=True)
            first = waiting.order_by("run_at").values_list("run_at", flat=True).first()
            if first is None:
                return
            self.now = max(self.now, first.timestamp()) + 0.1
        raise AssertionError("it never ends")

    def asked(self) -> Counter[str]:
        """What was asked for since the last time, by kind; `key_results/…/indicators` as its last word."""
        paths = [path for _at, path in self.calls if not path.startswith("auth/")]
        self.calls.clear()
        return Counter(path.rpartition("/")[2] for path in paths)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made, exchange = World(), Client._exchange

    def heard(self: Client, method: str, path: str, *asked: Any) -> Any:
        made.before(path)
        made.calls.append((made.now, path))
        made.pass_by(0.05)
        if "/v2/" in path and not made.serves_version_2:
            return Told(404, None), {}
        if path == "okr/v2/comments":
            made.talked_of.append(asked[0]["target_id"])
            if made.about_comments is not None:
                return made.about_comments, {}
        return exchange(self, method, path, *asked)

    def client(address: str, app_id: str, secret: str, **how: Any) -> Client:
        return Client(address, app_id, secret, **{**how, "clock": lambda: made.now})

    monkeypatch.setattr(Client, "_exchange", heard)
    monkeypatch.setattr(turns, "new_client", client)
    slow = SimpleNamespace(monotonic=lambda: made.now, sleep=made.pass_by)
    monkeypatch.setattr(turns, "time", slow)
    with time_machine.travel(MORNING, tick=True):  # the server answers in threads of its own
        yield made


@dataclass
class Tenant:
    """The organization that is told, and how another one asks for it."""

    asking: dict[str, Any]
    top: Objective
    below: Objective
    rate: KeyResult
    owner: Actor
    boss: Actor
    champion: Actor


@pytest.fixture
def tenant(
    live_server: Any,
    admin: Actor,
    champion: Actor,
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> Tenant:
    top = write_objective(
        lead, title="赢得中型客户", description="**因为**他们留得久\n\n- 甲\n- 乙"
    )
    below = write_objective(
        employee, title="让新人当天上手", type="aspirational", due_on=date(2026, 12, 15)
    )
    write_objective(colleague, title="Nothing measured yet")
    rate = write_key_result(
        employee, below, title="激活率", unit="percent", start=D(25), target=D(40)
    )
    wait = write_key_result(
        employee, below, title="等待", unit="分钟", kind="decrease", start=D(120), target=D(30)
    )
    third = write_key_result(
        employee, below, title="三件事", unit="number", start=D(0), target=D(3)
    )
    write_key_result(lead, top, title="合同额", unit="CNY", start=D(0), target=D("1500000.5"))
    parts = {rate.id: Share(D(50), True), wait.id: Share(D("30.5"), True)}
    share_weights(employee, below.id, asked=parts, reason="更重要")
    _say(employee, 20, rate, value=D(28), note="试点延长 **两周**", status="on_track")
    _say(employee, 10, rate, value=D(31), note="- 慢了\n- 在找原因", status="behind")
    _say(employee, 2, rate, value=D(34))
    _say(employee, 5, wait, value=D(75), note="一半了")
    _say(employee, 4, third, value=D(1), note="第一件")
    big = add_comment(lead, below.id, body="两个大单")
    add_comment(employee, below.id, body="恭喜 @林岚\n\n- 甲\n- **乙**", parent=big.id)
    asked = add_comment(colleague, below.id, body="怎么量？", key_result=rate.id)
    add_comment(employee, below.id, body="看后台", key_result=rate.id, parent=asked.id)
    made = request_alignment(employee, below.id, target=top.id)
    if made.state != "accepted":
        from cairn.goals.commands.alignments import accept_alignment

        accept_alignment(lead, made.id)
    _last_quarter(champion, employee, write_objective, write_key_result)
    app, secret = create_token(admin, name="搬家", scopes=["read"], is_app=True)
    asking = {
        "address": live_server.url,
        "app_id": app.app_id,
        "app_secret": secret,
        "whom": "listed",
        "listed": [f"ou_{one.member_id}" for one in (lead, employee, colleague)],
    }
    return Tenant(asking, top, below, rate, employee, lead, champion)


def _say(actor: Actor, days_ago: int, key_result: KeyResult, **said: Any) -> None:
    with clock.set_to(MORNING - timedelta(days=days_ago)):
        check_in(actor, key_result.id, **said)


def _last_quarter(
    champion: Actor, owner: Actor, write: WriteObjective, write_key_result: WriteKeyResult
) -> None:
    """A closed one with a score, which lies in another cycle."""
    with clock.set_to(MORNING - timedelta(days=100)):
        made = create_cycle(
            champion,
            name="2026 Q3",
            length="quarter",
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 9, 30),
        )
        move_cycle(champion, made.id, phase="running")
        objective = write(owner, title="夏天的目标", cycle=made.id)
        key_result = write_key_result(owner, objective, title="夏天的结果")
        check_in(owner, key_result.id, value=D(60), note="到六成")
    with clock.set_to(MORNING - timedelta(days=40)):
        move_cycle(champion, made.id, phase="scoring")
        score_key_result(owner, key_result.id, value=D("0.6"), note="够好了")
        close_cycle(champion, made.id, anyway=True, reason="季度结束")


def brought(actor: Actor, world: World, made: Import) -> Import:
    """Fetched, its names mapped as suggested, planned and applied."""
    world.work()
    assert again(made).state == State.MAPPING, again(made).error
    plan_import(actor, made.id)
    world.work()
    assert again(made).state == State.PLANNED, again(made).error
    apply_import(actor, made.id)
    world.work()
    found = again(made)
    assert found.state == State.APPLIED, found.error
    return found


def standing(organization_id: int, who: Mapping[int, str]) -> list[Any]:
    """All that both sides know, without ids of their own. `who` are people by their keys in Feishu."""
    found = Objective.objects.filter(organization=organization_id, deleted_at__isnull=True)
    return sorted(
        (
            *(one.title, one.description, one.type, one.cycle.starts_on, one.cycle.ends_on),
            *(who.get(one.owner_id or 0), one.due_on, one.score, one.progress),
            [_measured(row, who) for row in one.key_results.order_by("position")],
            sorted(_talk(one, who)),
            sorted(_above(one)),
        )
        for one in found.select_related("cycle")
    )


def _talk(objective: Objective, who: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    """What is said, by whom and when, about which key result, and what it answers."""
    found = Comment.objects.filter(objective=objective, deleted_at__isnull=True)
    for one in found.select_related("key_result", "parent"):
        about = one.key_result.title if one.key_result else ""
        answers = one.parent.body if one.parent else ""
        at = str(int(one.created_at.timestamp()))
        yield (one.body, who.get(one.author_id, "?"), at, about, answers)


def _above(objective: Objective) -> Iterator[str]:
    ties = Alignment.objects.filter(objective=objective, state="accepted").select_related("target")
    return (one.target.title for one in ties)


def _measured(row: KeyResult, who: Mapping[int, str]) -> tuple[Any, ...]:
    said = CheckIn.objects.filter(key_result=row).exclude(note="").select_related("reading")
    words = [
        (one.note, one.status, who.get(one.author_id), one.reading and one.reading.value)
        for one in said.order_by("recorded_at", "id")
    ]
    return (
        *(row.title, row.kind, row.unit, row.start, row.target, row.current, row.weight),
        *(who.get(row.owner_id or 0), row.due_on, row.score, row.progress, words),
    )


def here(actor: Actor) -> list[Any]:
    """As the organization has it that is told."""
    people = Member.objects.filter(organization=actor.organization_id)
    return standing(actor.organization_id, {one.id: f"ou_{one.id}" for one in people})


def there(actor: Actor) -> list[Any]:
    """As the one has it into which it came."""
    things = ImportedThing.objects.filter(organization=actor.organization_id, sort="person")
    return standing(actor.organization_id, {one.thing_id: one.key for one in things})


def start(actor: Actor, tenant: Tenant, **changes: Any) -> Import:
    return start_feishu_import(actor, **{**tenant.asking, **changes})


def test_an_organization_comes_over_whole(
    world: World, tenant: Tenant, stranger: Actor, employee: Actor
) -> None:
    made = brought(stranger, world, start(stranger, tenant))
    assert there(stranger) == here(employee)
    assert len(there(stranger)) == 4
    cycles = Cycle.objects.filter(organization=stranger.organization_id)
    assert sorted(cycles.values_list("name", flat=True)) == ["2026 Q3", "2026 Q4"]
    assert [one["code"] for one in made.faults] == []
    organization = Organization.objects.get(id=stranger.organization_id)
    assert list(examine(organization)) == []


def test_the_same_again_changes_nothing_and_asks_little(
    world: World, tenant: Tenant, stranger: Actor
) -> None:
    brought(stranger, world, start(stranger, tenant))
    first, before = world.asked(), there(stranger)
    second = brought(stranger, world, fetch_again(stranger, FeishuSource.objects.get().id))
    assert all(set(one) == {"skip"} for one in second.counts.values()), second.counts
    assert there(stranger) == before
    asked = world.asked()
    assert (first["progresses"], first["alignments"]) == (9, 4)
    assert (asked["progresses"], asked["alignments"]) == (0, 0)
    assert asked["indicators"] == first["indicators"] == 5
    assert asked["comments"] == first["comments"] == 4 + 5


def test_what_was_said_since_comes_with_the_calls_that_it_takes(
    world: World, tenant: Tenant, stranger: Actor
) -> None:
    brought(stranger, world, start(stranger, tenant))
    world.asked()
    _say(tenant.owner, 1, tenant.rate, value=D(37), note="又近一步", status="on_track")
    made = brought(stranger, world, fetch_again(stranger, FeishuSource.objects.get().id))
    assert world.asked()["progresses"] == 1
    assert there(stranger) == here(tenant.owner)
    assert made.counts["check_in"]["create"] == 1


def test_a_value_without_words_comes_too(world: World, tenant: Tenant, stranger: Actor) -> None:
    brought(stranger, world, start(stranger, tenant))
    _say(tenant.owner, 0, tenant.rate, value=D("38.5"))
    brought(stranger, world, fetch_again(stranger, FeishuSource.objects.get().id))
    assert there(stranger) == here(tenant.owner)


def test_version_1_alone_is_enough_for_what_it_knows(
    world: World, tenant: Tenant, stranger: Actor
) -> None:
    world.serves_version_2 = False
    brought(stranger, world, start(stranger, tenant))
    asked = world.asked()
    assert (asked["okrs"], asked["cycles"], asked["indicators"]) == (3, 3, 0)
    theirs, ours = there(stranger), here(tenant.owner)
    assert [one[:1] + one[3:8] for one in theirs] == [one[:1] + one[3:8] for one in ours]
    assert [one[11:] for one in theirs] == [one[11:] for one in ours]
    records = [[said[0] for said in one[10] if said[3:] == ("", "")] for one in ours]
    assert [[said[0] for said in one[10]] for one in theirs] == records
    for mine, yours in zip(theirs, ours, strict=True):
        for got, had in zip(mine[9], yours[9], strict=True):
            assert (got[0], got[6], got[9]) == (had[0], had[6], had[9])
            assert got[2:5] == ("percent", D(0), D(100))
            assert [one[0] for one in got[11]] == [one[0] for one in had[11]]
            if had[10] is not None:
                assert abs(got[5] - had[10] * 100) <= D("0.5")
    brought(stranger, world, fetch_again(stranger, FeishuSource.objects.get().id))
    asked = world.asked()
    assert (asked["batch"], sum(asked.values())) == (1, 3 + 3 + 2 + 1), asked


def test_comments_that_were_reworded_change_and_deleted_ones_stay(
    world: World, tenant: Tenant, stranger: Actor
) -> None:
    brought(stranger, world, start(stranger, tenant))
    before = there(stranger)
    theirs = Comment.objects.filter(organization=tenant.owner.organization_id)
    edit_comment(tenant.owner, theirs.get(body="看后台").id, body="看 **后台** 报表")
    delete_comment(tenant.champion, theirs.get(body="怎么量？").id)
    add_comment(tenant.boss, tenant.top.id, body="新的一句")
    made = brought(stranger, world, fetch_again(stranger, FeishuSource.objects.get().id))
    assert made.counts["comment"] == {"create": 1, "change": 1, "skip": 3}
    told = {one.action: one.reasons[0][0] for one in made.steps.filter(sort="comment")}
    assert told["change"] == "corrected"
    codes = [one.reasons[0][0] for one in made.steps.filter(sort="comment", action="skip")]
    assert sorted(codes) == ["gone_there", "said_before", "said_before"]
    mine = Comment.objects.filter(organization=stranger.organization_id, deleted_at=None)
    assert mine.filter(body="看 **后台** 报表").get().parent == mine.get(body="怎么量？")
    assert mine.filter(body="新的一句").exists()
    undo_import(stranger, made.id)
    world.work()
    assert again(made).left == []
    assert there(stranger) == before


@pytest.mark.parametrize(
    ("answer", "calls", "en", "zh"),
    [
        (Told(404, None), 1, "does not give comments", "不提供评论"),
        (Told(400, 99991672, {"msg": ""}), 1, "okr:okr.comment.readonly", "缺少权限"),
        (Told(400, 1001002, {"msg": ""}), 4 + 5, "comments on some OKRs", "部分 OKR 的评论"),
    ],
)
def test_a_server_without_comments_stops_nothing(
    world: World, tenant: Tenant, stranger: Actor, answer: Told, calls: int, en: str, zh: str
) -> None:
    """Told once in the report, and asked for by the next fetch, which brings them."""
    world.about_comments = answer
    made = brought(stranger, world, start(stranger, tenant))
    assert len(world.talked_of) == calls
    (fault,) = made.faults
    for language, words in (("en", en), ("zh-hans", zh)):
        with override(language):
            assert words in words_of(fault["code"], fault["values"])
    mine = Comment.objects.filter(organization=stranger.organization_id)
    assert [one.body for one in mine] == ["两个大单"]  # a progress record
    world.about_comments = None
    second = brought(stranger, world, fetch_again(stranger, FeishuSource.objects.get().id))
    assert second.counts["comment"] == {"create": 3, "skip": 1}
    assert there(stranger) == here(tenant.owner)


def test_paused_among_comments_it_goes_on_there(
    world: World, tenant: Tenant, stranger: Actor
) -> None:
    made = start(stranger, tenant)

    def pause(path: str) -> None:
        if len(world.talked_of) == 3 and not FeishuFetch.objects.get().paused_at:
            pause_fetch(stranger, made.id)
            world.pass_by(turns.LOOK_EVERY_S + 1)

    world.before = pause
    world.work()
    assert again(made).state == State.READING
    asked = len(world.talked_of)
    assert 3 <= asked < 4 + 5
    world.before = lambda _path: None
    resume_fetch(stranger, made.id)
    brought(stranger, world, made)
    assert there(stranger) == here(tenant.owner)
    assert len(world.talked_of) == len(set(world.talked_of)) == 4 + 5


def test_what_objectives_weigh_comes_too(
    world: World, tenant: Tenant, stranger: Actor, write_objective: WriteObjective
) -> None:
    other = write_objective(tenant.owner, title="另一个")
    weigh_objectives(tenant.owner, {tenant.below.id: D("0.7"), other.id: D("0.3")})
    brought(stranger, world, start(stranger, tenant))
    assert weights(stranger) == weights(tenant.owner) == [D("0.3"), D("0.7")]
    weigh_objectives(tenant.owner, {tenant.below.id: D("0.6"), other.id: D("0.4")})
    made = brought(stranger, world, fetch_again(stranger, FeishuSource.objects.get().id))
    assert made.counts["objective"] == {"change": 2, "skip": 3}
    assert weights(stranger) == [D("0.4"), D("0.6")]


def weights(actor: Actor) -> list[Decimal]:
    found = ObjectiveWeight.objects.filter(objective__organization=actor.organization_id)
    return sorted(found.values_list("weight", flat=True))


class Killed(BaseException):
    """As if the process had ended."""


def test_a_killed_worker_goes_on_with_the_next_person(
    world: World, tenant: Tenant, stranger: Actor
) -> None:
    """Those who were fetched are not asked for again."""
    last = tenant.asking["listed"][2]

    def die(path: str) -> None:
        if last in path:
            raise Killed

    world.before = die
    made = start(stranger, tenant)
    with pytest.raises(Killed):
        world.work()
    before = Counter(path for _at, path in world.calls)
    world.before = lambda _path: None
    Job.objects.filter(done_at__isnull=True).update(locked_until=None)  # its lease has run out
    brought(stranger, world, made)
    assert there(stranger) == here(tenant.owner)
    after = Counter(path for _at, path in world.calls) - before
    owned = tenant.below.id
    assert not any(str(owned) in path for path in after)


def test_never_more_than_a_hundred_calls_a_minute(
    world: World,
    tenant: Tenant,
    stranger: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    """One person with more calls than fit into a minute, fetched over several of a worker's turns."""
    for number in range(12):
        objective = write_objective(tenant.owner, title=f"目标 {number}")
        for at in range(2):
            write_key_result(tenant.owner, objective, title=f"结果 {number}.{at}")
    made = start(stranger, tenant)
    brought(stranger, world, made)
    instants = [at for at, _path in world.calls]
    assert len(instants) > 110
    assert all(late - early >= 60 for early, late in zip(instants, instants[100:], strict=False))
    assert FeishuFetch.objects.get().turn > 0
    paths = [path for _at, path in world.calls if "auth/" not in path]
    assert max(Counter(path for path in paths if "key_results/" in path).values()) == 1
    assert there(stranger) == here(tenant.owner)
