"""Planning rounds over REST."""

from collections.abc import Callable

from cairn.api.schemas.rounds import PlanningRoundOut, RoundLine
from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.models import Round
from tests.api.conformance import fits
from tests.cast import ApiClient
from tests.planning.test_rounds import step_of

Connect = Callable[..., ApiClient]


def test_a_round_from_its_plan_to_its_cancelling(
    api: Connect, champion: Actor, lead: Actor, next_cycle: Cycle, squad: Team
) -> None:
    script, other = api(champion), api(lead)
    days = {"starts_on": "2026-12-22", "ends_on": "2026-12-22"}
    body = {"cycle": str(next_cycle.id), "steps": dict.fromkeys(("choose", "announce"), days)}
    assert other.send("POST", "/api/v1/rounds", body).status_code == 403
    wrong = script.send("POST", "/api/v1/rounds", {**body, "steps": {"choose": {}}})
    assert wrong.status_code == 422
    made = script.send("POST", "/api/v1/rounds", body)
    assert made.status_code == 201
    shape = fits(PlanningRoundOut, made.json())
    here = f"/api/v1/rounds/{shape['id']}"
    assert made.headers["Location"] == here
    assert [one["kind"] for one in shape["steps"]] == ["choose", "announce"]
    later = {"steps": {"announce": {"starts_on": "2026-12-23", "ends_on": "2026-12-24"}}}
    assert script.send("PATCH", here, later).json()["ends_on"] == "2026-12-24"
    assert other.send("PATCH", here, later).status_code == 403
    (listed,) = other.get("/api/v1/rounds").json()["items"]
    assert fits(RoundLine, listed)["state"] == "open"
    dropped = script.send("POST", f"{here}/drop", {"drop": "individuals"})
    assert dropped.status_code == 200
    assert script.send("POST", f"{here}/drop", {"drop": "choose"}).status_code == 422
    ended = script.send("POST", f"{here}/cancel", {"reason": "改到下季度"}).json()
    assert (ended["state"], ended["reason"]) == ("cancelled", "改到下季度")
    assert script.send("PATCH", here, later).status_code == 409


def test_the_steps_of_a_round(
    api: Connect, champion: Actor, lead: Actor, held: Round, team: Team
) -> None:
    mine = step_of(held, "hand_on", team)
    here = f"/api/v1/rounds/{held.id}/steps/{mine.id}"

    def state(answer: dict[str, object]) -> object:
        fits(PlanningRoundOut, answer)
        steps = answer["steps"]
        assert isinstance(steps, list)
        return next(
            one["state"]
            for one in steps
            if one["team"]["id"] == str(team.id) and one["kind"] == "hand_on"
        )

    assert state(api(lead).send("POST", f"{here}/begin").json()) == "running"
    assert state(api(lead).send("POST", f"{here}/finish").json()) == "done"
    assert api(lead).send("POST", f"{here}/skip").status_code == 403
    asked = {"comment": "第二条重了", "minutes": 30}
    assert state(api(champion).send("POST", f"{here}/extend", asked).json()) == "running"
    assert state(api(champion).send("POST", f"{here}/skip", {}).json()) == "skipped"
    again = api(champion).send("POST", f"{here}/repeat", {"starts_on": "2026-12-24"})
    assert state(again.json()) == "waiting"
    elsewhere = f"/api/v1/rounds/1/steps/{mine.id}/finish"
    assert api(champion).send("POST", elsewhere).status_code == 404
