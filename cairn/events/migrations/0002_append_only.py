"""Triggers that refuse to change or delete an event."""

from typing import Any

from django.db import migrations

FORWARD = {
    "sqlite": [
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON events_event "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON events_event "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are append-only' USING ERRCODE = '23514'; END $$",
        "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON events_event "
        "FOR EACH ROW EXECUTE FUNCTION event_append_only()",
    ],
}
BACKWARD = {
    "sqlite": ["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"],
    "postgresql": [
        "DROP TRIGGER event_no_change ON events_event",
        "DROP FUNCTION event_append_only()",
    ],
}


def run(statements: dict[str, list[str]]) -> Any:
    def execute(apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]
