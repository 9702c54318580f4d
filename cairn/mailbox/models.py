"""Which mails were taken, and how far a mailbox was read. Never what they said."""

from django.db import models

from cairn.storage import clock
from cairn.storage.fields import IdField


class TakenMail(models.Model):
    """A mail that was acted on: it is not, when it comes again. `key` is a hash of its number."""

    id = IdField()
    key = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField(default=clock.now, db_index=True)


class Bookmark(models.Model):
    """Up to which mail (`uid`) a mailbox was read; `key` is a hash of its address.

    A server that numbers its mails anew says so by another `validity`.
    """

    id = IdField()
    key = models.CharField(max_length=64, unique=True)
    validity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
