"""Filling the index with many new subjects at once, for made-up organizations."""

from collections.abc import Sequence

from django.db import connection

from cairn.search.models import SearchEntry
from cairn.search.tokens import room_token, tokens
from cairn.storage.ids import new_id

IN_SQLITE = "INSERT INTO search_text (rowid, words) VALUES (%s, %s)"
IN_POSTGRESQL = (
    "INSERT INTO search_searchentry (id, organization_id, kind, subject_id, words) "
    "VALUES (%s, %s, %s, %s, array_to_tsvector(%s::text[]))"
)


def put_new(organization_id: int, kind: str, texts: Sequence[tuple[int, str]]) -> None:
    """Make subjects findable that are not in the index yet, from (id, text) pairs."""
    room = room_token(organization_id, kind)
    rows = [(new_id(), subject_id, [room, *tokens(text)]) for subject_id, text in texts]
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.executemany(
                IN_POSTGRESQL,
                [(id, organization_id, kind, subject, words) for id, subject, words in rows],
            )
            return
        SearchEntry.objects.bulk_create(
            SearchEntry(id=id, organization_id=organization_id, kind=kind, subject_id=subject)
            for id, subject, _words in rows
        )
        cursor.executemany(IN_SQLITE, [(id, " ".join(words)) for id, _subject, words in rows])
