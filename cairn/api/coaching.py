"""The coach's rules over REST: muting them, switching them off, and which remarks are common."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra, parameter
from cairn.api.objectives import path_id
from cairn.api.requests import (
    ApiRequest,
    answer,
    no_content,
    or_none,
    read_query,
    read_words,
)
from cairn.api.schemas.coaching import MuteIn, RemarkSurvey, RuleList
from cairn.api.schemas.types import Id, text
from cairn.coach.rules import RULES
from cairn.coaching.hearing import muted_for
from cairn.coaching.language import reader_language
from cairn.coaching.silencing import (
    LONGEST_TEXT,
    mute_rule,
    silence_rule,
    unmute_rule,
    unsilence_rule,
)
from cairn.coaching.survey import Group, survey
from cairn.cycles.queries import find_cycle
from cairn.intake import Intake
from cairn.organization.actor import Actor

router = Router(tags=["the coach"])


@router.get(
    "/coach/rules",
    response=RuleList,
    summary="What the coach looks at",
    openapi_extra=extra(),
)
def list_rules(request: ApiRequest) -> HttpResponse:
    """All of them, the gravest first."""
    read_query(request).settle()
    muted, language = muted_for(request.auth), reader_language()
    items = [
        {
            "id": rule.id,
            "scope": rule.scope,
            **{
                name: getattr(rule, name).in_language(language)
                for name in ("title", "reason", "bad", "good")
            },
            "muted": rule.id in muted.by_reader,
            "silenced": rule.id in muted.by_organization,
        }
        for rule in RULES.values()
    ]
    return answer({"items": items, "next": None})


@router.put(
    "/coach/rules/{rule}/mute",
    response={204: None},
    summary="Hear no more of a rule",
    openapi_extra=extra(body=MuteIn, is_needed=False),
)
def mute(request: ApiRequest, rule: str) -> HttpResponse:
    """Of one text, or altogether."""
    sent = read_words(request, MuteIn)
    mute_rule(request.auth, rule, **sent.read(_read_text, sent.fields))
    return no_content()


@router.delete(
    "/coach/rules/{rule}/mute",
    response={204: None},
    summary="Hear of a rule again",
    openapi_extra=extra(parameter("text", "Of this text only.", text(LONGEST_TEXT))),
)
def unmute(request: ApiRequest, rule: str) -> HttpResponse:
    intake = read_query(request, "text")
    said = or_none(intake.line("text", LONGEST_TEXT, required=False)) or ""
    intake.settle()
    unmute_rule(request.auth, rule, text=said)
    return no_content()


@router.put(
    "/coach/rules/{rule}/silence",
    response={204: None},
    summary="Switch a rule off for everybody",
    openapi_extra=extra(),
)
def silence(request: ApiRequest, rule: str) -> HttpResponse:
    return _switch(request, silence_rule, rule)


@router.delete(
    "/coach/rules/{rule}/silence",
    response={204: None},
    summary="Switch a rule on again",
    openapi_extra=extra(),
)
def unsilence(request: ApiRequest, rule: str) -> HttpResponse:
    return _switch(request, unsilence_rule, rule)


@router.get(
    "/cycles/{cycle_id}/remarks",
    response=RemarkSurvey,
    summary="Which remarks of the coach are common, by team",
    openapi_extra=extra(),
)
def count_remarks(request: ApiRequest, cycle_id: Id) -> HttpResponse:
    """For champions and administrators; never by person."""
    read_query(request).settle()
    cycle = find_cycle(request.auth, path_id(cycle_id))
    found = survey(request.auth, cycle.id)
    return answer(
        {
            "objectives": found.objectives,
            "remarks": _counts(found.rules),
            "groups": [_group_shape(one) for one in found.groups],
            "left_out": found.left_out,
            "silenced": sorted(found.silenced),
            "examined_at": found.examined_at,
        }
    )


def _read_text(fields: dict[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    said = intake.line("text", LONGEST_TEXT, required=False)
    intake.settle()
    return {"text": said if isinstance(said, str) else ""}


def _switch(request: ApiRequest, act: Callable[[Actor, str], None], rule: str) -> HttpResponse:
    act(request.auth, rule)
    return no_content()


def _group_shape(group: Group) -> dict[str, Any]:
    kind = "small" if group.team_id is None else "team" if group.team_id else "personal"
    return {
        "kind": kind,
        "team": str(group.team_id) if group.team_id else None,
        "name": group.name,
        "objectives": group.objectives,
        "remarks": _counts(sorted(group.rules.items(), key=lambda one: (-one[1], one[0]))),
    }


def _counts(rules: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"rule": rule, "objectives": count} for rule, count in rules]
