"""What the caller follows, over REST. Nobody else's is to be had."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra
from cairn.api.objectives import path_id
from cairn.api.requests import ApiRequest, answer, no_content, read_query
from cairn.api.schemas.gaps import FollowList
from cairn.api.schemas.types import Id
from cairn.api.shapes.gaps import follow_shape
from cairn.notifications.commands import follow, unfollow
from cairn.notifications.queries import followed_by

router = Router(tags=["following"])


@router.get(
    "/follows",
    response=FollowList,
    summary="What you follow, the latest first",
    openapi_extra=extra(),
)
def list_follows(request: ApiRequest) -> HttpResponse:
    """What you may no longer see is left out. All of it at once: there is an end to following."""
    read_query(request).settle()
    items = [follow_shape(row) for row in followed_by(request.auth)]
    return answer({"items": items, "next": None})


@router.put(
    "/follows/people/{member_id}",
    response={204: None},
    summary="Follow a person",
    openapi_extra=extra(),
)
def follow_person(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _follow(request, "person", member_id)


@router.delete(
    "/follows/people/{member_id}",
    response={204: None},
    summary="Follow a person no longer",
    openapi_extra=extra(),
)
def unfollow_person(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _unfollow(request, "person", member_id)


@router.put(
    "/follows/teams/{team_id}",
    response={204: None},
    summary="Follow a team and its objectives",
    openapi_extra=extra(),
)
def follow_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _follow(request, "team", team_id)


@router.delete(
    "/follows/teams/{team_id}",
    response={204: None},
    summary="Follow a team no longer",
    openapi_extra=extra(),
)
def unfollow_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _unfollow(request, "team", team_id)


@router.put(
    "/follows/objectives/{objective_id}",
    response={204: None},
    summary="Follow an objective",
    openapi_extra=extra(),
)
def follow_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    return _follow(request, "objective", objective_id)


@router.delete(
    "/follows/objectives/{objective_id}",
    response={204: None},
    summary="Follow an objective no longer",
    openapi_extra=extra(),
)
def unfollow_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    return _unfollow(request, "objective", objective_id)


def _follow(request: ApiRequest, kind: str, id: str) -> HttpResponse:
    follow(request.auth, kind, path_id(id))
    return no_content()


def _unfollow(request: ApiRequest, kind: str, id: str) -> HttpResponse:
    unfollow(request.auth, kind, path_id(id))
    return no_content()
