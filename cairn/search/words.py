"""Everything that the index knows, for a copy of it: each entry with its words, in no order."""

from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import connection

BATCH = 500
IN_SQLITE = "SELECT doc, term FROM temp.search_terms ORDER BY doc, term"
IN_POSTGRESQL = "SELECT id, tsvector_to_array(words) FROM search_searchentry ORDER BY id"


def read_words() -> Iterator[tuple[int, list[str]]]:
    """(id of the entry, its words in order)."""
    if connection.vendor == "sqlite":
        yield from _gathered()
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(IN_POSTGRESQL)
        for entry, words in cursor:
            yield entry, sorted(words)


def _gathered() -> Iterator[tuple[int, list[str]]]:
    """The index keeps no text, but tells each term's rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms "
            "USING fts5vocab(main, search_text, 'instance')"
        )
        cursor.execute(IN_SQLITE)
        entry, words = None, list[str]()
        for row, term in cursor:
            if row != entry and entry is not None:
                yield entry, sorted(set(words))
                words = []
            entry = row
            words.append(term)
    if entry is not None:
        yield entry, sorted(set(words))


def write_words(rows: Iterable[tuple[int, list[str]]]) -> None:
    """Into an index that is empty but for its entries."""
    with connection.cursor() as cursor:
        for some in batched(rows, BATCH):
            if connection.vendor == "sqlite":
                cursor.executemany(
                    "INSERT INTO search_text (rowid, words) VALUES (%s, %s)",
                    [(entry, " ".join(words)) for entry, words in some],
                )
            else:
                cursor.executemany(
                    "UPDATE search_searchentry SET words = array_to_tsvector(%s::text[]) "
                    "WHERE id = %s",
                    [(words, entry) for entry, words in some],
                )
