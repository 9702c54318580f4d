"""Files that are handed out."""

from typing import IO

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header


def file_answer(media_type: str, name: str, content: bytes | IO[bytes]) -> HttpResponse:
    """A download, which no browser shows as a page of this site. A file is sent in pieces, and
    closed when it is sent."""
    response: HttpResponse = (
        HttpResponse(content, content_type=media_type)
        if isinstance(content, bytes)
        else FileResponse(content, content_type=media_type)  # type: ignore[assignment]
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
