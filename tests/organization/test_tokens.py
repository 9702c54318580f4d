"""Personal access tokens."""

from datetime import timedelta
from typing import Any

import pytest

from cairn.errors import Forbidden, Invalid, NotFound
from cairn.organization.actor import Actor, Face, Scope
from cairn.organization.commands.tokens import actor_of_token, create_token, revoke_token
from cairn.organization.models import Member, Token
from cairn.organization.queries import tokens_of
from cairn.storage import clock
from tests.cast import MORNING


def test_a_token_acts_as_its_owner(employee: Actor, team: object) -> None:
    token, secret = create_token(employee, name="脚本", days=30)
    actor = actor_of_token(secret)
    assert actor is not None
    assert (actor.member_id, actor.face) == (employee.member_id, Face.API)
    assert actor.scopes == {Scope.READ, Scope.WRITE}
    assert secret.startswith(token.hint)
    assert len(secret) == 49
    assert secret not in token.secret_hash


def test_a_token_dies_of_age_revocation_and_departure(employee: Actor, admin: Actor) -> None:
    old, aged = create_token(employee, name="一", days=1)
    with clock.set_to(MORNING + timedelta(days=1)):
        assert actor_of_token(aged) is None
    _, second = create_token(employee, name="二")
    revoke_token(admin, old.id)
    assert actor_of_token(aged) is None
    Member.objects.filter(id=employee.member_id).update(left_at=MORNING)
    assert actor_of_token(second) is None
    assert actor_of_token("cairn_nothing") is None


def test_its_use_is_noted_once_a_minute(employee: Actor, django_assert_num_queries: Any) -> None:
    token, secret = create_token(employee, name="脚本")
    actor_of_token(secret)
    with clock.set_to(MORNING + timedelta(seconds=59)), django_assert_num_queries(2):
        actor_of_token(secret)
    assert Token.objects.get(id=token.id).last_used_at == MORNING


def test_a_token_gives_no_more_than_it_has(employee: Actor) -> None:
    _, secret = create_token(employee, name="脚本", scopes=["read", "write"])
    script = actor_of_token(secret)
    assert script is not None
    with pytest.raises(Forbidden):
        create_token(script, name="更多", scopes=["admin"])


def test_tokens_are_revoked_by_owner_and_administrator_only(
    employee: Actor, colleague: Actor, stranger: Actor
) -> None:
    token, _ = create_token(employee, name="脚本")
    with pytest.raises(Forbidden):
        revoke_token(colleague, token.id)
    with pytest.raises(NotFound):
        revoke_token(stranger, token.id)
    assert tokens_of(employee) == [token]
    revoke_token(employee, token.id)
    assert tokens_of(employee) == []


def test_an_expiry_lies_in_reason(employee: Actor) -> None:
    with pytest.raises(Invalid):
        create_token(employee, name="脚本", days=99_999)
