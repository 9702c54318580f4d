"""Two who write at once may wait for each other's rows only one way round: PostgreSQL would end one
of them. The order is in docs/decisions/0009-lock-order.md; each test here meets the two where they
would wait for each other without it."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from cairn.checkins.commands import checkins, helping, leaving
from cairn.cycles.models import Cycle
from cairn.errors import Refusal
from cairn.goals.commands import alignments, handing_over, ordering
from cairn.goals.commands import teams as moved_teams
from cairn.goals.commands.confirming import submit_objectives
from cairn.goals.commands.cycles import edit_cycle
from cairn.goals.commands.locking import lock_found, lock_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.notifications import commands as following
from cairn.organization.actor import Actor
from cairn.organization.commands import teams
from cairn.organization.models import Team
from cairn.reviews.commands import cycles as ending
from cairn.reviews.commands import retrospectives
from tests.cast import WriteKeyResult, WriteObjective, again
from tests.threads import PATIENCE, at_once, until_waiting

pytestmark = pytest.mark.django_db(transaction=True)

type Act = Callable[..., Any]


@pytest.fixture(autouse=True)
def _only_with_row_locks(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for all")


class Pause:
    """Stops the first, as it calls what is patched, until the others wait for a lock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: Any, name: str) -> None:
        self._reached, self._act = threading.Event(), getattr(room, name)
        monkeypatch.setattr(room, name, self._stop)
        self.is_before, self.others = True, 1

    def after(self, others: int = 1) -> "Pause":
        """Once that is done, rather than before."""
        self.is_before, self.others = False, others
        return self

    def _stop(self, *given: Any, **named: Any) -> Any:
        if self._reached.is_set():
            return self._act(*given, **named)
        done = None if self.is_before else self._act(*given, **named)
        self._reached.set()
        until_waiting(self.others)
        return self._act(*given, **named) if self.is_before else done

    def then(self, act: Act) -> Act:
        def wait() -> None:
            assert self._reached.wait(PATIENCE)
            act()

        return wait


class Meeting:
    """Each of the two has taken its first lock before either asks for its second."""

    def __init__(self) -> None:
        self.held, self.started = threading.Event(), threading.Event()

    def before(self, act: Act) -> Act:
        def wait(*given: Any) -> Any:
            self.held.set()
            self.started.wait(PATIENCE)
            time.sleep(0.2)
            return act(*given)

        return wait

    def after(self, act: Act) -> Act:
        def wait(*given: Any, **named: Any) -> Any:
            self.held.wait(PATIENCE)
            done = act(*given, **named)
            self.started.set()
            time.sleep(0.5)
            return done

        return wait


@pytest.mark.parametrize("what", ["leave", "follow"])
def test_a_check_in_is_no_deadlock_with(
    what: str,
    admin: Actor,
    champion: Actor,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting = Meeting()
    monkeypatch.setattr(handing_over, "lock_found", meeting.before(lock_found))
    look = following._require_visible
    monkeypatch.setattr(following, "_require_visible", meeting.before(look))
    monkeypatch.setattr(checkins, "lock_key_result", meeting.after(lock_key_result))
    acts: dict[str, Act] = {
        "leave": lambda: leaving.remove_member(
            admin, employee.member_id, hand_over_to=champion.member_id
        ),
        "follow": lambda: following.follow(employee, "objective", objective.id),
    }
    raised = at_once(
        [acts[what], lambda: checkins.check_in(employee, key_result.id, value=Decimal(66))]
    )
    assert raised == [None, None]


def test_a_line_that_grows_while_it_is_waited_for_is_locked_in_order(
    champion: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody checks in below, and somebody submits both, while it begins to count above."""
    above, below = write_objective(champion), write_objective(champion)
    key_result = write_key_result(champion, below)
    tie = alignments.request_alignment(champion, below.id, target=above.id)
    pause = Pause(monkeypatch, alignments, "lock_alignment").after(others=2)
    raised = at_once(
        [
            lambda: alignments.weigh_alignment(champion, tie.id, weight=Decimal(50), reason="?"),
            pause.then(lambda: checkins.check_in(champion, key_result.id, value=Decimal(50))),
            pause.then(lambda: submit_objectives(champion, [above.id, below.id])),
        ]
    )
    assert raised == [None] * 3
    above.refresh_from_db()
    assert above.progress == Decimal("0.5")


def test_a_list_is_put_into_order_with_all_of_it_locked_at_once(
    champion: Actor, write_objective: WriteObjective, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, above = (write_objective(champion) for _ in range(3))
    request = alignments.request_alignment
    request(champion, first.id, target=above.id, weight=Decimal(50), reason="?")
    pause = Pause(monkeypatch, ordering, "lock_objective").after()
    raised = at_once(
        [
            lambda: ordering.order_objectives(champion, [second.id, first.id]),
            pause.then(lambda: submit_objectives(champion, [second.id, above.id])),
        ]
    )
    assert raised == [None, None]


def test_an_objective_moves_into_a_cycle_that_ends(
    champion: Actor,
    cycle: Cycle,
    year: Cycle,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ends with the cycle counts into what moves."""
    Cycle.objects.filter(id=cycle.id).update(phase="scoring")
    above, inside = write_objective(champion, cycle=year.id), write_objective(champion)
    alignments.request_alignment(
        champion, inside.id, target=above.id, weight=Decimal(50), reason="?"
    )
    pause = Pause(monkeypatch, ending, "lock_lines_of_cycle")
    closed, moved = at_once(
        [
            lambda: ending.close_cycle(champion, cycle.id, anyway=True, reason="?"),
            pause.then(lambda: edit_objective(champion, above.id, cycle=cycle.id, reason="?")),
        ]
    )
    assert closed is None
    assert isinstance(moved, Refusal)


def test_a_cycle_gets_another_name_and_end_while_one_looks_back(
    champion: Actor, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = objective.cycle
    pause = Pause(monkeypatch, retrospectives, "lock_objective").after()
    raised = at_once(
        [
            lambda: retrospectives.start_retrospective(champion, objective=objective.id),
            pause.then(
                lambda: edit_cycle(
                    champion,
                    cycle.id,
                    name="第四季度",
                    starts_on=cycle.starts_on,
                    ends_on=cycle.ends_on - timedelta(days=1),
                )
            ),
        ]
    )
    assert raised == [None, None]


def test_somebody_joins_the_team_whose_lead_leaves(
    admin: Actor, champion: Actor, lead: Actor, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = Pause(monkeypatch, teams, "lock_member")
    raised = at_once(
        [
            lambda: teams.join_team(champion, team.id, lead.member_id),
            pause.then(
                lambda: leaving.remove_member(
                    admin, lead.member_id, hand_over_to=champion.member_id
                )
            ),
        ]
    )
    assert raised == [None, None]


def test_somebody_asks_for_help_while_their_manager_leaves(
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    team: Team,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What they ask about is the manager's."""
    held = write_objective(again(lead), team=team.id, owner=lead.member_id)
    pause = Pause(monkeypatch, helping, "lock_objective")
    raised = at_once(
        [
            lambda: helping.ask_for_help(
                employee,
                asked=champion.member_id,
                body="?",
                objective=held.id,
                submission="one",
            ),
            pause.then(
                lambda: leaving.remove_member(
                    admin, lead.member_id, hand_over_to=champion.member_id
                )
            ),
        ]
    )
    assert raised == [None, None]


def test_two_teams_move_at_once_and_what_only_they_see_is_locked_with_what_is_theirs(
    champion: Actor,
    team: Team,
    product: Team,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = write_objective(champion, visibility="team", visible_team=team.id)
    owned = write_objective(champion, team=team.id)
    pause = Pause(monkeypatch, moved_teams, "refresh_cadences").after()
    raised = at_once(
        [
            lambda: moved_teams.edit_team(champion, team.id, parent=product.id),
            pause.then(lambda: submit_objectives(champion, [seen.id, owned.id])),
        ]
    )
    assert raised == [None, None]
