"""The first run: a code, an organization, an administrator."""

from typing import Any

import pytest

from cairn.errors import Forbidden, Invalid
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.organization.commands.founding import (
    check_setup_code,
    found_organization,
    issue_setup_code,
)
from cairn.organization.models import Member, Organization, SetupCode, Team, User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {"name": "山岚科技", "owner_name": "沈予安", "email": "Owner@Cairn.test"}


def test_the_founder_is_administrator_and_leads_the_company() -> None:
    organization, owner = found_organization(**FACTS, password=PASSWORD)
    company = Team.objects.get(organization=organization)
    assert (company.name, company.lead_id, company.path) == (
        "山岚科技",
        owner.id,
        f".{company.id}.",
    )
    assert owner.role == "admin"
    assert owner.user.email == "owner@cairn.test"
    assert owner.user.check_password(PASSWORD)
    assert Event.objects.get().kind == Kind.ORGANIZATION_FOUNDED


def test_a_weak_password_is_refused_by_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        found_organization(**FACTS, password="12345")
    assert set(refused.value.fields) == {"password"}
    assert not Organization.objects.exists()


def test_an_account_keeps_its_password_in_a_second_organization() -> None:
    found_organization(**FACTS, password=PASSWORD)
    found_organization(**{**FACTS, "name": "Northwind"}, password="another one entirely")
    assert User.objects.get().check_password(PASSWORD)
    assert Member.objects.count() == 2


def test_the_setup_code_opens_the_wizard_once() -> None:
    code = issue_setup_code()
    assert code is not None
    assert check_setup_code(code.lower().replace("-", " "))
    assert not check_setup_code("AAAA-AAAA-AAAA")
    found_organization(**FACTS, setup_code=code)
    assert not check_setup_code(code)
    with pytest.raises(Forbidden):
        found_organization(**FACTS, setup_code=code)


def test_a_wrong_setup_code_founds_nothing() -> None:
    issue_setup_code()
    with pytest.raises(Forbidden):
        found_organization(**FACTS, setup_code="AAAA-AAAA-AAAA")
    assert not Organization.objects.exists()


def test_a_new_code_replaces_the_old_one_and_only_its_hash_is_kept() -> None:
    old, new = issue_setup_code(), issue_setup_code()
    assert old is not None
    assert new is not None
    assert not check_setup_code(old)
    assert new not in SetupCode.objects.get().secret_hash


def test_there_is_no_code_once_there_is_an_organization() -> None:
    found_organization(**FACTS)
    assert issue_setup_code() is None
