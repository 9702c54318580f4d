"""Mails of an instance without a mail server: printed for whoever runs it, as they read."""

from django.core.mail import EmailMessage
from django.core.mail.backends import console

LINE = "-" * 79


class EmailBackend(console.EmailBackend):
    """As text rather than as on the wire, where links are broken and Chinese is encoded."""

    def write_message(self, message: EmailMessage) -> None:
        head = f"To: {', '.join(message.to)}\nSubject: {message.subject}"
        self.stream.write(f"{LINE}\n{head}\n\n{message.body.rstrip()}\n{LINE}\n")
