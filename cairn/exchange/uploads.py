"""A file as a form sends it."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cairn.exchange.commands.preparing import LARGEST
from cairn.exchange.reading.limits import FILE, MEGABYTE
from cairn.intake import refuse

MOST_MB: Final = min(FILE, LARGEST) // MEGABYTE


def read_upload(file: "UploadedFile[Any] | None") -> tuple[str, bytes]:
    """Its name and what it holds; one that is too large is not even taken up."""
    if file is None:
        refuse("file", _("Choose a file."))
    if (file.size or 0) > MOST_MB * MEGABYTE:
        refuse("file", _("The file is too large: at most %(n)s MB fit.") % {"n": MOST_MB})
    return file.name or "", file.read()
