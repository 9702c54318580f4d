"""What stands in the log after somebody opened a secret address."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from cairn.web.log_secrets import HideSecrets

pytestmark = pytest.mark.django_db
SECRET = "bCu0hYtWBCE5GfD-Sl2dJO4a_YMDnf"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What the console is given: every logger's words, through the filter of the settings."""
    caplog.handler.addFilter(HideSecrets())
    with caplog.at_level(logging.DEBUG):
        yield caplog
    caplog.handler.filters.clear()


@pytest.mark.parametrize("path", ["invitations/", "demo/sign-in/", "password/reset/1x-"])
def test_a_secret_address_is_logged_without_its_secret(
    told: pytest.LogCaptureFixture, path: str
) -> None:
    for tail in ("", "?a=b", "/more"):
        Client().get(f"/{path}{SECRET}{tail}")
        Client().post(f"/{path}{SECRET}{tail}", {"password": SECRET, "code": SECRET})
    assert SECRET not in told.text


def test_other_words_stay_as_they_are(told: pytest.LogCaptureFixture) -> None:
    logging.getLogger("cairn").warning("%s of %s: /invitations", 3, 7)
    assert "3 of 7: /invitations" in told.text


def test_a_bad_token_is_not_logged(told: pytest.LogCaptureFixture) -> None:
    Client(headers={"authorization": f"Bearer cairn_{SECRET}"}).get("/api/v1/me")
    assert "/api/v1/me" in told.text
    assert SECRET not in told.text
