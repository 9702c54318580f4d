"""Files of long tables over REST: how far each has come, and fetching it."""

from typing import Any, Final

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra
from cairn.api.downloads import made_answer
from cairn.api.objectives import path_id
from cairn.api.requests import ApiRequest, answer, no_content
from cairn.api.schemas.table_files import TableFileList, TableFileOut
from cairn.api.schemas.types import Id
from cairn.exchange.table_files.commands import delete_table, open_table
from cairn.exchange.table_files.queries import files_of, find_file, table_file
from cairn.exchange.writing.formats import FORMATS
from cairn.jobs.models import Job

router = Router(tags=["exports"])

MEDIA_TYPES: Final = {one.media_type.partition(";")[0] for one in FORMATS.values()}


def table_file_shape(job: Job) -> dict[str, Any]:
    one = table_file(job)
    return {
        "id": str(one.id),
        "export": one.what,
        "format": one.format,
        "state": one.state,
        "done": one.done,
        "of": one.of,
        "size": one.size,
        "error": one.error,
        "name": one.name,
        "asked_at": one.asked_at,
        "made_at": one.made_at,
        "kept_until": one.kept_until,
        "url": f"/api/v1/exports/files/{one.id}/file",
    }


@router.get(
    "/exports/files",
    response=TableFileList,
    summary="The files of tables that you asked for, newest first",
    openapi_extra=extra(),
)
def list_table_files(request: ApiRequest) -> HttpResponse:
    """Kept for seven days, at most thirty at a time."""
    return answer({"items": [table_file_shape(one) for one in files_of(request.auth)]})


@router.get(
    "/exports/files/{file_id}",
    response=TableFileOut,
    summary="A file of a table, and how far it has come",
    openapi_extra=extra(),
)
def show_table_file(request: ApiRequest, file_id: Id) -> HttpResponse:
    return answer(table_file_shape(find_file(request.auth, path_id(file_id))))


@router.delete(
    "/exports/files/{file_id}",
    response={204: None},
    summary="Delete a file of a table; what is being made is stopped",
    openapi_extra=extra(),
)
def remove_table_file(request: ApiRequest, file_id: Id) -> HttpResponse:
    delete_table(request.auth, path_id(file_id))
    return no_content()


@router.get(
    "/exports/files/{file_id}/file",
    response={200: None},
    summary="The file itself",
    openapi_extra=extra(files=MEDIA_TYPES),
)
def download_table_file(request: ApiRequest, file_id: Id) -> HttpResponse:
    """409 while it is not made."""
    return made_answer(open_table(request.auth, path_id(file_id)))
