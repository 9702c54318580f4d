"""Taking people in from a list on the settings pages."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team

pytestmark = pytest.mark.django_db

Web = Callable[[Actor], Client]
HERE = "/settings/members/import"
GOOD = "姓名,邮箱,部门,直属上级,职务\n许然,xu@cairn.test,设计部,admin@cairn.test,设计师\n"
BAD = GOOD + "没有邮箱,不是邮箱,,,\n"


def fingerprint(page: str) -> str:
    return page.split('name="fingerprint" value="')[1].split('"', maxsplit=1)[0]


def test_a_list_is_shown_before_it_is_applied(web: Web, admin: Actor) -> None:
    client = web(admin)
    page = client.post(HERE, {"step": "check", "text": GOOD}).content.decode()
    assert "许然" in page
    assert not Member.objects.filter(user__email="xu@cairn.test").exists()
    sent = {"step": "apply", "text": GOOD, "fingerprint": fingerprint(page)}
    assert client.post(HERE, sent).status_code == 303
    member = Member.objects.get(user__email="xu@cairn.test")
    assert (member.title, member.manager_id) == ("设计师", admin.member_id)
    assert Team.objects.get(name="设计部").members.get() == member


def test_a_file_of_chinese_windows_is_read(web: Web, admin: Actor) -> None:
    file = SimpleUploadedFile("people.csv", GOOD.encode("gb18030"))
    assert "许然" in web(admin).post(HERE, {"step": "check", "file": file}).content.decode()


def test_rows_with_errors_must_be_left_out_knowingly(web: Web, admin: Actor) -> None:
    client = web(admin)
    page = client.post(HERE, {"step": "check", "text": BAD}).content.decode()
    assert "Row 3" in page or "3 行" in page
    sent = {"step": "apply", "text": BAD, "fingerprint": fingerprint(page)}
    assert 'role="alert"' in client.post(HERE, sent).content.decode()
    assert client.post(HERE, {**sent, "skip_errors": "on"}).status_code == 303
    assert Member.objects.filter(user__email="xu@cairn.test").exists()


def test_what_changed_meanwhile_is_shown_again(web: Web, admin: Actor) -> None:
    answer = web(admin).post(HERE, {"step": "apply", "text": GOOD, "fingerprint": "old"})
    assert 'role="alert"' in answer.content.decode()
    assert not Member.objects.filter(user__email="xu@cairn.test").exists()


@pytest.mark.parametrize("text", ["", "只有一列\n一\n", "a,b\x00c", 'name,email\n"never closed'])
def test_what_is_no_list_is_refused_in_words(web: Web, admin: Actor, text: str) -> None:
    answer = web(admin).post(HERE, {"step": "check", "text": text})
    assert answer.status_code == 422
    assert 'id="f-file-error"' in answer.content.decode()


def test_an_excel_workbook_is_refused_in_words(web: Web, admin: Actor) -> None:
    file = SimpleUploadedFile("people.xlsx", b"PK\x03\x04....")
    assert web(admin).post(HERE, {"step": "check", "file": file}).status_code == 422


def test_only_stewards_import(web: Web, employee: Actor) -> None:
    assert web(employee).get(HERE).status_code == 403
