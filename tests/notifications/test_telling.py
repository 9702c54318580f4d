"""Who hears of what, once, and only as far as they may see it."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from cairn.checkins.commands.actions import add_action, change_action, finish_action
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment, delete_comment
from cairn.checkins.commands.undoing import undo_check_in
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import CheckIn, HelpRequest
from cairn.cycles.commands import move_cycle
from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind
from cairn.events.ledger import record
from cairn.events.models import Event
from cairn.goals.commands.alignments import accept_alignment, request_alignment
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.models import Confirmation, KeyResult, Objective
from cairn.jobs.models import Job
from cairn.kpis.commands import create_kpi
from cairn.kpis.models import Kpi
from cairn.notifications import reading
from cairn.notifications.audiences import AUDIENCES
from cairn.notifications.commands import follow
from cairn.notifications.inbox import open_notice, see_notices
from cairn.notifications.models import Notice, Reader, Topic
from cairn.notifications.notices import newest, unseen_count
from cairn.notifications.reading import read_ledger
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock
from cairn.storage.ids import new_id
from tests.cast import MORNING, TODAY, WriteObjective

pytestmark = pytest.mark.django_db


def read_all() -> None:
    read_ledger(Job(), lambda _step, _steps: None)


@pytest.fixture(autouse=True)
def _from_the_beginning() -> None:
    Reader.objects.create(name=reading.NAME, event_id=0)


def told(actor: Actor) -> list[str]:
    """The kinds that somebody has heard of, oldest first. Each leads to a page."""
    read_all()
    for url in Notice.objects.values_list("url", flat=True):
        resolve(urlsplit(url).path)
    return [f"{row.kind} {row.why}" for row in reversed(newest(actor))]


def clear() -> None:
    """Forget what the cast's own making told."""
    read_all()
    Notice.objects.all().delete()


def test_nothing_is_told_of_the_time_before(employee: Actor, objective: Objective) -> None:
    Reader.objects.all().delete()
    add_comment(employee, objective.id, body="以前的话")
    read_all()
    assert not Notice.objects.exists()
    assert Reader.objects.exists()


def test_reading_twice_tells_once(lead: Actor, employee: Actor, objective: Objective) -> None:
    add_comment(lead, objective.id, body="@周晓宇 你看一下")
    for _time in range(3):
        read_all()
        Reader.objects.update(event_id=0, known=[])
    assert told(employee) == ["comment.added you were named"]


def test_an_event_that_appears_late_is_told(
    lead: Actor, employee: Actor, objective: Objective
) -> None:
    early = new_id()
    add_comment(lead, objective.id, body="先写完")
    read_all()
    assert Notice.objects.filter(member=employee.member_id).count() == 1
    late = Event.objects.get(kind=Kind.COMMENT_ADDED)
    late.id, late.subject_title = early, "后出现"
    late.save(force_insert=True)
    read_all()
    assert Notice.objects.filter(member=employee.member_id).count() == 2


def test_the_place_in_the_ledger_moves_on(lead: Actor, objective: Objective) -> None:
    add_comment(lead, objective.id, body="一句话")
    read_all()
    before = Reader.objects.get()
    assert len(before.known) > 0
    with clock.set_to(MORNING + timedelta(days=3650)):
        read_all()
    after = Reader.objects.get()
    assert after.known == []
    assert after.event_id > before.event_id


def test_what_one_did_is_no_news(employee: Actor, objective: Objective) -> None:
    clear()
    add_comment(employee, objective.id, body="自言自语")
    assert told(employee) == []


def test_a_published_week_leads_to_itself(employee: Actor, lead: Actor) -> None:
    """Not to the week of whoever hears of it."""
    clear()
    Member.objects.filter(id=employee.member_id).update(manager=lead.member_id)
    made = save_update(employee, TODAY, priorities="续约", publish=True)
    read_all()
    (row,) = newest(lead)
    assert (row.kind, row.url) == ("update.published", f"/weekly/updates/{made.id}")


def test_a_thread_hears_of_replies(
    lead: Actor, colleague: Actor, employee: Actor, objective: Objective
) -> None:
    clear()
    first = add_comment(colleague, objective.id, body="How is it going?")
    add_comment(lead, objective.id, body="很好", parent=first.id)
    assert told(colleague) == ["comment.added you take part in this thread"]
    assert told(employee) == ["comment.added you answer for it"] * 2


def test_a_comment_that_is_gone_is_quoted_no_more(
    lead: Actor, employee: Actor, objective: Objective
) -> None:
    clear()
    comment = add_comment(lead, objective.id, body="说错了")
    read_all()
    assert newest(employee)[0].said == "说错了"
    delete_comment(lead, comment.id)
    gone = newest(employee)[0]
    assert gone.said == ""
    assert gone.text.endswith("(taken back since)")


def test_alignments_are_told_to_both_sides(
    lead: Actor, employee: Actor, objective: Objective, write_objective: WriteObjective
) -> None:
    mine = write_objective(lead, title="上层目标")
    clear()
    asked = request_alignment(employee, objective.id, target=mine.id)
    assert told(lead) == ["alignment.requested your answer is asked for"]
    accept_alignment(lead, asked.id)
    assert told(employee) == ["alignment.accepted you asked for it"]


def test_a_team_without_a_lead_is_asked_through_the_lead_above(
    champion: Actor, employee: Actor, objective: Objective, product: Team
) -> None:
    clear()
    request_dependency(
        employee, objective.id, team=product.id, need="接口", needed_on=TODAY + timedelta(days=9)
    )
    assert told(champion) == ["dependency.requested your answer is asked for"]


def test_a_fall_of_confidence_and_a_call_for_help_are_told(
    lead: Actor, write_objective: WriteObjective, employee: Actor, key_result: KeyResult, team: Team
) -> None:
    Objective.objects.filter(id=key_result.objective_id).update(owner=lead.member_id)
    check_in(employee, key_result.id, value=Decimal(61), confidence=8)
    clear()
    check_in(employee, key_result.id, value=Decimal(62), confidence=7)
    assert told(lead) == []
    check_in(employee, key_result.id, value=Decimal(62), confidence=3)
    check_in(employee, key_result.id, value=Decimal(62), confidence=3, blockers="缺人")
    assert told(lead) == [
        "checkin.made.fell you answer for it",
        "checkin.made.blocked you answer for it",
    ]
    assert newest(lead)[0].said == "缺人"
    undo_check_in(employee, key_result.id, checkin=CheckIn.objects.latest("id").id)
    undone = newest(lead)[0]
    assert undone.said == ""
    assert undone.text.endswith("(taken back since)")


def test_actions_are_told_to_whoever_does_them(
    champion: Actor, employee: Actor, objective: Objective
) -> None:
    clear()
    action = add_action(
        champion, origin="meeting", origin_id=1, body="写方案", owner=employee.member_id
    )
    assert told(employee) == ["action.added you agreed to do it"]
    change_action(champion, action.id, body="写好方案")
    assert len(told(employee)) == 1, "still theirs"
    finish_action(employee, action.id)
    assert told(champion) == ["action.done you asked for it"]


def test_a_submission_is_told_to_whom_it_asks(
    lead: Actor, employee: Actor, objective: Objective
) -> None:
    clear()
    Confirmation.objects.create(
        organization_id=employee.organization_id,
        objective=objective,
        asked_id=lead.member_id,
        submitted_by_id=employee.member_id,
    )
    record(
        employee,
        Kind.OBJECTIVE_SUBMITTED,
        objective.id,
        title=objective.title,
        objective_id=objective.id,
    )
    assert told(lead) == ["objective.submitted your answer is asked for"]


def test_a_request_for_help_is_told_and_quoted(
    lead: Actor, employee: Actor, objective: Objective
) -> None:
    clear()
    asked = HelpRequest.objects.create(
        organization_id=employee.organization_id,
        asked_by_id=employee.member_id,
        asked_id=lead.member_id,
        body="能借我一个设计师吗?",
    )
    record(employee, Kind.HELP_ASKED, asked.id)
    assert told(lead) == ["help.asked your answer is asked for"]
    assert newest(lead)[0].said == "能借我一个设计师吗?"


def test_a_kpi_is_told_when_it_leaves_its_band(champion: Actor, lead: Actor, team: Team) -> None:
    kpi = Kpi.objects.create(
        organization_id=lead.organization_id,
        team=team,
        owner_id=champion.member_id,
        name="退货率",
        upper=Decimal(3),
        created_by_id=champion.member_id,
    )
    clear()

    def measure(value: int, day: int = 0) -> list[str]:
        on = TODAY - timedelta(days=9 - day)
        measure_kpi(champion, kpi.id, value=Decimal(value), effective_on=on)
        return told(lead)

    assert measure(2, 1) == []
    assert measure(4, 2) == ["kpi.measured you lead the team"]
    assert len(measure(5, 3)) == 1, "it is outside already"
    assert len(measure(1, 0)) == 1, "an earlier day changes nothing today"


def test_a_kpi_that_feeds_key_results_is_told_once(
    champion: Actor, lead: Actor, team: Team, objective: Objective
) -> None:
    kpi = create_kpi(champion, name="退货率", direction="lower", upper=Decimal(3), team=team.id)
    for title in ("退货率降到 1", "退货率降到 2"):
        add_key_result(
            lead,
            objective.id,
            title=title,
            kind="decrease",
            start=Decimal(9),
            kpi=kpi.id,
            reason="中途调整",
        )
    clear()
    measure_kpi(champion, kpi.id, value=Decimal(2))
    measure_kpi(champion, kpi.id, value=Decimal(4))
    measure_kpi(champion, kpi.id, value=Decimal(5))
    assert told(lead) == ["kpi.measured you lead the team"]


def test_followers_hear_and_may_be_many(
    viewer: Actor, lead: Actor, employee: Actor, objective: Objective, team: Team
) -> None:
    clear()
    follow(viewer, "objective", objective.id)
    follow(viewer, "team", team.id)
    follow(viewer, "person", lead.member_id)
    add_comment(lead, objective.id, body="大家好")
    assert told(viewer) == ["comment.added you follow it"]
    assert Notice.objects.get(member=viewer.member_id).topic == Topic.FOLLOWED


def test_the_key_results_of_a_draft_are_no_news_of_their_own(
    champion: Actor, lead: Actor, objective: Objective, cycle: Cycle
) -> None:
    """Also where it is carried over: followers hear of the objective, once."""
    follow(champion, "person", lead.member_id)
    draft = draft_objective(lead, title="还在写", cycle=cycle.id, owner=lead.member_id)
    clear()
    add_key_result(lead, draft.id, title="还没想好")
    assert told(champion) == []
    add_key_result(lead, objective.id, title="补上的一条", reason="漏了")
    assert told(champion) == ["key_result.added you follow it"]


def test_what_is_hidden_is_not_read(
    colleague: Actor, lead: Actor, employee: Actor, objective: Objective
) -> None:
    follow(colleague, "objective", objective.id)
    clear()
    add_comment(lead, objective.id, body="保密")
    assert len(told(colleague)) == 1
    notice = Notice.objects.get(member=colleague.member_id)
    edit_objective(employee, objective.id, visibility="people", version=1)
    assert newest(colleague) == []
    assert unseen_count(colleague) == 0
    with pytest.raises(Exception, match="may not see"):
        open_notice(colleague, notice.id)
    delete_objective(employee, objective.id)
    assert newest(employee) == []
    restore_objective(employee, objective.id)
    assert newest(employee) != []


def test_who_has_left_hears_nothing(lead: Actor, employee: Actor, objective: Objective) -> None:
    clear()
    Member.objects.filter(id=employee.member_id).update(left_at=clock.now())
    add_comment(lead, objective.id, body="再见")
    read_all()
    assert not Notice.objects.filter(member=employee.member_id).exists()


def test_another_slice_tells_each_key_once(lead: Actor, employee: Actor) -> None:
    def say() -> int:
        return tell(
            [lead.member_id, employee.member_id, lead.member_id],
            topic=Topic.REVIEWS,
            key="cycle:1",
            kind="cycle.moved",
            url="/reviews",
            facts={"title": "2026 Q4"},
        )

    assert (say(), say()) == (2, 0)
    assert "2026 Q4" in newest(lead)[0].text


def test_notices_are_seen_by_their_own_reader_only(lead: Actor, employee: Actor) -> None:
    for key in ("a", "b", "c"):
        tell([employee.member_id], topic=Topic.TALK, key=key, kind="cycle.moved", url="/inbox")
    ids = [row.id for row in newest(employee)]
    assert see_notices(lead, ids) == 0
    assert see_notices(employee, [ids[0]]) == 1
    assert see_notices(employee, until=ids[1]) == 2
    assert see_notices(employee, until=ids[0]) == 0
    assert unseen_count(employee) == 0


def test_every_kind_that_is_told_has_words(employee: Actor) -> None:
    for number, kind in enumerate(sorted(reading.TOLD)):
        tell([employee.member_id], topic=Topic.FOLLOWED, key=str(number), kind=kind, url="/")
    assert all(row.text.strip() and "%(" not in row.text for row in newest(employee, most=99))


def test_scoring_begins_once(champion: Actor, employee: Actor, objective: Objective) -> None:
    clear()
    for phase in ("scoring", "closed", "scoring"):
        move_cycle(champion, objective.cycle_id, phase=phase, reason="还差一个评分")
    assert told(employee) == ["cycle.moved you answer for it"]


def test_an_ending_says_truly_why_it_is_told(
    employee: Actor, lead: Actor, colleague: Actor, champion: Actor, write_objective: WriteObjective
) -> None:
    made = write_objective(
        employee, readers=[lead.member_id], collaborators=[colleague.member_id], owner=None
    )
    clear()
    close_objective(champion, made.id, outcome="achieved")
    assert told(lead) == ["objective.closed you were named as a reader of it"]
    assert told(colleague) == ["objective.closed you worked on it"]


def test_an_event_that_cannot_be_told_keeps_nobody_from_the_others(
    employee: Actor, lead: Actor, checked_in: KeyResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear()

    def fail(_event: Event) -> None:
        raise ValueError("on purpose")

    monkeypatch.setitem(AUDIENCES, Kind.CHECKIN_MADE, fail)
    check_in(lead, checked_in.id, value=Decimal(67))
    add_comment(lead, checked_in.objective_id, body="继续")
    assert [one.split()[0] for one in told(employee)] == ["comment.added"]
