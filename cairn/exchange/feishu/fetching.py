"""What a worker does to fetch from Feishu: the frame, who there is, then one person after another; what
was kept of them all becomes neutral rows, whose names wait to be mapped."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.transaction import atomic
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.errors import Forbidden, Refusal
from cairn.exchange.feishu.answers import read_answers
from cairn.exchange.feishu.comment_walk import is_silent
from cairn.exchange.feishu.people import by_email, by_ids, everyone, named_if_told
from cairn.exchange.feishu.turns import Later, Superseded, Turn, unpacked
from cairn.exchange.feishu.walk import Wanted, fetch_frame, fetch_person
from cairn.exchange.jobs import (
    MOST_FAULTS,
    MOST_TRIES,
    SERVER_FAULT,
    asker_of,
    plain_fault,
    words_of_refusal,
)
from cairn.exchange.models import FeishuAnswer, FeishuFetch, FeishuSource, Import, State, Whom
from cairn.exchange.packing import pack, pack_plain
from cairn.exchange.policy import rules
from cairn.exchange.rows import Fault, Place, Rows
from cairn.jobs.models import Job
from cairn.jobs.worker import Stopping, Tell
from cairn.organization.models import PLACEHOLDERS, Member, Organization
from cairn.storage import clock
from cairn.storage.sealing import unseal

MOST_NAMED: Final = 20
log = logging.getLogger(__name__)


def fetch_import(job: Job, tell: Tell) -> None:
    """One turn. Whatever is refused pauses the fetch and is told on its page; nothing that was fetched is
    lost, also where the worker is killed: the next one goes on with the person that this one was at."""
    found = (
        Import.objects.filter(id=int(job.payload["import"]), state=State.READING)
        .select_related("created_by__organization", "fetch__source")
        .first()
    )
    fetch: FeishuFetch | None = getattr(found, "fetch", None)
    if found is None or fetch is None or fetch.paused_at or fetch.turn != job.payload["turn"]:
        return
    actor = asker_of(job, found)
    organization = found.created_by.organization
    with override(actor.locale if actor else organization.locale):
        turn = Turn(job, fetch, unseal(fetch.source.sealed_secret) or "", tell)
        try:
            if actor is None:
                raise Forbidden(_("Whoever asked for this has left the organization."))
            rules.require(actor, "import.prepare", found)
            _check(turn)
            _finish(turn, found, organization, _gather(turn, organization))
        except Later as later:
            _end(turn, later.seconds)
        except Superseded:
            _end(turn)
        except Stopping:
            _end(turn)
            raise
        except Refusal as refusal:
            _pause(turn, words_of_refusal(refusal))
        except Exception:
            if job.attempts < MOST_TRIES:
                raise
            log.exception("Fetch %s cannot go on", fetch.id)
            _pause(turn, str(SERVER_FAULT))


def _end(turn: Turn, seconds: float | None = None) -> None:
    """What was thrown away or taken on elsewhere meanwhile has nothing to be kept."""
    try:
        turn.end(seconds)
    except Superseded:
        return


def _pause(turn: Turn, why: str) -> None:
    try:
        turn.pause(why)
    except Superseded:
        return


def _check(turn: Turn) -> None:
    if not unseal(turn.fetch.source.sealed_secret):
        raise Refusal(_("Cairn does not keep the app's secret. Enter it again."))
    if turn.is_stuck:
        raise Refusal(_("Feishu keeps refusing because there are too many calls. Try later."))


def _gather(turn: Turn, organization: Organization) -> dict[str, Any]:
    """Everything that is not there yet; gives the frame and who was found."""
    fetch = turn.fetch
    if fetch.frame is None:
        fetch.frame = pack_plain(fetch_frame(turn.client))
        turn.keep(frame=fetch.frame)
    if fetch.found is None:
        _keep_found(turn, _whom(turn, organization))
    found = unpacked(fetch.found)
    frame = {**unpacked(fetch.frame), "departments": found["departments"]}
    wanted = Wanted(since=fetch.since, zone=ZoneInfo(organization.time_zone), frame=frame)
    while row := fetch.answers.filter(answer__isnull=True).order_by("position").first():
        turn.look()
        answer = fetch_person(turn.client, unpacked(row.person), _known(row), wanted)
        _keep_answer(turn, row, answer)
        if "unheard" not in frame and is_silent(answer.get("unheard")):
            wanted = _without_comments(turn, wanted, answer["unheard"])
            frame = dict(wanted.frame)
    return {"frame": frame, "found": found}


def _without_comments(turn: Turn, wanted: Wanted, unheard: Mapping[str, str]) -> Wanted:
    """Found out once, for everybody who is still to come."""
    fetch, told = turn.fetch, {"unheard": dict(unheard)}
    fetch.frame = pack_plain({**unpacked(fetch.frame), **told})
    turn.keep(frame=fetch.frame)
    return replace(wanted, frame={**wanted.frame, **told})


def _whom(turn: Turn, organization: Organization) -> dict[str, Any]:
    """As `people.py` gives it."""
    fetch = turn.fetch
    if fetch.whom == Whom.EVERYONE:
        return everyone(turn.client)
    emails = [one for one in fetch.listed if "@" in one]
    if fetch.whom == Whom.MEMBERS:
        emails = _addresses(organization)
    named = by_ids([one for one in fetch.listed if "@" not in one])
    mailed = by_email(turn.client, emails) if emails else by_ids([])
    people = {one["open_id"]: one for one in (*named["people"], *mailed["people"])}
    return {
        "people": list(people.values()),
        "departments": mailed["departments"],
        "missing": [*named["missing"], *mailed["missing"]],
        "lacking": list(mailed["lacking"]),
    }


def _addresses(organization: Organization) -> list[str]:
    here = Member.objects.filter(organization=organization, left_at__isnull=True)
    known = here.exclude(user__email__endswith=PLACEHOLDERS).order_by("id")
    return list(known.values_list("user__email", flat=True))


@atomic
def _keep_found(turn: Turn, found: dict[str, Any]) -> None:
    people = list({one["open_id"]: one for one in found["people"]}.values())
    if not people:
        raise Refusal(_("Feishu knows none of these people, or the app may not see them."))
    fetch = turn.fetch
    fetch.found = pack_plain({**found, "people": len(people)})
    fetch.people = len(people)
    turn.keep(found=fetch.found, people=fetch.people)
    FeishuAnswer.objects.bulk_create(
        [
            FeishuAnswer(
                source_id=fetch.source_id,
                fetch=fetch,
                position=position,
                open_id=one["open_id"],
                person=pack_plain(one),
            )
            for position, one in enumerate(people)
        ],
        batch_size=500,
    )


def _known(row: FeishuAnswer) -> dict[str, Any]:
    known = FeishuAnswer.objects.filter(
        source_id=row.source_id, open_id=row.open_id, fetch__isnull=True
    )
    kept = known.values_list("answer", flat=True).first()
    return unpacked(kept) or {}


@atomic
def _keep_answer(turn: Turn, row: FeishuAnswer, answer: dict[str, Any]) -> None:
    turn.keep()
    FeishuAnswer.objects.filter(id=row.id).update(answer=pack_plain(answer))


def _finish(
    turn: Turn, found: Import, organization: Organization, gathered: dict[str, Any]
) -> None:
    """What was read is kept with the import, and the answers with their source for the next time."""
    turn.look()
    names = _names(turn)
    read = read_answers(
        gathered["frame"],
        _answers(turn),
        app_id=turn.fetch.source.app_id,
        zone=ZoneInfo(organization.time_zone),
        language="zh" if organization.locale.startswith("zh") else "en",
        names=names,
    )
    told, lacking = _name_others(turn, read, names)
    lacking = [*gathered["found"]["lacking"], *lacking]
    remarks = {**gathered["found"], "lacking": list(dict.fromkeys(lacking))}
    _keep_rows(turn, found, _with_remarks(told, remarks))


def _names(turn: Turn) -> dict[str, str]:
    """By open_id, where a name is known."""
    people = (unpacked(one) for one in turn.fetch.answers.values_list("person", flat=True))
    return {one["open_id"]: one["name"] for one in people if one["name"]}


def _name_others(turn: Turn, read: Rows, names: Mapping[str, str]) -> tuple[Rows, list[str]]:
    """Whom the answers know by an id only, as the contacts name them; and the permission that the app
    lacks for it. Without it they go by their ids."""
    unnamed = [one.key for one in read.people if one.key not in names and not one.email]
    told, lacking = named_if_told(turn.client, unnamed)
    people = [
        replace(one, name=told[one.key]["name"] or one.name, email=told[one.key]["email"])
        if one.key in told
        else one
        for one in read.people
    ]
    return replace(read, people=tuple(people)), lacking


def _answers(turn: Turn) -> Iterator[dict[str, Any]]:
    rows = turn.fetch.answers.order_by("position").values_list("answer", flat=True)
    for packed in rows.iterator(chunk_size=200):
        yield unpacked(packed)


@atomic
def _keep_rows(turn: Turn, found: Import, read: Rows) -> None:
    fetch = turn.fetch
    turn.keep(frame=None, found=None)
    reading = Import.objects.filter(id=found.id, state=State.READING)
    reading.update(
        state=State.MAPPING,
        rows=pack(read),
        source=read.source[:120],
        faults=[plain_fault(one) for one in read.faults[:MOST_FAULTS]],
        error="",
    )
    asked = FeishuAnswer.objects.filter(fetch=fetch)
    before = FeishuAnswer.objects.filter(source_id=fetch.source_id, fetch__isnull=True)
    before.filter(open_id__in=asked.values("open_id")).delete()
    asked.update(fetch=None)
    FeishuSource.objects.filter(id=fetch.source_id).update(last_fetched_at=clock.now())


def _with_remarks(read: Rows, found: dict[str, Any]) -> Rows:
    """Also who was not found, and what the app may not read."""
    missing, lacking = found["missing"], found["lacking"]
    remarks = []
    if missing:
        values = {"number": str(len(missing)), "names": ", ".join(missing[:MOST_NAMED])}
        remarks.append(Fault("feishu_people_missing", Place(), values, warning=True))
    if lacking:
        values = {"scopes": ", ".join(lacking)}
        remarks.append(Fault("feishu_scope_lacking", Place(), values, warning=True))
    return replace(read, faults=(*remarks, *read.faults)) if remarks else read
