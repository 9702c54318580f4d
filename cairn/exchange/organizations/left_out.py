"""What an organization's export leaves out, and why. What is named neither here nor in `kinds.py` fails
a test."""

from typing import Final

SECRET: Final = "a secret of this server"  # noqa: S105
APPS: Final = {
    "account": "accounts belong to the server; a member's e-mail address goes with the member",
    "auth": "of the framework; not used",
    "contenttypes": "of the framework",
    "mfa": SECRET,
    "sessions": SECRET,
    "socialaccount": SECRET,
    "mailbox": "of the server's mailbox, not of one organization",
}
"""By app: none of its tables."""
TABLES: Final = {
    "organization.User": "passwords and accounts belong to the server; a member's e-mail address "
    "goes with the member",
    "organization.SetupCode": SECRET,
    "organization.Token": "a secret: whoever had the file could act with it",
    "organization.Invitation": "a secret: people come in on the new server by a code or a new link",
    "connectors.Assistant": "holds a sealed key and says where texts are sent: set up anew",
    "coaching.Mute": "what a person muted is told to nobody else",
    "coaching.Examined": "derived: the coach reads the objectives again",
    "coaching.Remark": "derived: the coach reads the objectives again",
    "insights.ReportFile": "made for the eyes of whoever asked, and forgotten after 30 days",
    "jobs.Job": "work of this server",
    "notifications.Mail": "what is sent goes out once, from here",
    "notifications.Reader": "how far this server has read its ledger",
    "search.SearchEntry": "derived: the index is filled anew",
    "exchange.Import": "files that were brought in; undone only where they were brought in",
    "exchange.PlannedStep": "what such a file was to do",
    "exchange.FeishuSource": "holds a sealed secret: name the app anew",
    "exchange.FeishuFetch": "how far such an import had come",
    "exchange.FeishuAnswer": "what Feishu said, fetched anew from there",
    "exchange.ImportedChange": "what such a file changed, for its undo",
}
FIELDS: Final = {
    "organization.Member.user": "the account belongs to the server; `email` stands for it",
    "planning.Proposal.key_hash": "a secret, by which whoever proposed without a name may change it",
    "notifications.Notice.mail": "what is sent goes out once, from here",
    "notifications.Notice.mail_at": "what is sent goes out once, from here",
    "exchange.ImportedThing.made_by": "the import is undone only where it was brought in",
}
ROWS: Final = {
    "planning.Vote": "those of a vote that is not revealed: nobody reads them before",
    "planning.Purse": "those of a vote that is not revealed: nobody reads them before",
}
"""Rows that a condition in `kinds.py` leaves out."""
