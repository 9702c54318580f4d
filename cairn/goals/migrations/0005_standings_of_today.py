"""What was there before alignments: own progress, mean confidence and a first standing each."""

from typing import Any

from django.db import migrations

BATCH = 500
COPIED = (
    *("cycle_id", "team_id", "owner_id", "closed_as", "due_on", "measured", "counted"),
    *("checked_in_on", "behind_on", "at_risk_on", "outdated_on"),
)


def fill(apps: Any, _schema: Any) -> None:
    from django.db.models import F

    KeyResult = apps.get_model("goals", "KeyResult")
    Objective = apps.get_model("goals", "Objective")
    Standing = apps.get_model("goals", "Standing")
    KeyResult.objects.update(own_progress=F("progress"))
    ids = list(Objective.objects.order_by("id").values_list("id", flat=True))
    for at in range(0, len(ids), BATCH):
        rows = list(Objective.objects.filter(id__in=ids[at : at + BATCH]))
        said = _confidences(KeyResult, [row.id for row in rows])
        for row in rows:
            row.confidence = _mean(said.get(row.id, []))
        Objective.objects.bulk_update(rows, ["confidence"])
        Standing.objects.bulk_create(_standing(Standing, row) for row in rows)


def _confidences(KeyResult: Any, ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    checked = KeyResult.objects.filter(
        objective__in=ids, deleted_at__isnull=True, checked_in_on__isnull=False
    )
    for objective_id, confidence in checked.values_list("objective_id", "confidence"):
        found.setdefault(objective_id, []).append(confidence)
    return found


def _mean(values: list[int]) -> int | None:
    return (2 * sum(values) + len(values)) // (2 * len(values)) if values else None


def _standing(Standing: Any, row: Any) -> Any:
    from cairn.storage.ids import new_id

    stood_on = row.updated_at.date()
    return Standing(
        id=new_id(),
        objective_id=row.id,
        stood_on=max(stood_on, row.checked_in_on) if row.checked_in_on else stood_on,
        is_draft=row.published_at is None,
        is_deleted=row.deleted_at is not None,
        progress=row.progress if row.override is None else row.override,
        confidence=row.confidence,
        **{name: getattr(row, name) for name in COPIED},
    )


class Migration(migrations.Migration):
    dependencies = [("goals", "0004_alignments")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
