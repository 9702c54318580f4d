"""`feishu` is a small Feishu that runs for one test."""

from collections.abc import Iterator

import pytest

from tests.exchange.feishu.server import Feishu, running


@pytest.fixture
def feishu() -> Iterator[Feishu]:
    with running(Feishu()) as started:
        yield started
