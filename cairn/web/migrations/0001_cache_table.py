from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """The table of the cache, where every process counts the same attempts to sign in."""
    call_command("createcachetable", "cairn_cache", database=schema_editor.connection.alias)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS cairn_cache")


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(create, drop)]
