"""The form's texts as the database has them: for the first showing, and to see who changed what."""

from datetime import timedelta

from django.db.models import FETCH_RAISE

from cairn.cycles.models import Cycle
from cairn.cycles.queries import choose_current
from cairn.goals.models import Alignment, Answer, Objective, ObjectiveTag, Part
from cairn.goals.queries import key_result_rows
from cairn.goals.rows import KeyResultRow, MilestoneRow
from cairn.goals.weights import Share
from cairn.measures.amounts import plain_amount
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.web.objectives.sentences import amount_text, unit_text
from cairn.web.objectives.sheet import Line, Sheet

EMPTY_LINES = 3
SOON_OVER = timedelta(days=14)


def kept_sheet(actor: Actor, objective: Objective) -> Sheet:
    """An objective with its key results as the form shows them. Four queries."""
    today = objective.organization.today()
    rows = key_result_rows(actor, [objective.id], today, {})
    tags = ObjectiveTag.objects.filter(objective=objective).order_by("id")
    fields = {
        "title": objective.title,
        "description": objective.description,
        "type": "growth" if objective.is_growth else objective.type,
        "owner": objective.owner.name if objective.owner else "",
        "team": objective.team.name if objective.team else "",
        "cycle": str(objective.cycle_id),
        "visibility": objective.visibility,
        "visible_team": objective.visible_team.name if objective.visible_team else "",
        "readers": _names(objective, Part.READER),
        "collaborators": _names(objective, Part.COLLABORATOR),
        "due_on": objective.due_on.isoformat(),
        "tags": ", ".join(tags.values_list("name", flat=True)),
    }
    lines = [_kept_line(number, row, actor.locale) for number, row in enumerate(rows, start=1)]
    return Sheet(fields=fields, lines=lines, held=_held(objective), was=dict(fields))


def _held(objective: Objective) -> list[Share]:
    """What accepted alignments hold of the 100 %, in their order."""
    found = Alignment.objects.filter(
        target=objective,
        key_result__isnull=True,
        state=Answer.ACCEPTED,
        weight__gt=0,
        objective__deleted_at__isnull=True,
    )
    return [Share(*one) for one in found.order_by("id").values_list("weight", "is_weight_fixed")]


def _names(objective: Objective, part: str) -> str:
    return ", ".join(one.member.name for one in objective.participants.all() if one.part == part)


def _kept_line(number: int, row: KeyResultRow, locale: str) -> Line:
    fields = {
        "title": row.title,
        "kind": row.kind,
        "unit": unit_text(row.unit),
        "start": amount_text(row.start, row.unit, locale),
        "target": amount_text(row.target, row.unit, locale),
        "lower": amount_text(row.lower, row.unit, locale),
        "upper": amount_text(row.upper, row.unit, locale),
        "owner": row.owner.name if row.owner else "",
        "due_on": row.due_on.isoformat(),
        "cadence_days": str(row.cadence_days or ""),
        "milestones": "\n".join(map(milestone_text, row.milestones)),
        "kpi": row.kpi.name if row.kpi else "",
        "weight": plain_amount(row.weight),
        "locked": "on" if row.is_weight_fixed else "",
    }
    return Line(
        number,
        fields,
        id=str(row.id),
        was=dict(fields),
        read=row.title,
        shared="" if row.is_weight_fixed else fields["weight"],
    )


def milestone_text(step: MilestoneRow) -> str:
    """One line: its title, and its weight where it is not 1."""
    return step.title if step.weight == 1 else f"{step.title} | {plain_amount(step.weight)}"


def empty_sheet(actor: Actor, known: list[Cycle], asked: dict[str, str]) -> Sheet:
    """A new objective of the actor's own, in the cycle that people write for now."""
    cycle = next((one for one in known if str(one.id) == asked.get("cycle")), None)
    cycle = cycle or cycle_to_write_for(actor, known)
    fields = {
        "title": "",
        "description": "",
        "type": "committed",
        "owner": actor.name,
        "team": asked.get("team", ""),
        "cycle": str(cycle.id) if cycle else "",
        "visibility": "organization",
        "visible_team": "",
        "readers": "",
        "collaborators": "",
        "due_on": "",
        "tags": "",
    }
    sheet = Sheet(fields=fields, lines=[])
    for _number in range(EMPTY_LINES):
        sheet.add_line(owner=actor.name)
    return sheet


def cycle_to_write_for(actor: Actor, known: list[Cycle]) -> Cycle | None:
    """The current cycle; in its last two weeks, the next one that is not closed."""
    today = clock.today(actor.time_zone)
    current = choose_current(known, today)
    if current is None or current.ends_on - today > SOON_OVER:
        return current
    following = [
        one
        for one in known
        if one.starts_on > current.ends_on and one.length == current.length and not one.is_closed
    ]
    return min(following, key=lambda one: one.starts_on) if following else current


def open_cycles(actor: Actor, but: Objective | None = None) -> list[Cycle]:
    """The cycles that an objective may be written for, newest first."""
    found = (
        Cycle.objects.filter(organization_id=actor.organization_id)
        .order_by("-starts_on", "-ends_on")
        .fetch_mode(FETCH_RAISE)[:60]
    )
    return [one for one in found if not one.is_closed or (but and one.id == but.cycle_id)]
