"""Finding out what a file would change, and keeping it to be shown."""

from typing import Final

from django.db.transaction import atomic
from django.utils.translation import gettext as _

from cairn.errors import Conflict
from cairn.exchange.commands.preparing import forget_plan
from cairn.exchange.families import settle_source
from cairn.exchange.known import known_of
from cairn.exchange.matching import Chosen, names_of
from cairn.exchange.models import Import, PlannedStep, State
from cairn.exchange.naming import rows_of
from cairn.exchange.plan import make_plan
from cairn.exchange.planning.steps import Known, Plan
from cairn.exchange.policy import rules
from cairn.exchange.queries import mapping_of
from cairn.exchange.rows import Rows
from cairn.exchange.shaping import kept_key
from cairn.jobs.worker import Tell
from cairn.organization.actor import Actor
from cairn.storage.bulk import insert_models

AT_A_TIME: Final = 2_000


def write_plan(actor: Actor, found: Import, tell: Tell) -> None:
    """A job's work: the plan as rows, two thousand in a transaction, so that nobody waits long."""
    rules.require(actor, "import.prepare", None)
    tell(0, 3)
    rows = rows_of(found)
    settle_source(found, rows)
    known = known_of(actor, found)
    chosen, is_open = choices_of(found, rows, known)
    if is_open:
        raise Conflict(_("Somebody still has to say what some names are."))
    tell(1, 3)
    plan = make_plan(rows, known, chosen)
    tell(2, 3)
    steps = _steps(found, plan)
    with atomic():
        if not _is_wanted(found):
            return
        forget_plan(found)
    for at in range(0, len(steps), AT_A_TIME):
        with atomic():
            if not _is_wanted(found):
                return
            insert_models(steps[at : at + AT_A_TIME])
        tell(2, 3)
    Import.objects.filter(id=found.id, state=State.PLANNING).update(
        state=State.PLANNED,
        counts=plan.counts,
        digest=plan.digest,
        error="",
        source=found.source,
        mapping=found.mapping,
    )
    tell(3, 3)


def choices_of(found: Import, rows: Rows, known: Known) -> tuple[Chosen, bool]:
    """What every name is taken for, and whether one of them waits for somebody to say."""
    names = names_of(rows, known.directory)
    chosen = mapping_of(found, names)
    taken = {
        "person": chosen.people,
        "team": chosen.teams,
        "cycle": chosen.cycles,
        "label": chosen.labels,
    }
    return chosen, any(not taken[one.sort].get(one.key) for one in names)


def _is_wanted(found: Import) -> bool:
    """Somebody may have mapped names anew meanwhile."""
    waiting = Import.objects.select_for_update(no_key=True).filter(
        id=found.id, state=State.PLANNING
    )
    return waiting.only("id").first() is not None


def _steps(found: Import, plan: Plan) -> list[PlannedStep]:
    return [
        PlannedStep(
            of=found,
            position=at,
            sort=one.sort,
            key=kept_key(one.key),
            action=one.action,
            title=one.title,
            reasons=[[code, values] for code, values in one.reasons],
            place=list(one.place),
        )
        for at, one in enumerate(plan.steps)
    ]
