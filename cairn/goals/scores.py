"""What the scores of the key results make of their objective's."""

from cairn.goals.models import KeyResult, Objective
from cairn.goals.progress import objective_score


def rescore(objective: Objective) -> None:
    """Write the computed score from the key results, and with it the score unless people decided
    another one, which they did where there is a reason. One query where nothing changes."""
    rows = KeyResult.objects.filter(objective_id=objective.id, deleted_at__isnull=True)
    before = (objective.computed_score, objective.score)
    objective.computed_score = objective_score(list(rows.values_list("weight", "score")))
    if not objective.score_reason:
        objective.score = objective.computed_score
    if before != (objective.computed_score, objective.score):
        objective.save(update_fields=["computed_score", "score"])
