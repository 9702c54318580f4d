"""The work that lets cycles close by themselves; see `endings.complete_cycles`."""

from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.reviews.commands.cycles import complete_cycle
from cairn.reviews.endings import complete_cycles


def close_complete_cycles(_job: Job, tell: Tell) -> None:
    """Each in a transaction of its own; safe to do twice, and by two at once."""
    found = complete_cycles().order_by("id").values_list("id", flat=True)
    for step, cycle_id in enumerate(list(found), start=1):
        complete_cycle(cycle_id)
        tell(step, step + 1)
