"""The tables of an instance as its applied migrations made them, which may be older than the code."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from cairn.storage import writing
from cairn.storage.lines import line_of


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are the names of its concrete fields, as the model's attributes."""

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]


def applied_migrations() -> tuple[tuple[str, str], ...]:
    """(app, name) of each one that this code knows, in order."""
    loader = MigrationExecutor(connection).loader
    return tuple(sorted(key for key in loader.applied_migrations if key in loader.graph.nodes))


def last_of_each_app(
    loader: MigrationLoader, migrations: Collection[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Those that no other of the same app among them builds on; where a plan has to lead."""
    builds_on = {
        parent.key
        for key in migrations
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return [key for key in migrations if key not in builds_on]


def tables_after(migrations: Iterable[tuple[str, str]]) -> dict[str, Table]:
    """By name, what there is once these were applied."""
    found = [
        Table(
            model._meta.db_table,
            model,
            tuple(field.attname for field in model._meta.concrete_fields if not field.generated),
        )
        for model in _apps_after(set(migrations)).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def _apps_after(migrations: set[tuple[str, str]]) -> Any:
    """The code's own models where nothing is missing: to make up those of another time takes long."""
    loader = MigrationExecutor(connection).loader
    if migrations == set(loader.graph.nodes):
        return apps
    return loader.project_state(last_of_each_app(loader, sorted(migrations))).apps


def read_rows(table: Table, columns: tuple[str, ...]) -> Iterator[bytes]:
    """Each row as its line of these columns, by primary key."""
    rows = table.model._base_manager.order_by("pk").values_list(*columns)
    return map(line_of, rows.iterator(chunk_size=2_000))


def write_rows(table: Table, columns: tuple[str, ...], lines: Iterable[bytes]) -> None:
    """The rows of these columns, read from their lines."""
    writing.write_rows(table.model, columns, map(json.loads, lines))


def empty_tables(tables: Iterable[Table]) -> None:
    """What the migrations themselves put there."""
    with connection.cursor() as cursor:
        for table in tables:
            if table.model._base_manager.exists():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608


def reset_sequences(tables: Iterable[Table]) -> None:
    """So that ids which the database counts go on after those that were put in."""
    models_there = [table.model for table in tables]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_there):
            cursor.execute(statement)
