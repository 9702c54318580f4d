"""Whoever holds a person, a team or the organization while waiting for an objective must not stop
the check-in that holds that objective: PostgreSQL would end one of the two."""

import threading
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from cairn.checkins.commands import checkins, leaving
from cairn.goals.commands import handing_over
from cairn.goals.commands.locking import lock_key_result
from cairn.goals.models import KeyResult, Objective
from cairn.goals.ties import lock_lines
from cairn.notifications import commands as following
from cairn.organization.actor import Actor
from tests.threads import at_once

type Act = Callable[..., Any]


class Meeting:
    """Each of the two has taken its first lock before either asks for its second."""

    def __init__(self) -> None:
        self.held, self.started = threading.Event(), threading.Event()

    def before(self, act: Act) -> Act:
        def wait(*given: Any) -> Any:
            self.held.set()
            self.started.wait(5)
            time.sleep(0.2)
            return act(*given)

        return wait

    def after(self, act: Act) -> Act:
        def wait(*given: Any, **named: Any) -> Any:
            self.held.wait(5)
            done = act(*given, **named)
            self.started.set()
            time.sleep(0.5)
            return done

        return wait


@pytest.mark.django_db(transaction=True)
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
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for all")
    meeting = Meeting()
    monkeypatch.setattr(handing_over, "lock_lines", meeting.before(lock_lines))
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
