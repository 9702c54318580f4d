"""Files that are handed out."""

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from cairn.exchange.writing.exports import Made


def made_answer(made: Made) -> HttpResponse:
    """Sent in pieces, and closed when it is sent."""
    return FileResponse(  # type: ignore[return-value]  # a response as any other
        made.file,
        content_type=made.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, made.name) or "attachment"
        },
    )
