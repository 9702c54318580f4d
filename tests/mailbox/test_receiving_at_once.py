"""The same mail by two ways at one moment: a pipe and a mailbox, or two workers."""

from functools import partial

import pytest

from cairn.mailbox.receiving import receive_mail
from cairn.notifications.models import Mail
from cairn.planning.models import Proposal
from tests.mailbox.conftest import Write
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_mail_twice_at_once_is_one_proposal_and_one_answer(write: Write) -> None:
    assert at_once([partial(receive_mail, bytes(write()))] * 3) == [None] * 3
    assert Proposal.objects.count() == 1
    assert Mail.objects.filter(kind="answer").count() == 1
