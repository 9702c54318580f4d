"""Weekly updates that were published before search knew of them are found by it, too."""

from collections import defaultdict
from itertools import batched
from typing import Any

from django.db import migrations

from cairn.search.filling import put_new

KIND = "update"
AT_A_TIME = 500


def fill(apps: Any, _schema: Any) -> None:
    Update = apps.get_model("checkins", "WeeklyUpdate")
    SearchEntry = apps.get_model("search", "SearchEntry")
    known = SearchEntry.objects.filter(kind=KIND).values("subject_id")
    missing = Update.objects.filter(published_at__isnull=False).exclude(id__in=known)
    ids = list(missing.order_by("id").values_list("id", flat=True))
    for some in batched(ids, AT_A_TIME):
        texts: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for one in Update.objects.filter(id__in=some):
            text = f"{one.priorities} {one.confidence} {one.health} {one.ahead}"
            texts[one.organization_id].append((one.id, text))
        for organization_id, found in texts.items():
            put_new(organization_id, KIND, found)


class Migration(migrations.Migration):
    dependencies = [("checkins", "0003_in_whose_place"), ("search", "0002_full_text")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
