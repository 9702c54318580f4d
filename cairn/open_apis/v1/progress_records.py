"""Progress records of version 1, which is where both versions write them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cairn.checkins.chains import find_word
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment, delete_comment, edit_comment
from cairn.checkins.commands.undoing import take_back_check_in
from cairn.checkins.models import CheckIn
from cairn.goals.commands.overrides import override_progress
from cairn.goals.models import KeyResult, Kind, Objective, Status
from cairn.goals.queries import find_key_result, find_objective
from cairn.intake import LONGEST_WORDS, MISSING, Intake, refuse
from cairn.open_apis.blocks import blocks_v1
from cairn.open_apis.calls import Call, choice, number
from cairn.open_apis.content import WEB, read_markdown, split_source, with_source
from cairn.open_apis.instants import ms
from cairn.open_apis.numbers import HUNDRED, plain_number, said, whole_percent
from cairn.open_apis.records import (
    DONE,
    KEY_RESULT,
    OBJECTIVE,
    Record,
    find_record,
    people_in,
    spoken,
    value_at,
)

LONGEST_SOURCE = 200
NORMAL, OVERDUE = 0, 1
STATUSES = {NORMAL: Status.ON_TRACK, OVERDUE: Status.BEHIND, DONE: ""}
FARTHEST = Decimal(1_000)


def show_record(call: Call, progress_id: str) -> dict[str, Any]:
    return _record(call, find_record(call, progress_id))


def _record(call: Call, record: Record) -> dict[str, Any]:
    fraction = record.progress
    percent = None if fraction is None else plain_number(round(fraction * HUNDRED, 4))
    return said(
        progress_id=str(record.id),
        modify_time=ms(record.changed_at),
        content=blocks_v1(record.paragraphs(people_in(call, [record]))),
        progress_rate=spoken(percent=percent, status=record.status_number),
    )


def create_record(call: Call) -> dict[str, Any]:
    """A check-in on a key result, or a comment on an objective."""
    kind = call.sent_choice("target_type", (OBJECTIVE, KEY_RESULT))
    target = call.sent_id("target_id")
    if kind is MISSING or target is None:
        refuse("target_type" if kind is MISSING else "target_id", _("This is needed."))
    source = _source(call)
    if kind == KEY_RESULT:
        key_result = find_key_result(call.actor, target)
        note = with_source(_content(call), *source)
        made = check_in(call.actor, target, note=note, **_measured(call, key_result))
        return show_record(call, str(made.id))
    objective = find_objective(call.actor, target)
    body = with_source(_content(call), *source)
    comment = add_comment(call.actor, target, body=body)
    _set_progress(call, objective)
    return show_record(call, str(comment.id))


def _content(call: Call) -> str:
    return read_markdown(call.actor, "content", call.sent("content"), LONGEST_WORDS)


def _source(call: Call) -> tuple[str, str]:
    """Where the record was written; both are needed."""
    intake = Intake({name: call.body.get(name) for name in ("source_title", "source_url")})
    title = intake.line("source_title", LONGEST_SOURCE)
    url = intake.line("source_url", 2_000)
    if url is not MISSING and not WEB.fullmatch(url):
        intake.refuse("source_url", _("Write a link that starts with https://."))
    intake.settle()
    return title, url


def _rate(call: Call) -> tuple[Any, Any]:
    """The percentage and the status that are sent, `MISSING` for what is not."""
    rate = call.sent("progress_rate")
    if rate is MISSING:
        return MISSING, MISSING
    if not isinstance(rate, dict):
        refuse("progress_rate", _("This value is of the wrong kind."))
    percent = number("percent", rate.get("percent"), -FARTHEST, FARTHEST)
    return percent, choice("status", rate.get("status"), tuple(STATUSES))


def _measured(call: Call, key_result: KeyResult) -> dict[str, Any]:
    """Value and status of a check-in. A percentage becomes the value at that place of the line."""
    percent, status = _rate(call)
    told: dict[str, Any] = {}
    if status is not MISSING:
        told["status"] = STATUSES[status]
    if percent is MISSING:
        return told
    value = value_at(key_result, percent)
    if value is not None:
        return {**told, "value": value}
    if percent != whole_percent(key_result.progress):
        refuse("percent", _no_line(key_result))
    return told


def _no_line(key_result: KeyResult) -> str:
    if key_result.kind == Kind.MILESTONES:
        return _("This key result has milestones: say which are reached.")
    return _("This key result has no start and target between which a percentage would lie.")


def _set_progress(call: Call, objective: Objective) -> None:
    """A percentage of an objective's own replaces the one that its key results make."""
    percent, _status = _rate(call)
    if percent is MISSING or percent == whole_percent(objective.shown_progress):
        return
    override_progress(call.actor, objective.id, progress=percent / HUNDRED, reason=call.reason)


def change_record(call: Call, progress_id: str) -> dict[str, Any]:
    """Said anew: a check-in is corrected by another one, a comment is edited."""
    record = find_record(call, progress_id)
    text = _content(call) + split_source(record.text)[1]
    if record.checkin is not None:
        _correct(call, record.checkin, text)
    else:
        edit_comment(call.actor, record.id, body=text)
        _set_progress(call, find_objective(call.actor, record.entity_id))
    return show_record(call, progress_id)


def _correct(call: Call, checkin: CheckIn, note: str) -> None:
    """The value stays where no percentage is sent, and so does the status."""
    checkin, key_result = find_word(call.actor, checkin.id)
    told = _measured(call, key_result)
    if "value" not in told and checkin.reading is not None and not key_result.kpi_id:
        told |= _said_before(key_result, checkin)
    check_in(
        call.actor,
        key_result.id,
        note=note,
        blockers="",
        corrects=checkin.id,
        **{"status": checkin.status, **told},
    )


def _said_before(key_result: KeyResult, checkin: CheckIn) -> dict[str, Any]:
    assert checkin.reading is not None
    if key_result.kind == Kind.MILESTONES:
        return {"milestones_reached": [int(id) for id in checkin.reading.milestones]}
    return {"value": checkin.reading.value}


def delete_record(call: Call, progress_id: str) -> None:
    record = find_record(call, progress_id)
    if record.checkin is not None:
        now = record.checkin
        take_back_check_in(call.actor, now.key_result_id, checkin=now.id)
    else:
        delete_comment(call.actor, record.id)
