"""Whether a key result was there on a past day is asked of every alignment to one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_other_objective")]
    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("kind__in", ("key_result.deleted", "key_result.restored"))),
                fields=["subject_id", "id"],
                name="event_key_result_gone",
            ),
        ),
    ]
