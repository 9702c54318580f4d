"""What a deadlock ended is done once more, whichever face asked; what fails again is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from cairn.goals.commands.closures import reopen_objective
from cairn.goals.commands.objectives import delete_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.storage.deadlocks import is_deadlock
from tests.cast import ApiClient

pytestmark = pytest.mark.django_db


class Ended(Exception):
    """What the driver raises in the one that is ended."""

    sqlstate = "40P01"


def failing(times: int, cause: Exception, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, which the database ends so many times before it does it."""
    left = [None] * times

    def tried(*args: Any, **kwargs: Any) -> Any:
        if left:
            left.pop()
            raise OperationalError from cause
        return work(*args, **kwargs)

    return tried


def test_only_what_kept_nothing_is_worth_another_try() -> None:
    for cause, expected in ((Ended(), True), (ValueError(), False), (None, False)):
        error = OperationalError()
        error.__cause__ = cause
        assert is_deadlock(error) is expected


@pytest.mark.parametrize(("times", "status"), [(1, 303), (2, 503)])
def test_a_page_tries_once_more(
    web: Callable[[Actor], Client],
    employee: Actor,
    objective: Objective,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    status: int,
) -> None:
    work = failing(times, Ended(), delete_objective)
    monkeypatch.setattr("cairn.web.objectives.acts.delete_objective", work)
    answer = web(employee).post(f"/objectives/{objective.id}/delete")
    assert answer.status_code == status
    assert Objective.objects.get().is_deleted is (times == 1)


def test_what_was_typed_is_shown_where_the_database_does_not_answer(
    web: Callable[[Actor], Client],
    employee: Actor,
    objective: Objective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = failing(9, ValueError(), reopen_objective)
    monkeypatch.setattr("cairn.web.objectives.closing.reopen_objective", work)
    sent = {"reason": "客户又回来了"}
    answer = web(employee).post(f"/objectives/{objective.id}/reopen", sent)
    assert answer.status_code == 503
    assert "客户又回来了" in answer.content.decode()


@pytest.mark.parametrize(("times", "status"), [(1, 204), (2, 503)])
def test_the_api_tries_once_more(
    api: Callable[..., ApiClient],
    employee: Actor,
    objective: Objective,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    status: int,
) -> None:
    work = failing(times, Ended(), delete_objective)
    monkeypatch.setattr("cairn.api.objectives.delete_objective", work)
    assert api(employee).delete(f"/api/v1/objectives/{objective.id}").status_code == status
    assert Objective.objects.get().is_deleted is (times == 1)
