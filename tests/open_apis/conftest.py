"""`feishu(actor)` is a script against Feishu's API as Cairn serves it."""

from collections.abc import Callable

import pytest

from tests.open_apis.clients import FeishuClient


@pytest.fixture
def feishu() -> Callable[..., FeishuClient]:
    return FeishuClient
