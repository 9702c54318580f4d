"""Putting subjects into the index, taking them out, and finding them."""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from cairn.search.models import SearchEntry
from cairn.search.tokens import query_tokens, room_token, telling_tokens, tokens
from cairn.storage.pieces import Piece, weave

NOTHING = "SELECT subject_id FROM search_searchentry WHERE 1 = 0"
NEWEST = 100
MOST_SHARED = 16
SUBJECT = "e.subject_id"
"""Where a condition finds what an entry is about."""
IN_SQLITE = (
    "SELECT e.subject_id FROM search_text CROSS JOIN search_searchentry e "
    "ON e.id = search_text.rowid WHERE search_text MATCH {match} AND {seen} "
    "ORDER BY search_text.rowid DESC LIMIT {most}"
)
IN_POSTGRESQL = (
    "SELECT e.subject_id FROM search_searchentry e WHERE e.words @@ {match}::tsquery AND {seen} "
    "ORDER BY e.id DESC LIMIT {most}"
)
ALL_SEEN = Piece("1 = 1")


def put(organization_id: int, kind: str, subject_id: int, text: str) -> None:
    """Make a subject findable by `text`, in the caller's transaction."""
    entry, _ = SearchEntry.objects.get_or_create(
        kind=kind, subject_id=subject_id, defaults={"organization_id": organization_id}
    )
    words = [room_token(organization_id, kind), *tokens(text)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT OR REPLACE INTO search_text (rowid, words) VALUES (%s, %s)",
                [entry.id, " ".join(words)],
            )
        else:
            cursor.execute(
                "UPDATE search_searchentry SET words = array_to_tsvector(%s::text[]) WHERE id = %s",
                [words, entry.id],
            )


def drop(kind: str, subject_id: int) -> None:
    """Make a subject unfindable."""
    entries = SearchEntry.objects.filter(kind=kind, subject_id=subject_id)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for entry_id in entries.values_list("id", flat=True):
                cursor.execute("DELETE FROM search_text WHERE rowid = %s", [entry_id])
    entries.delete()


def drop_many(kind: str, subject_ids: Sequence[int]) -> None:
    """The same of many at once."""
    entries = SearchEntry.objects.filter(kind=kind, subject_id__in=subject_ids)
    if connection.vendor == "sqlite":
        ids = [(id,) for id in entries.values_list("id", flat=True)]
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_text WHERE rowid = %s", ids)
    entries.delete()


def alike(organization_id: int, kind: str, text: str, seen: Piece = ALL_SEEN) -> RawSQL:
    """The ids of one kind that share a telling word with a text, as a subquery: the newest hundred of
    those that count (see `subjects`)."""
    shared = telling_tokens(text)[:MOST_SHARED]
    if not shared:
        return RawSQL(NOTHING, [])
    room = room_token(organization_id, kind)
    if connection.vendor == "sqlite":
        any_of = " OR ".join(f'"{token}"' for token in shared)
        return _newest(f'"{room}" AND ({any_of})', NEWEST, seen)
    any_of = " | ".join(f"'{token}'" for token in shared)
    return _newest(f"'{room}' & ({any_of})", NEWEST, seen)


def subjects(
    organization_id: int, kind: str, query: str, most: int = NEWEST, seen: Piece = ALL_SEEN
) -> RawSQL:
    """The ids of one kind that match every word of the query, as a subquery for `id__in`.

    At most the newest of them: a word that half the company uses must not read half the rows. `seen`
    says of `SUBJECT` which of them count; those that the asker may not see must not take the place
    of others.
    """
    asked = query_tokens(query)
    if not asked:
        return RawSQL(NOTHING, [])
    room = room_token(organization_id, kind)
    if connection.vendor == "sqlite":
        match = f'"{room}" ' + " ".join(
            f'"{token}"{"*" if prefix else ""}' for token, prefix in asked
        )
        return _newest(match, most, seen)
    match = f"'{room}' & " + " & ".join(
        f"'{token}'{':*' if prefix else ''}" for token, prefix in asked
    )
    return _newest(match, most, seen)


def _newest(match: str, most: int, seen: Piece) -> RawSQL:
    statement = IN_SQLITE if connection.vendor == "sqlite" else IN_POSTGRESQL
    made = weave(statement, match=match, seen=seen, most=most)
    return RawSQL(made.text, made.values)
