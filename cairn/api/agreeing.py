"""How far a cycle's people and teams have come with agreeing, over REST."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import PAGE, extra, parameter
from cairn.api.objectives import path_id
from cairn.api.paging import ID_COLUMN, PAGE_PARAMETERS, Asked, read_cursor, read_page, write_cursor
from cairn.api.requests import ApiRequest, answer, or_none, read_query
from cairn.api.schemas.confirmations import SetPage
from cairn.api.schemas.types import ID, Id, one_of
from cairn.api.shapes.confirmations import set_shape
from cairn.cycles.models import Cycle
from cairn.cycles.policy import rules as cycle_rules
from cairn.cycles.queries import find_cycle
from cairn.errors import NotFound
from cairn.goals.agreeing import Stage, expects_people, sets_of, tally_of
from cairn.organization.actor import Actor
from cairn.organization.models import Team

router = Router(tags=["agreeing"])


@router.get(
    "/cycles/{cycle_id}/agreeing",
    response=SetPage,
    summary="Who has drafted, submitted and confirmed, by name; for champions and administrators",
    openapi_extra=extra(
        parameter("kind", "`people` or `teams`.", one_of(["people", "teams"])),
        parameter("stage", "How far they are.", one_of(Stage.values)),
        parameter("team", "A team, with those below it.", ID),
        *PAGE,
    ),
)
def show_agreeing(request: ApiRequest, cycle_id: Id) -> HttpResponse:
    actor = request.auth
    cycle = find_cycle(actor, path_id(cycle_id))
    cycle_rules.require(actor, "cycle.see_agreeing", cycle)
    intake = read_query(request, "kind", "stage", "team", *PAGE_PARAMETERS)
    kind = or_none(intake.choice("kind", ("people", "teams")))
    stage = or_none(intake.choice("stage", Stage.values)) or ""
    within, asked = or_none(intake.id("team")), read_page(intake)
    intake.settle()
    kind = kind or ("people" if expects_people(cycle) else "teams")
    team = _team(actor, within) if within else None
    return answer_with_sets(actor, cycle, kind, team, stage, asked)


def answer_with_sets(
    actor: Actor, cycle: Cycle, kind: str, team: Team | None, stage: str, asked: Asked
) -> HttpResponse:
    """A page of people or teams by name, and how many are how far."""
    rows = sets_of(
        actor,
        cycle,
        kind,
        within=team,
        stage=stage,
        after=_after(asked),
        most=asked.limit + 1,
    )
    shown = rows[: asked.limit]
    following = (
        write_cursor((shown[-1].name, str(shown[-1].id))) if len(rows) > len(shown) else None
    )
    tally = dict(tally_of(actor, cycle, kind, team).counts)
    shapes = [set_shape(row) for row in shown]
    return answer({"items": shapes, "next": following, "tally": tally})


def _team(actor: Actor, team_id: int) -> Team:
    found = Team.objects.filter(id=team_id, organization_id=actor.organization_id).first()
    if found is None:
        raise NotFound
    return found


def _after(asked: Asked) -> tuple[str, int] | None:
    """The name and id of the last row that was read."""
    if not asked.cursor:
        return None
    name, id = read_cursor((Team._meta.get_field("name"), ID_COLUMN), asked.cursor)
    return name, id
