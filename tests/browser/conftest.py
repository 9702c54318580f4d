"""One server for all browser tests of a process; each test makes its own organization in it."""

from collections.abc import Iterator

import pytest

from tests.browser.server import Server, running_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running
