"""The full-text column of each database."""

from typing import Any

from django.db import migrations

FORWARD = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_text USING fts5("
        "words, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 0\")"
    ],
    "postgresql": [
        "ALTER TABLE search_searchentry ADD COLUMN words tsvector NOT NULL DEFAULT ''::tsvector",
        "CREATE INDEX search_words ON search_searchentry USING gin (words)",
    ],
}
BACKWARD = {
    "sqlite": ["DROP TABLE search_text"],
    "postgresql": ["ALTER TABLE search_searchentry DROP COLUMN words"],
}


def run(statements: dict[str, list[str]]) -> Any:
    def execute(apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]
