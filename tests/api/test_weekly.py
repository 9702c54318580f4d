"""The week over REST: updates, asking for help, absences and snoozes."""

from collections.abc import Callable

from cairn.api.schemas.weekly import (
    AbsenceList,
    AbsenceOut,
    HelpRequestOut,
    HelpRequestPage,
    WeeklyUpdateOut,
    WeeklyUpdatePage,
    WeeklyUpdateWhole,
)
from cairn.checkins.models import Snooze
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteObjective

Connect = Callable[..., ApiClient]
V1 = "/api/v1"


def test_an_update_is_written_published_and_read(
    api: Connect, employee: Actor, colleague: Actor, checked_in: KeyResult
) -> None:
    mine, other = api(employee), api(colleague)
    body = {"priorities": "甲", "version": 0}
    draft = mine.send("PUT", f"{V1}/me/weekly-updates/2026-11-18", body)
    made = fits(WeeklyUpdateOut, draft.json())
    assert (made["week_on"], made["version"], made["published_at"]) == ("2026-11-20", 1, None)
    assert other.get(f"{V1}/weekly-updates").json()["items"] == []
    stale = mine.send("PUT", f"{V1}/me/weekly-updates/2026-11-18", {**body, "priorities": "乙"})
    assert stale.status_code == 409
    mine.send("PUT", f"{V1}/me/weekly-updates/2026-11-20", {"publish": True})
    listed = fits(WeeklyUpdatePage, other.get(f"{V1}/weekly-updates?week_on=2026-11-20").json())
    assert [one["id"] for one in listed["items"]] == [made["id"]]
    whole = other.get(f"{V1}/weekly-updates/{made['id']}").json()
    (row,) = fits(WeeklyUpdateWhole, whole)["key_results"]
    assert (row["title"], row["confidence"]) == (checked_in.title, 7)
    team = employee.team_names[0][0]
    assert len(other.get(f"{V1}/weekly-updates?team={team}").json()["items"]) == 1
    assert mine.send("PUT", f"{V1}/me/weekly-updates/2020-01-01", body).status_code == 409
    assert mine.send("PUT", f"{V1}/me/weekly-updates/today", body).status_code == 404


def test_help_is_asked_for_and_answered(
    api: Connect, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    body = {"asked": str(colleague.member_id), "body": "?", "objective": str(objective.id)}
    sent = api(employee).send("POST", f"{V1}/help-requests", body)
    made = fits(HelpRequestOut, sent.json())
    assert (sent.status_code, made["state"], made["can"]) == (
        201,
        "open",
        {"answer": False, "withdraw": True},
    )
    waiting = api(colleague).get(f"{V1}/help-requests?state=open&asked={colleague.member_id}")
    (one,) = fits(HelpRequestPage, waiting.json())["items"]
    assert one["can"]["answer"] is True
    address = f"{V1}/help-requests/{made['id']}"
    answered = api(colleague).send("POST", f"{address}/answer", {"answer": "好"}).json()
    assert (answered["state"], answered["answered_by"]) == ("answered", "Emma Clarke")
    assert api(employee).send("POST", f"{address}/withdraw").status_code == 409


def test_who_may_not_see_it_cannot_be_asked(
    api: Connect, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    secret = write_objective(employee, visibility="people")
    body = {"asked": str(colleague.member_id), "body": "?", "objective": str(secret.id)}
    refused = api(employee).send("POST", f"{V1}/help-requests", body)
    assert refused.status_code == 422
    body["add_reader"] = True  # type: ignore[assignment]
    assert api(employee).send("POST", f"{V1}/help-requests", body).status_code == 201


def test_absences_are_planned_and_ended(api: Connect, employee: Actor, colleague: Actor) -> None:
    address = f"{V1}/members/{employee.member_id}/absences"
    body = {
        "stand_in": str(colleague.member_id),
        "starts_on": "2026-11-18",
        "ends_on": "2026-11-20",
    }
    made = fits(AbsenceOut, api(employee).send("POST", address, body).json())
    assert api(employee).send("POST", address, body).status_code == 422
    assert len(fits(AbsenceList, api(employee).get(address).json())["items"]) == 1
    assert api(colleague).get(address).status_code == 403
    assert len(api(colleague).get(f"{V1}/me/standing-in").json()["items"]) == 1
    here = f"{V1}/absences/{made['id']}"
    changed = api(employee).send("PATCH", here, {"ends_on": "2026-11-25"}).json()
    assert (changed["starts_on"], changed["ends_on"]) == ("2026-11-18", "2026-11-25")
    assert api(colleague).send("PATCH", here, {"ends_on": "2026-11-26"}).status_code == 403
    assert api(employee).send("PATCH", here, {"ends_on": "2026-11-01"}).status_code == 422
    ended = api(employee).send("POST", f"{here}/end").json()
    assert ended["ended_at"] is not None
    assert api(employee).get(address).json()["items"] == []


def test_a_reminder_is_put_off(api: Connect, employee: Actor, key_result: KeyResult) -> None:
    address = f"{V1}/key-results/{key_result.id}/snooze"
    assert api(employee).send("PUT", address, {"until_on": "2026-11-19"}).status_code == 204
    assert Snooze.objects.count() == 1
    assert api(employee).send("PUT", address, {"until_on": "2026-12-19"}).status_code == 422
    assert api(employee).send("DELETE", address).status_code == 204
    assert not Snooze.objects.exists()
