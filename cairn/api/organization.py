"""Who you are, and the organization's cycles, teams and members, over REST."""

from django.db.models import FETCH_RAISE, Prefetch
from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import PAGE, extra
from cairn.api.paging import PAGE_PARAMETERS, Asked, read_page, take_page
from cairn.api.requests import ApiRequest, answer, read_query
from cairn.api.schemas.organization import CyclePage, Me, MemberPage, TeamPage
from cairn.api.shapes.organization import cycle_shape, me_shape, member_shape, team_shape
from cairn.cycles.queries import choose_current, cycles
from cairn.organization.models import Member, Team, TeamMember
from cairn.storage import clock

router = Router(tags=["organization"])


def read_asked(request: ApiRequest) -> Asked:
    """The page that a list without filters is asked for."""
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    return asked


@router.get("/me", response=Me, summary="Who the token acts for", openapi_extra=extra())
def show_me(request: ApiRequest) -> HttpResponse:
    member = Member.objects.select_related("user", "organization", "manager").get(
        id=request.auth.member_id
    )
    return answer(me_shape(request.auth, member))


@router.get(
    "/cycles", response=CyclePage, summary="Cycles, newest first", openapi_extra=extra(*PAGE)
)
def list_cycles(request: ApiRequest) -> HttpResponse:
    actor, asked = request.auth, read_asked(request)
    known = cycles(actor)
    current = choose_current(list(known), clock.today(actor.time_zone))
    rows, following = take_page(known, ("-starts_on", "-ends_on", "-id"), asked)
    shapes = [cycle_shape(actor, row, current.id if current else None) for row in rows]
    return answer({"items": shapes, "next": following})


@router.get("/teams", response=TeamPage, summary="The open teams", openapi_extra=extra(*PAGE))
def list_teams(request: ApiRequest) -> HttpResponse:
    actor, asked = request.auth, read_asked(request)
    teams = Team.objects.open().filter(organization_id=actor.organization_id)
    loaded = teams.select_related("lead").fetch_mode(FETCH_RAISE)
    rows, following = take_page(loaded, ("id",), asked)
    return answer({"items": [team_shape(actor, row) for row in rows], "next": following})


@router.get(
    "/members", response=MemberPage, summary="The members, by name", openapi_extra=extra(*PAGE)
)
def list_members(request: ApiRequest) -> HttpResponse:
    """Those who have left are not among them."""
    actor, asked = request.auth, read_asked(request)
    open_teams = TeamMember.objects.filter(team__valid_to__isnull=True).order_by("id")
    members = (
        Member.objects.filter(organization_id=actor.organization_id, left_at__isnull=True)
        .select_related("user", "manager")
        .prefetch_related(Prefetch("team_memberships", open_teams))
        .fetch_mode(FETCH_RAISE)
    )
    rows, following = take_page(members, ("name", "id"), asked)
    return answer({"items": [member_shape(actor, row) for row in rows], "next": following})
