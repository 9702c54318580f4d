"""Later work on one page: who does each kind of job, and what recurs how often."""

from datetime import timedelta

from django.conf import settings

from cairn.backup.keeping import keep_backup
from cairn.coaching.examining import examine_objectives
from cairn.exchange.commands.sweeping import sweep_imports
from cairn.exchange.feishu.fetching import fetch_import
from cairn.exchange.feishu.turns import KIND as FETCH
from cairn.exchange.jobs import apply_import, plan_import, read_import, undo_import
from cairn.exchange.organizations.commands import make_export, sweep_exports
from cairn.exchange.organizations.queries import KIND as EXPORT
from cairn.exchange.table_files.commands import make_table, sweep_tables
from cairn.exchange.table_files.queries import KIND as TABLE
from cairn.insights.reports.commands import make_report, sweep_reports
from cairn.jobs.commands import sweep_jobs
from cairn.jobs.models import Job
from cairn.jobs.worker import Handler, Tell, Worker
from cairn.mailbox.polling import read_mailbox
from cairn.notifications.composing import write_mails
from cairn.notifications.delivery import send_mails
from cairn.notifications.invitations import put_invitation
from cairn.notifications.reading import read_ledger
from cairn.notifications.reminding import put_reminders, tell_reminders
from cairn.notifications.sweeping import sweep_notices
from cairn.okr_templates.commands.handing_out import finish_hand_out
from cairn.reviews.completing import close_complete_cycles


def sweep(_job: Job, _tell: Tell) -> None:
    sweep_jobs()


HANDLERS: dict[str, Handler] = {
    "jobs.sweep": sweep,
    "backups.keep": keep_backup,
    "coach.examine": examine_objectives,
    "cycles.complete": close_complete_cycles,
    "notices.read": read_ledger,
    "notices.sweep": sweep_notices,
    "reminders.put": put_reminders,
    "reminders.tell": tell_reminders,
    "mails.write": write_mails,
    "mails.send": send_mails,
    "mailbox.read": read_mailbox,
    "invitation.mail": put_invitation,
    "template.hand_out": finish_hand_out,
    "report.make": make_report,
    "reports.sweep": sweep_reports,
    "import.read": read_import,
    FETCH: fetch_import,
    "import.plan": plan_import,
    "import.apply": apply_import,
    "import.undo": undo_import,
    "imports.sweep": sweep_imports,
    EXPORT: make_export,
    "exports.sweep": sweep_exports,
    TABLE: make_table,
    "tables.sweep": sweep_tables,
}

RECURRING: dict[str, timedelta] = {
    "jobs.sweep": timedelta(days=1),
    "coach.examine": timedelta(hours=1),
    "cycles.complete": timedelta(seconds=30),
    "notices.read": timedelta(seconds=20),
    "notices.sweep": timedelta(days=1),
    "reminders.put": timedelta(minutes=30),
    "mails.write": timedelta(minutes=1),
    "mails.send": timedelta(minutes=1),
    **(
        {"backups.keep": timedelta(hours=settings.BACKUP_EVERY_H)}
        if settings.BACKUP_EVERY_H
        else {}
    ),
    **({"mailbox.read": timedelta(minutes=1)} if settings.MAILBOX else {}),
    "reports.sweep": timedelta(days=1),
    "exports.sweep": timedelta(days=1),
    "tables.sweep": timedelta(days=1),
    "imports.sweep": timedelta(days=1),
}


def new_worker() -> Worker:
    return Worker(HANDLERS, RECURRING)
