"""The pages that end a round: what is covered, what goes out, the presentation."""

from collections.abc import Callable

from django.test import Client

from cairn.goals.commands.drafts import draft_objective, publish_objective
from cairn.goals.models import Alignment, Objective
from cairn.organization.actor import Actor
from cairn.planning.commands.aligning import plan_alignment
from cairn.planning.models import PlannedAlignment, Round
from tests.planning.conftest import Sets
from tests.planning.test_round_pages import text_of
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def test_what_a_draft_serves_is_said_and_taken_back(
    sets: Sets,
    held: Round,
    web: SignIn,
    champion: Actor,
) -> None:
    browser = web(champion)
    page = f"/rounds/{held.id}/coverage"
    assert sets.ours.title in text_of(browser, page)
    sent = {"objective": str(sets.ours.id), "place": str(sets.above.id)}
    assert browser.post(f"{page}/alignments", sent).status_code == 303
    (planned,) = PlannedAlignment.objects.all()
    assert f"/rounds/alignments/{planned.id}/drop" in text_of(browser, page)
    for wrong in ({}, {"objective": "x", "place": "y.z"}, sent | {"place": str(sets.theirs.id)}):
        assert browser.post(f"{page}/alignments", wrong).status_code == 303
    assert PlannedAlignment.objects.count() == 1
    assert browser.post(f"/rounds/alignments/{planned.id}/drop").status_code == 303
    assert not PlannedAlignment.objects.exists()

    def grow() -> None:
        made = draft_objective(
            champion, title="多一件", cycle=held.cycle_id, team=sets.ours.team_id
        )
        plan_alignment(champion, held.id, objective=made.id, target=sets.above.id)

    text_of(browser, page)  # and its message
    stays_in_budget(browser, page, grow)


def test_a_lead_who_sees_no_draft_above_ties_a_set_to_what_was_handed_on(
    sets: Sets, held: Round, web: SignIn, lead: Actor
) -> None:
    browser, page = web(lead), f"/rounds/{held.id}/coverage"
    assert f'<option value="{sets.above.id}">' in text_of(browser, page)
    sent = {"objective": str(sets.ours.id), "place": str(sets.above.id)}
    browser.post(f"{page}/alignments", sent)
    (planned,) = PlannedAlignment.objects.all()
    assert f"/rounds/alignments/{planned.id}/drop" in text_of(browser, page)
    stays_in_budget(browser, page, lambda: None)


def test_drafts_are_hidden_from_who_may_not_see_them(
    sets: Sets,
    held: Round,
    web: SignIn,
    employee: Actor,
) -> None:
    for page in ("coverage", "presentation"):
        shown = text_of(web(employee), f"/rounds/{held.id}/{page}")
        assert not any(one.title in shown for one in (sets.ours, sets.theirs))
    assert web(employee).get(f"/rounds/{held.id}/announcement").status_code == 403


def test_the_last_pages_take_as_many_queries_whatever_is_announced(
    sets: Sets,
    held: Round,
    web: SignIn,
    champion: Actor,
) -> None:
    def grow() -> None:
        announce = draft_objective(champion, title="又一件", cycle=held.cycle_id, team=held.team_id)
        publish_objective(champion, announce.id)
        draft_objective(champion, title="还有一件", cycle=held.cycle_id, team=held.team_id)

    stays_in_budget(web(champion), f"/rounds/{held.id}/presentation", grow)
    stays_in_budget(web(champion), f"/rounds/{held.id}/announcement", grow)


def test_everything_goes_out_at_once_and_is_presented(
    sets: Sets,
    held: Round,
    web: SignIn,
    champion: Actor,
    employee: Actor,
) -> None:
    browser = web(champion)
    page = f"/rounds/{held.id}/announcement"
    assert text_of(browser, page).count(" checked") == 1
    wrong = browser.post(page, {"objective": [str(sets.ours.id), "x"]})
    assert wrong.status_code == 422
    assert f'value="{sets.ours.id}" checked' in wrong.content.decode()
    browser.post(
        f"/rounds/{held.id}/coverage/alignments",
        {"objective": str(sets.ours.id), "place": str(sets.above.id)},
    )
    sent = browser.post(page, {"objective": [str(sets.above.id), str(sets.ours.id)]})
    assert (sent.status_code, sent["Location"]) == (303, f"/rounds/{held.id}/presentation")
    assert Objective.objects.filter(published_at__isnull=False).count() == 2
    assert Alignment.objects.count() == 1
    shown = text_of(web(employee), f"/rounds/{held.id}/presentation")
    assert sets.above.title in shown
    assert sets.ours.title in shown
    assert sets.theirs.title not in shown
