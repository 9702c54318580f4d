"""What of an objective and its key results can be found by search."""

from cairn.goals.models import KeyResult, Objective
from cairn.search import index


def put_objective(objective: Objective) -> None:
    """The objective and its key results, those deleted left out."""
    index.put(objective.organization_id, "objective", objective.id, words_of(objective))
    for key_result in objective.key_results.filter(deleted_at__isnull=True):
        put_key_result(key_result)


def words_of(objective: Objective) -> str:
    return f"{objective.title} {objective.description}"


def drop_objective(objective: Objective) -> None:
    index.drop("objective", objective.id)
    for key_result_id in objective.key_results.values_list("id", flat=True):
        index.drop("key_result", key_result_id)


def put_key_result(key_result: KeyResult) -> None:
    index.put(key_result.organization_id, "key_result", key_result.id, key_result.title)


def drop_key_result(key_result: KeyResult) -> None:
    index.drop("key_result", key_result.id)
