"""Who could see an objective on the days of its standings.

What was not kept is read from the ledger: since the last change of who may see an objective its
audience is that of today. Before that change, and where the audience of today was not always the
same, only champions and administrators belong to it.
"""

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations, models

NOBODY = ","
KINDS = (
    *("objective.changed", "objective.handed_over", "key_result.added", "key_result.changed"),
    *("key_result.claimed", "key_result.handed_over"),
)
SEEN = {"visibility", "visible_team"}
NAMED = {*SEEN, "owner", "readers", "collaborators"}


def fill(apps: Any, _schema: Any) -> None:
    Objective = apps.get_model("goals", "Objective")
    Standing = apps.get_model("goals", "Standing")
    limited = Objective.objects.exclude(visibility="organization")
    by_id = {one.id: one for one in limited.select_related("visible_team")}
    since = _last_changes(apps, by_id)
    for id, one in by_id.items():
        Standing.objects.filter(objective=id).update(
            audience=_named(apps, one),
            audience_line=one.visible_team.path if one.visible_team else None,
        )
    for id, day in since.items():
        Standing.objects.filter(objective=id, stood_on__lt=day).update(
            audience=NOBODY, audience_line=None
        )


def _last_changes(apps: Any, limited: Any) -> dict[int, Any]:
    """The day of the last change of an audience, by objective, where there ever was one."""
    Event = apps.get_model("events", "Event")
    zones = _zones(apps)
    found: dict[int, Any] = {}
    events = Event.objects.filter(kind__in=KINDS, objective_id__isnull=False).order_by("id")
    for objective_id, organization_id, at, old, new in events.values_list(
        "objective_id", "organization_id", "at", "old", "new"
    ).iterator():
        told = NAMED if objective_id in limited else SEEN
        if told & (old.keys() | new.keys()):
            found[objective_id] = at.astimezone(zones[organization_id]).date()
    return found


def _zones(apps: Any) -> dict[int, ZoneInfo]:
    Organization = apps.get_model("organization", "Organization")
    pairs = Organization.objects.values_list("id", "time_zone")
    return defaultdict(lambda: ZoneInfo("UTC"), {id: ZoneInfo(name) for id, name in pairs})


def _named(apps: Any, objective: Any) -> str:
    Participant = apps.get_model("goals", "Participant")
    ids = set(
        Participant.objects.filter(objective=objective.id).values_list("member_id", flat=True)
    )
    ids |= {objective.owner_id} - {None}
    return f",{','.join(map(str, sorted(ids)))}," if ids else NOBODY


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0006_what_waits_for_an_answer"),
        ("events", "0001_initial"),
        ("organization", "0001_initial"),
    ]
    operations = [
        migrations.AddField("standing", "audience", models.TextField(null=True)),
        migrations.AddField(
            "standing", "audience_line", models.CharField(max_length=600, null=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
