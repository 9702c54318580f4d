from django.db import migrations, models


class Migration(migrations.Migration):
    """What objectives repeat of their team's pace: no team has one yet."""

    dependencies = [
        ("goals", "0010_readings_of_kpis"),
    ]

    operations = [
        migrations.AddField(
            model_name="objective",
            name="cadence_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
