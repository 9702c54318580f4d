"""An endpoint for each test that names one."""

from collections.abc import Iterator

import pytest

from tests.connectors.endpoint import Endpoint, endpoint


@pytest.fixture
def model() -> Iterator[Endpoint]:
    with endpoint() as made:
        yield made
