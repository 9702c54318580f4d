"""What OpenAPI says beside the answers: bodies, parameters and problems."""

from collections.abc import Collection
from typing import Any

import pydantic

from cairn.api.problems import MEDIA_TYPE
from cairn.api.requests import LONGEST_KEY, MOST_ROWS, USUAL_ROWS
from cairn.api.schemas.announcing import AnnouncementIn, OwnIn, PlannedIn
from cairn.api.schemas.assistant import AssistantIn, SuggestionsIn
from cairn.api.schemas.coach import DraftIn
from cairn.api.schemas.coaching import MuteIn
from cairn.api.schemas.confirmations import (
    Confirming,
    ConfirmingAll,
    Returning,
    ReturningAll,
    Submitting,
    SubmittingAll,
)
from cairn.api.schemas.imports import ImportChange, NewFeishuImport, NewImport, ResumedFetch
from cairn.api.schemas.inbox import MailChoiceIn, MentionAnswer, SeenIn
from cairn.api.schemas.key_results import KeyResultChange, KeyResultReturn, NewKeyResult
from cairn.api.schemas.kpis import KpiChange, NewKpi, NewKpiReading
from cairn.api.schemas.meetings import ActionChange, MeetingEnding, NewEntry
from cairn.api.schemas.objectives import NewObjective, ObjectiveChange
from cairn.api.schemas.organization import AddressAsked, MergeAsked
from cairn.api.schemas.problems import Problem
from cairn.api.schemas.reports import NewReport
from cairn.api.schemas.reviews import (
    CarryingOver,
    CycleEnding,
    Ending,
    NewLesson,
    NewRetrospective,
    NewScore,
    RetrospectiveChange,
)
from cairn.api.schemas.rooms import (
    GroupIn,
    GroupPlace,
    KeyShown,
    MergingIn,
    NewArgument,
    NewBallot,
    NewProposal,
    NewRoom,
    OrderIn,
    ProposalChange,
    ProposalPlace,
    RoomChange,
    SeatsIn,
    StageIn,
    TimerIn,
    VoteIn,
)
from cairn.api.schemas.rounds import (
    DropIn,
    HourIn,
    NewRound,
    PlanChange,
    ReasonGiven,
    StepRepeat,
)
from cairn.api.schemas.talk import NewCheckIn, NewComment
from cairn.api.schemas.templates import HandingOut, Inserting, NewTemplate, TemplateChange
from cairn.api.schemas.ties import (
    AlignmentChange,
    AlignmentEnding,
    AlignmentYes,
    Carrying,
    DependencyChange,
    DependencyYes,
    NewAlignment,
    NewDependency,
    Reasoned,
)
from cairn.api.schemas.weekly import (
    AbsenceChange,
    HelpAnswer,
    NewAbsence,
    NewHelpRequest,
    SnoozeIn,
    WeeklyUpdateIn,
)

REF = "#/components/schemas/{model}"
DOCUMENTED: tuple[type[pydantic.BaseModel], ...] = (
    NewObjective,
    ObjectiveChange,
    NewKeyResult,
    KeyResultChange,
    KeyResultReturn,
    NewCheckIn,
    NewKpi,
    KpiChange,
    NewKpiReading,
    NewComment,
    NewAlignment,
    AlignmentChange,
    AlignmentYes,
    AlignmentEnding,
    Reasoned,
    Carrying,
    NewDependency,
    DependencyChange,
    DependencyYes,
    WeeklyUpdateIn,
    NewHelpRequest,
    HelpAnswer,
    AddressAsked,
    MergeAsked,
    NewAbsence,
    AbsenceChange,
    SnoozeIn,
    Submitting,
    Confirming,
    Returning,
    SubmittingAll,
    ConfirmingAll,
    ReturningAll,
    SeenIn,
    MentionAnswer,
    MailChoiceIn,
    DraftIn,
    MuteIn,
    AssistantIn,
    SuggestionsIn,
    NewScore,
    Ending,
    CarryingOver,
    NewRetrospective,
    RetrospectiveChange,
    NewLesson,
    CycleEnding,
    NewEntry,
    MeetingEnding,
    ActionChange,
    AnnouncementIn,
    PlannedIn,
    OwnIn,
    NewRound,
    PlanChange,
    ReasonGiven,
    StepRepeat,
    HourIn,
    NewRoom,
    RoomChange,
    StageIn,
    TimerIn,
    SeatsIn,
    OrderIn,
    GroupIn,
    GroupPlace,
    NewBallot,
    NewProposal,
    ProposalChange,
    KeyShown,
    ProposalPlace,
    MergingIn,
    VoteIn,
    NewArgument,
    DropIn,
    NewReport,
    NewImport,
    ImportChange,
    NewFeishuImport,
    ResumedFetch,
    NewTemplate,
    TemplateChange,
    Inserting,
    HandingOut,
    Problem,
)


def parameter(
    name: str, description: str, schema: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """One parameter of the query."""
    return {
        "in": "query",
        "name": name,
        "description": description,
        "schema": schema or {"type": "string"},
        **more,
    }


PAGE = [
    parameter("cursor", "`next` of the page before."),
    parameter(
        "limit",
        "How many rows.",
        {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS},
    ),
]
IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "The same key twice creates one thing and gives the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}


def extra(
    *parameters: dict[str, Any],
    body: type[pydantic.BaseModel] | None = None,
    is_needed: bool = True,
    form: type[pydantic.BaseModel] | None = None,
    files: Collection[str] = (),
) -> dict[str, Any]:
    """An operation's `openapi_extra`: its parameters, its body, and problems for all the rest.

    `form` is a body that is sent as a form with a file; `files` are the media types of an answer that
    is a file.
    """
    about: dict[str, Any] = {
        "parameters": list(parameters),
        "responses": {
            "default": {
                "description": "A problem document",
                "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}},
            }
        },
    }
    if files:
        about["responses"][200] = {"content": {one: {"schema": _of_file(one)} for one in files}}
    kind = "application/json" if form is None else "multipart/form-data"
    if sent := body or form:
        assert sent in DOCUMENTED
        schema = {"$ref": REF.format(model=sent.__name__)}
        about["requestBody"] = {"required": is_needed, "content": {kind: {"schema": schema}}}
    return about


def _of_file(media_type: str) -> dict[str, str]:
    if media_type == "application/json":
        return {"type": "object"}
    return {"type": "string", "format": "binary"}


def documented_models() -> dict[str, Any]:
    """The schemas that `extra` refers to, for the document's components."""
    found: dict[str, Any] = {}
    for model in DOCUMENTED:
        schema = model.model_json_schema(ref_template=REF)
        found |= schema.pop("$defs", {})
        found[model.__name__] = schema
    return found
