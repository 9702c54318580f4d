from django.db import migrations, models


class Migration(migrations.Migration):
    """Confirmations say whether whoever stood in answered: nobody did so far."""

    dependencies = [
        ("goals", "0011_paces_of_teams"),
        ("organization", "0003_cycles_close_by_themselves"),
    ]

    operations = [
        migrations.AddField(
            model_name="confirmation",
            name="in_place",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_place", False),
                    models.Q(("answered_by__isnull", False), ("asked__isnull", False)),
                    _connector="OR",
                ),
                name="confirmation_in_place",
            ),
        ),
    ]
