"""What is read out of a mail: whose words, which of them say what, whatever the bytes."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.mailbox.message import Incoming, read_message
from cairn.mailbox.plain import plain_text
from cairn.mailbox.reading import Idea, read_idea

AIM, KR = "让老客户愿意留下来", "续约率从 60% 提升到 75%"
WHY = "每走一个老客户，要三个新客户来补。"


def mail(raw: bytes) -> Incoming:
    read = read_message(raw)
    assert read is not None
    return read


def idea(text: str, subject: str = "Re: 征集") -> Idea:
    message = EmailMessage()
    message.set_content(text)
    message["Subject"] = subject
    read = mail(bytes(message))
    return read_idea(read.subject, read.text)


WHOLE = {
    "as the mail says": f"{AIM}\n\n{WHY}\n\n- {KR}\n",
    "labelled": f"目标：{AIM}\n为什么：{WHY}\n关键结果：{KR}\n",
    "under a heading": f"{AIM}\n原因：\n{WHY}\n\n关键结果：\n{KR}\n",
    "numbered": f"O1：{AIM}\nKR1：{KR}\n\n{WHY}\n",
    "with a greeting and a leave": f"你好，\n\n{AIM}\n{WHY}\n1. {KR}\n\n谢谢！\n小周\n",
    "signed": f"{AIM}\n{WHY}\n* {KR}\n-- \n周晓宇\n电话 - 123\n",
    "from a phone": f"{AIM}\n{WHY}\n• {KR}\n\n发自我的 iPhone\n",
    "above a quote": f"{AIM}\n{WHY}\n- {KR}\n\nOn Wed, 18 Nov 2026 at 09:00, Cairn <\nc@x.com> wrote:\n\n> - 引文\n",
    "below a quote": f"在 2026年11月18日，Cairn <c@x.com> 写道：\n> - 引文\n\n{AIM}\n{WHY}\n- {KR}\n",
    "above Outlook's quote": f"{AIM}\n{WHY}\n- {KR}\n\n发件人: Cairn\n发送时间: 今天\n主题: 征集\n\n- 引文\n",
    "above QQ's quote": f"{AIM}\n{WHY}\n- {KR}\n\n------------------ 原始邮件 ------------------\n- 引文\n",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_the_same_idea_however_it_is_written(text: str) -> None:
    assert idea(text) == Idea(AIM, WHY, [KR])


def test_a_subject_of_ones_own_is_the_objective_and_an_answers_is_not() -> None:
    assert idea(f"{WHY}\n- {KR}", subject=AIM) == Idea(AIM, WHY, [KR])
    for prefix in ("Re:", "RE: RE:", "回复：", "答复:", "Re[2]:", "Fwd:", "AW:"):
        assert idea(AIM, subject=f"{prefix} 征集").title == AIM


def test_lines_that_the_mail_program_broke_are_whole_again() -> None:
    read = idea(
        "Make onboarding feel effortless for every new customer who comes to us this\nyear\n"
        "- Activation within the first week goes up from 30% to 60%, measured in\n  every region\n"
        "- NPS 50\nThey leave in the first month.\n"
    )
    assert read.title.endswith("comes to us this year")
    assert read.key_results[0].endswith("measured in every region")
    assert read.why == "They leave in the first month."


def test_flowing_lines_are_whole_again_as_their_writer_says() -> None:
    for how, body in (("", "让老客户愿意 \n留下来"), ("; delsp=yes", "让老客户 \n愿意留下来")):
        raw = part(f"text/plain; charset=utf-8; format=flowed{how}", body.encode())
        assert mail(raw).text.replace(" ", "") == AIM
        assert (" " in mail(raw).text) is not bool(how)


def test_what_is_not_there_is_left_open() -> None:
    assert idea("").title == ""
    assert idea("\n> 引文\n").title == ""
    assert idea(f"- {KR}").title == ""
    assert idea(AIM) == Idea(AIM, "", [])
    assert idea("发自内心地服务老客户").title == "发自内心地服务老客户"


def part(kind: str, body: bytes, *headers: str) -> bytes:
    lines = ["From: a@example.com", f"Content-Type: {kind}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


CHARSETS = {
    "gb18030": part("text/plain; charset=gb18030", f"{AIM}\n镕".encode("gb18030")),
    "gb2312 that is wider": part("text/plain; charset=gb2312", f"{AIM}\n镕".encode("gb18030")),
    "none said": part("text/plain", f"{AIM}\n镕".encode()),
    "a false one": part("text/plain; charset=us-ascii", f"{AIM}\n镕".encode("gb18030")),
    "an unknown one": part("text/plain; charset=klingon", f"{AIM}\n镕".encode()),
    "one that is none": part("text/plain; charset=rot13", f"{AIM}\n镕".encode()),
    "big5": part("text/plain; charset=big5", "目標\n鎔".encode("big5")),
    "html alone": part("text/html; charset=utf-8", f"<p>{AIM}<br>镕</p>".encode()),
}


@pytest.mark.parametrize("raw", CHARSETS.values(), ids=CHARSETS)
def test_every_charset_is_read(raw: bytes) -> None:
    assert mail(raw).text.splitlines() in ([AIM, "镕"], ["目標", "鎔"])


def test_subjects_are_read_encoded_and_bare() -> None:
    for said in (AIM.encode(), AIM.encode("gb18030"), b"=?gb2312?B?yMPAz7/Nu6c=?="):
        assert mail(b"Subject: " + said + b"\n\nx").subject in (AIM, "让老客户")
    assert mail(b"Subject: =?utf-8?B?%%%?= =?x?y?=\n\nx").subject


def test_broken_bytes_lose_only_themselves() -> None:
    assert (
        AIM in mail(part("text/plain; charset=utf-8", AIM.encode() + b"\xff\x00\xed\xa0\x80")).text
    )
    assert mail(part("text/plain; charset=utf-7", b"plain")).text == "plain"
    assert mail(part("text/plain", b"!!!", "Content-Transfer-Encoding: base64")) is not None


def test_attachments_and_mails_within_are_left_alone() -> None:
    message = EmailMessage()
    message.set_content(AIM)
    message.add_alternative("<p>html</p>", subtype="html")
    message.add_attachment("- attached", filename="a.txt")
    inner = EmailMessage()
    inner.set_content("- inner")
    message.add_attachment(inner)
    assert mail(bytes(message)).text == AIM


def test_html_is_read_as_lines_without_its_quote() -> None:
    html = (
        f'<html><head><style>p{{}}</style></head><body><!-- <p>no --><div dir="ltr">{AIM}</div>\n'
        f"<p>{WHY}</p>\n<ul>\n<li><p>{KR}</p></li><li>a &amp; b</li></ul>"
        '<div class="gmail_quote"><div>On wrote:</div><blockquote>q</blockquote></div>after</body>'
    )
    assert read_idea("", plain_text(html)) == Idea(AIM, f"{WHY}\n\nafter".strip(), [KR, "a & b"])
    assert plain_text('<p>own</p><hr><div id="divRplyFwdMsg">From</div><p>no</p>') == "own"


HOSTILE = {
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 25_000,
    "tags without end": b"Content-Type: text/html\n\n" + b"<a b='" * 20_000,
    "nested tags": b"Content-Type: text/html\n\n" + b"<div>" * 20_000,
    "nested quotes": b"\n" + b"x \xe5\x86\x99\xe9\x81\x93:\n>\n" * 9_000,
    "leaves": b"\n" + b"thanks\n" * 14_000,
    "nested parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2_000)
    ),
    "digits": b"Content-Type: text/html\n\n&#" + b"9" * 50_000 + b";",
    "a long address": b"From: " + b"<" * 50_000 + b"\n\n",
    "long words": b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\n\n",
    "nothing": b"",
    "zeros": b"\0" * 1000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mails_cost_little(raw: bytes) -> None:
    begun = time.process_time()
    if read := read_message(raw):
        read_idea(read.subject, read.text)
    assert time.process_time() - begun < 3


@given(st.binary(max_size=400), st.binary(max_size=60))
def test_whatever_comes_ends_in_words_that_can_be_kept(body: bytes, head: bytes) -> None:
    for kind in (b"text/plain", b"text/html", b"multipart/mixed; boundary=a"):
        read = read_message(b"Subject: " + head + b"\nContent-Type: " + kind + b"\n\n" + body)
        if read is not None:
            kept = read.subject + read.text
            kept.encode()
            assert "\0" not in kept
