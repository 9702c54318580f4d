"""Who hears of a round and of its steps, and who is reminded."""

from datetime import timedelta

from cairn.cycles.models import Cycle
from cairn.notifications.notices import newest
from cairn.notifications.reading import read_some
from cairn.notifications.reminding import remind_steps
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.planning.commands.rounds import cancel_round, start_round
from cairn.planning.commands.steps import extend_step, finish_step
from cairn.planning.models import Room, Round
from tests.planning.test_rounds import step_of


def heard(actor: Actor) -> list[tuple[str, str]]:
    return [(row.kind, row.url) for row in reversed(newest(actor))]


def test_everybody_is_asked_to_propose_and_leads_hear_what_is_asked_of_them(
    champion: Actor,
    lead: Actor,
    colleague: Actor,
    viewer: Actor,
    next_cycle: Cycle,
    squad: Team,
    team: Team,
) -> None:
    read_some()
    held = start_round(champion, next_cycle.id)
    read_some()
    link = f"/rooms/{Room.objects.get(round=held).id}/propose"
    assert heard(colleague) == [("round.started", link)]
    assert heard(viewer) == heard(champion) == []
    mine = step_of(held, "hand_on", team)
    finish_step(lead, mine.id)
    extend_step(champion, mine.id, comment="第二条重了")
    cancel_round(champion, held.id, reason="改到下季度")
    read_some()
    assert heard(champion) == [("step.done", f"/rounds/{held.id}#hand_on")]
    assert heard(lead)[1:] == [
        ("step.extended", f"/rounds/{held.id}/teams/{team.id}"),
        ("round.cancelled", f"/rounds/{held.id}"),
    ]
    assert "第二条重了" in {row.said for row in newest(lead)}
    assert all(row.text and "%(" not in row.text for row in newest(lead))


def test_leads_are_reminded_before_the_end_of_their_step_and_when_it_is_late(
    champion: Actor, lead: Actor, organization: Organization, held: Round, team: Team
) -> None:
    mine = step_of(held, "hand_on", team)
    early = mine.ends_on - timedelta(days=3)
    remind_steps(organization, early)
    assert heard(lead) == []
    for days in (1, 2, 3, 4, 5):
        remind_steps(organization, early + timedelta(days=days))
    kinds = [kind for kind, _url in heard(lead)]
    assert kinds[0] == "reminder.step.soon"
    # the team below has no lead of its own: its cascade is reminded here too
    assert kinds.count("reminder.step.soon") == 2
    assert kinds.count("reminder.step.late") == 1
    finish_step(lead, mine.id)
    remind_steps(organization, mine.ends_on + timedelta(days=9))
    assert [kind for kind, _url in heard(lead)].count("reminder.step.late") == 2
