"""Which addresses may be typed, and which of them say aloud what they are told."""

import pytest

from cairn.storage.addresses import fault_of_address, is_open


@pytest.mark.parametrize("url", ["", "cairn", "ftp://a.example", "http://", "http://a:b:c", "//a"])
def test_what_is_no_whole_address_is_refused_with_an_example(url: str) -> None:
    assert "https://a.example" in str(fault_of_address(url, "https://a.example"))


@pytest.mark.parametrize(
    "url", ["https://me:secret@a.example", "https://a.example/?key=1", "https://a.example/#b"]
)
def test_secrets_and_questions_stay_out_of_it(url: str) -> None:
    assert fault_of_address(url, "https://a.example")


@pytest.mark.parametrize(
    "url",
    [
        "http://open.feishu.cn",
        "http://8.8.8.8:80",
        "http://[2606:4700::1111]",
        "http://evil.locals",
    ],
)
def test_http_through_the_internet_is_open(url: str) -> None:
    assert fault_of_address(url, "") is None
    assert is_open(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://open.feishu.cn",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
        "http://10.1.2.3",
        "http://192.168.0.9/okr",
        "http://localhost",
        "http://cairn:8000",
        "http://okr.internal",
    ],
)
def test_https_and_what_stays_near_is_not(url: str) -> None:
    assert fault_of_address(url, "") is None
    assert not is_open(url)
