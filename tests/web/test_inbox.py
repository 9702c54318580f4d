"""The inbox page, its news, and the mails page of one's own and of administrators."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from cairn.checkins.commands.actions import add_action
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import HelpRequest, Mention
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.models import Confirmation, KeyResult, Objective
from cairn.jobs.commands import keep_recurring
from cairn.jobs.models import Job
from cairn.kpis.models import Kpi
from cairn.notifications.choices import choose_mail
from cairn.notifications.composing import write_mails
from cairn.notifications.models import Mail, MailChoice, Notice, Topic
from cairn.notifications.stopping import stop_path
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective
from tests.web.budgets import stays_in_budget

type Web = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


def say(to: Actor, key: str = "one", **facts: str) -> Notice:
    tell(
        [to.member_id],
        topic=Topic.TALK,
        key=key,
        kind="comment.added",
        reason="mentioned",
        url="/company",
        facts={"actor": "林知远", "title": f"标题 {key}", **facts},
    )
    return Notice.objects.get(member=to.member_id, key=key)


@pytest.fixture
def everything(
    employee: Actor,
    lead: Actor,
    champion: Actor,
    team: Team,
    objective: Objective,
    key_result: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> Callable[[], None]:
    """Something of every sort that waits for the lead, more at each call."""
    number = iter(range(100))

    def grow() -> None:
        n = next(number)
        mine = write_objective(lead, title=f"上层目标 {n}", team=team.id, owner=lead.member_id)
        write_key_result(lead, mine)
        request_alignment(employee, objective.id, target=mine.id)
        theirs = write_objective(champion, title=f"需要 {n}")
        request_dependency(
            champion,
            theirs.id,
            team=team.id,
            need=f"数据 {n}",
            needed_on=TODAY + timedelta(days=9),
        )
        add_comment(employee, objective.id, body="@林知远 看一下")
        common = {"organization_id": lead.organization_id}
        Confirmation.objects.create(
            **common,
            objective=write_objective(employee, title=f"待确认 {n}"),
            asked_id=lead.member_id,
            submitted_by_id=employee.member_id,
        )
        HelpRequest.objects.create(
            **common, asked_by_id=employee.member_id, asked_id=lead.member_id, body="帮个忙"
        )
        add_action(champion, origin="meeting", origin_id=1, body="写方案", owner=lead.member_id)
        say(lead, str(n))

    return grow


@pytest.mark.parametrize("address", ["/inbox", "/", "/inbox?only=asks", "/inbox?only=help"])
def test_pages_stay_in_budget(
    web: Web, lead: Actor, everything: Callable[[], None], address: str
) -> None:
    everything()
    stays_in_budget(web(lead), address, everything)


def test_everything_that_waits_stands_in_one_list(
    web: Web, lead: Actor, everything: Callable[[], None]
) -> None:
    everything()
    page = web(lead).get("/inbox").text
    for place in ('id="confirmations"', 'id="help"', 'id="actions"', 'id="mentions"', "/accept"):
        assert place in page, place
    whole = web(lead).get("/inbox?only=confirmations").text
    assert "待确认 0" in whole
    assert "/confirm" in whole


def test_home_counts_what_the_inbox_lists(
    web: Web, lead: Actor, everything: Callable[[], None]
) -> None:
    for _time in range(2):
        everything()
    page = web(lead).get("/").text
    for name in ("confirmations", "help", "actions"):
        assert re.search(rf'href="/inbox\?only={name}".*?class="count">2<', page), name
    assert re.search(r'href="/inbox#news".*?class="count">2<', page)


def test_an_action_is_done_in_place(web: Web, champion: Actor, employee: Actor) -> None:
    action = add_action(
        champion, origin="meeting", origin_id=1, body="写方案", owner=employee.member_id
    )
    answer = web(employee).post(f"/inbox/actions/{action.id}", {"back": "/inbox?only=actions"})
    assert answer.headers["Location"] == "/inbox?only=actions"
    action.refresh_from_db()
    assert action.done_at is not None


def test_answering_a_mention_deals_with_its_news(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    comment = add_comment(employee, objective.id, body="@林知远 看一下")
    notice = say(lead)
    Notice.objects.filter(id=notice.id).update(subject_id=comment.id)
    mention = Mention.objects.get()
    sent = {"body": "好", "back": "/inbox"}
    assert web(lead).post(f"/inbox/mentions/{mention.id}", sent).headers["Location"] == "/inbox"
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_reading_a_discussion_deals_with_its_news(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    """However one got there: by a mail, or by walking past. What waits to be mailed is not sent."""
    comment = add_comment(employee, objective.id, body="先说一声")
    notice, other = say(lead), say(lead, "two")
    Notice.objects.filter(id=notice.id).update(subject_id=comment.id, objective=objective)
    web(lead).get(f"/objectives/{objective.id}")
    assert Notice.objects.filter(seen_at__isnull=True).count() == 2
    web(lead).get(f"/comments/{comment.id}", follow=True)
    assert Notice.objects.get(seen_at__isnull=True) == other


def test_an_empty_inbox_says_so(web: Web, viewer: Actor) -> None:
    answer = web(viewer).get("/inbox")
    assert answer.status_code == 200
    assert 'class="calm"' in answer.text


def test_a_notice_leads_to_its_place_and_is_seen(web: Web, employee: Actor, lead: Actor) -> None:
    notice = say(employee)
    assert f"/inbox/notices/{notice.id}" in web(employee).get("/inbox").text
    assert web(lead).get(f"/inbox/notices/{notice.id}").status_code == 404
    assert web(employee).get(f"/inbox/notices/{notice.id}").headers["Location"] == "/company"
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_notices_are_marked_as_seen_one_by_one_and_all(web: Web, employee: Actor) -> None:
    first, second, third = (say(employee, key) for key in "abc")
    client = web(employee)
    htmx = client.post(f"/inbox/notices/{first.id}/seen", headers={"HX-Request": "true"})
    assert "seen-mark" in htmx.text
    assert client.post("/inbox/seen", {"until": second.id}).status_code == 303
    left = Notice.objects.filter(member=employee.member_id, seen_at=None)
    assert [one.id for one in left] == [third.id], "what came meanwhile stays news"
    assert client.post("/inbox/seen", {"until": "x"}).status_code == 303


def test_older_news_come_by_keyset(web: Web, employee: Actor) -> None:
    for number in range(35):
        say(employee, f"{number:02}")
    page = web(employee).get("/inbox").text
    older = re.search(r'href="(/inbox\?before=\d+)"', page)
    assert older
    assert "标题 34" in page
    assert "标题 04" not in page
    rest = web(employee).get(older[1], headers={"HX-Request": "true"}).text
    assert "标题 04" in rest
    assert "<html" not in rest
    assert "标题 00" in web(employee).get(older[1]).text


# My mails


def test_mails_are_chosen(web: Web, employee: Actor) -> None:
    sent = {
        "pace": "immediate",
        "hour": "7",
        "weekday": "2",
        "quiet_from": "22",
        "quiet_to": "6",
        "time_zone": "Europe/Berlin",
        "asks_topics": "1",
        "topics": ["talk", "help"],
    }
    assert web(employee).post("/settings/mail", sent).status_code == 303
    choice = MailChoice.objects.get(member=employee.member_id)
    assert (choice.pace, choice.hour, choice.quiet_to) == ("immediate", 7, 6)
    assert set(choice.muted) == set(Topic.values) - {"talk", "help"}
    assert Member.objects.get(id=employee.member_id).time_zone == "Europe/Berlin"
    assert web(employee).get("/settings/mail").text.count(" checked") == 3


def test_a_wrong_choice_is_shown_again(web: Web, employee: Actor) -> None:
    answer = web(employee).post("/settings/mail", {"pace": "hourly", "hour": "24"})
    assert answer.status_code == 422
    assert 'id="f-hour-error"' in answer.text
    assert not MailChoice.objects.exists()


# The link in a mail


def test_a_link_stops_mails_without_signing_in(client: Client, employee: Actor) -> None:
    link = stop_path(employee.member_id, "talk")
    looked = client.get(link)
    assert (looked.status_code, "<form" in looked.text) == (200, True)
    assert not MailChoice.objects.exists(), "looking stops nothing"
    pressed = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    assert MailChoice.objects.get(member=employee.member_id).muted == ["talk"]
    assert "employee@cairn.test" in pressed.text
    assert client.post(stop_path(employee.member_id)).status_code == 200
    assert MailChoice.objects.get(member=employee.member_id).pace == "never"


def test_a_forged_link_is_not_found(client: Client, employee: Actor) -> None:
    link = stop_path(employee.member_id)
    for wrong in (link[:-1], link + "x", "/mails/stop/x", link.replace("stop/", "stop/x")):
        assert client.post(wrong).status_code == 404
    Member.objects.filter(id=employee.member_id).update(left_at=clock.now())
    assert client.get(link).status_code == 404
    assert not MailChoice.objects.exists()


# Administrators


def test_administrators_see_what_the_server_said_and_send_again(
    web: Web, admin: Actor, employee: Actor
) -> None:
    choose_mail(employee, pace="immediate", quiet_from=0, quiet_to=0)
    say(employee)
    write_mails(Job(), lambda _step, _steps: None)
    keep_recurring(["mails.send"])
    Job.objects.filter(kind="mails.send").update(error="TimeoutError: timed out", attempts=3)
    Mail.objects.update(failed_at=MORNING, error="550 no such person", attempts=1)
    page = web(admin).get("/settings/mails").text
    assert "550 no such person" in page
    assert "TimeoutError: timed out" in page
    mail = Mail.objects.get()
    assert web(admin).post(f"/settings/mails/{mail.id}/again").status_code == 303
    mail.refresh_from_db()
    assert mail.failed_at is None
    assert web(employee).get("/settings/mails").status_code == 403
    assert "/settings/mails" not in web(employee).get("/settings/mail").text


def test_the_page_says_where_nobody_works(web: Web, admin: Actor) -> None:
    assert "cairn worker" in web(admin).get("/settings/mails").text


def test_the_mails_page_stays_in_budget(web: Web, admin: Actor, employee: Actor) -> None:
    def grow() -> None:
        Mail.objects.create(
            organization_id=admin.organization_id, member_id=employee.member_id, kind="notices"
        )

    grow()
    stays_in_budget(web(admin), "/settings/mails", grow)


def test_home_takes_milestones_of_due_rows_with_those_of_the_cards(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    kr = write_key_result(
        employee,
        objective,
        title="上线三件事",
        kind="milestones",
        start=None,
        target=None,
        milestones=[(None, "一", Decimal(1)), (None, "二", Decimal(1))],
    )
    client = web(employee)
    for address in ("/", "/inbox"):
        page = client.get(address).text
        assert page.count('name="milestones_reached"') == 2, address
        assert "0/2" in page
    steps = [str(step.id) for step in kr.milestones.order_by("position", "id")]
    sent = {"milestones": "1", "milestones_reached": steps[:1], "view": "inbox"}
    saved = client.post(f"/check-in/{kr.id}", sent, headers={"HX-Request": "true"})
    assert "1/2" in saved.text


def test_a_kpi_that_waits_is_recorded_in_place(web: Web, employee: Actor, kpi: Kpi) -> None:
    client = web(employee)
    assert "/kpis/measure" in client.get("/").text
    assert kpi.name in client.get("/inbox").text
    assert kpi.name in client.get("/inbox?only=kpis").text
    answer = client.post(
        f"/kpis/{kpi.id}/measure", {"value": "72", "submission": "eins", "back": "/inbox"}
    )
    assert answer.headers["Location"] == "/inbox"
    assert kpi.name not in client.get("/inbox?only=kpis").text


TOO_LONG = "长" * 10_001


def opened_text(page: str) -> str:
    """What stands in the answer that is open."""
    found = re.search(
        r"<details class=\"reply\" open>.*?<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL
    )
    return found[1].strip() if found else ""


def test_an_answer_that_is_refused_stays_in_its_form(
    web: Web, lead: Actor, everything: Callable[[], None]
) -> None:
    """Opened, with what is wrong; taken at last, it goes back to where it was begun."""
    everything()
    client = web(lead)
    asked, mention = HelpRequest.objects.get(), Mention.objects.get(member=lead.member_id)
    for address, name in (
        (f"/help/{asked.id}/answer", "answer"),
        (f"/inbox/mentions/{mention.id}", "body"),
    ):
        refused = client.post(address, {name: TOO_LONG, "back": "/?from=home"})
        assert refused.status_code == 422
        assert opened_text(refused.text) == TOO_LONG
        assert 'role="alert"' in refused.text
        assert 'name="back" value="/?from=home"' in refused.text
        sent = client.post(address, {name: "好", "back": "/?from=home"})
        assert sent["Location"] == "/?from=home"


def test_a_refused_answer_that_has_no_place_in_the_list_is_shown_to_be_copied(
    web: Web, lead: Actor, everything: Callable[[], None]
) -> None:
    everything()
    HelpRequest.objects.update(answered_at=MORNING, answered_by=lead.member_id, answer="好")
    refused = web(lead).post(f"/help/{HelpRequest.objects.get().id}/answer", {"answer": TOO_LONG})
    assert refused.status_code in (409, 422)
    assert TOO_LONG in refused.text


@pytest.mark.parametrize("back", ["/", "/inbox", "/objectives/7#help"])
def test_an_answer_outlives_its_session(
    web: Web, lead: Actor, everything: Callable[[], None], back: str
) -> None:
    everything()
    asked = HelpRequest.objects.get()
    form_page = "/inbox?only=help"
    assert f'name="form_page" value="{form_page}"' in web(lead).get("/inbox").text
    stranger = Client()
    about = f"help-{asked.id}"
    sent = {"answer": "写了很久", "about": about, "back": back, "form_page": form_page}
    away = stranger.post(f"/help/{asked.id}/answer", sent)
    assert away["Location"].endswith("next=%2Finbox%3Fonly%3Dhelp")
    kept = stranger.session["unsent"]
    client = web(lead)
    session = client.session
    session["unsent"] = kept
    session.save()
    page = client.get(form_page).text
    assert opened_text(page) == "写了很久"
    assert f'name="back" value="{back}"' in page


def test_what_is_done_after_the_session_ended_leads_back_to_its_page() -> None:
    away = Client().post("/inbox/actions/7", {"back": "/inbox"})
    assert away["Location"].endswith("next=%2Finbox")
