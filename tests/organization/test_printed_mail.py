"""Without a mail server the log is where codes and links are read."""

from io import StringIO

from django.core.mail import EmailMessage

from cairn.organization.printed_mail import EmailBackend

LINK = f"http://127.0.0.1:8000/password/reset/{'k' * 90}"


def test_a_printed_mail_can_be_read() -> None:
    printed = StringIO()
    mail = EmailMessage("重置密码", f"请打开链接：\n\n    {LINK}\n", to=["lin@cairn.test"])
    assert EmailBackend(stream=printed).send_messages([mail]) == 1
    lines = printed.getvalue().splitlines()
    assert lines[1:3] == ["To: lin@cairn.test", "Subject: 重置密码"]
    assert "请打开链接：" in lines
    assert f"    {LINK}" in lines
