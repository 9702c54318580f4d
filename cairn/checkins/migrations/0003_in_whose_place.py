import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Check-ins and answers say in whose place they were given: in nobody's so far."""

    dependencies = [
        ("checkins", "0002_the_week"),
        ("goals", "0011_paces_of_teams"),
        ("organization", "0003_cycles_close_by_themselves"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="stood_in_for",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.member",
            ),
        ),
        migrations.AddField(
            model_name="helprequest",
            name="in_place",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("stood_in_for", models.F("author")), _negated=True),
                name="checkin_in_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_place", False), ("answered_by__isnull", False), _connector="OR"
                ),
                name="help_request_in_place",
            ),
        ),
    ]
