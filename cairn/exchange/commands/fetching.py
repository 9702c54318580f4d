"""Fetching from Feishu: from which server, by which app, of whom; stopping, going on, forgetting."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, Invalid, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.exchange.commands.preparing import NOT_NOW, lock_import
from cairn.exchange.feishu import turns
from cairn.exchange.models import FeishuAnswer, FeishuFetch, FeishuSource, Format, Import, State
from cairn.exchange.policy import rules
from cairn.intake import refuse
from cairn.jobs.commands import put_job
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.sealing import seal, unseal

CHECK_S: Final = 10.0
NO_SECRET: Final = _("Cairn does not keep the app's secret. Enter it again.")
ONE_AT_A_TIME: Final = _(
    "Something is being fetched through this app already. Let it end, or throw it away first."
)


def start_feishu_import(
    actor: Actor,
    *,
    address: str,
    app_id: str,
    whom: str,
    app_secret: str = "",
    listed: Sequence[str] = (),
    since: date | None = None,
    submission: str | None = None,
) -> Import:
    """Try the app's secret, keep it sealed, and have a worker fetch. An empty secret is the one that is
    kept for this address and app; `FeishuRefusal` says what is wrong with the new one. `whom` and
    `listed` as `intake.read_feishu` gives them; `since` leaves out what ended before. The same
    `submission` twice gives the import of the first time. Not within a transaction."""
    rules.require(actor, "import.prepare", None)
    mine = Import.objects.filter(created_by=actor.member_id)
    if submission and (first := mine.filter(submission=submission).first()):
        return first
    source = _sources(actor).filter(address=address, app_id=app_id).first()
    secret = app_secret or _kept_secret(source)
    if not secret:
        refuse("app_secret", NO_SECRET if source else _("Enter the secret of the app."))
    instants = _try_app(address, app_id, secret, source)
    asked = {"whom": whom, "listed": list(listed), "since": since}
    return _begin(actor, address, app_id, secret, instants, asked, submission)


def fetch_again(actor: Actor, source_id: int, *, submission: str | None = None) -> Import:
    """The same people as last time; what cannot have changed since is not asked for."""
    rules.require(actor, "import.prepare", None)
    source = _sources(actor).filter(id=source_id).first()
    if source is None:
        raise NotFound
    try:
        return start_feishu_import(
            actor,
            address=source.address,
            app_id=source.app_id,
            whom=source.whom,
            listed=source.listed,
            since=source.since,
            submission=submission,
        )
    except Invalid as refusal:
        raise Conflict(" ".join(str(one) for one in refusal.fields.values())) from None


@atomic
def pause_fetch(actor: Actor, import_id: int) -> Import:
    """The worker stops after the call that it is at; nothing of what was fetched is lost."""
    rules.require(actor, "import.prepare", None)
    found = lock_import(actor, import_id)
    fetch = _fetch_of(found)
    FeishuFetch.objects.filter(id=fetch.id, paused_at__isnull=True).update(paused_at=clock.now())
    return found


def resume_fetch(actor: Actor, import_id: int, *, app_secret: str = "") -> Import:
    """Go on where it stopped, in the name of whoever says so; with another secret where one is given.
    Not within a transaction."""
    rules.require(actor, "import.prepare", None)
    fetch = FeishuFetch.objects.select_related("source").filter(
        of_id=import_id, of__organization_id=actor.organization_id
    )
    kept = fetch.first()
    if app_secret and kept is not None:
        source = kept.source
        instants = _try_app(source.address, source.app_id, app_secret, source)
        return _resume(actor, import_id, sealed_secret=seal(app_secret), instants=instants)
    if kept is not None and not _kept_secret(kept.source):
        refuse("app_secret", NO_SECRET)
    return _resume(actor, import_id)


@atomic
def forget_secret(actor: Actor, source_id: int) -> FeishuSource:
    """Also what was kept of the answers: fetching again begins from the beginning."""
    rules.require(actor, "import.prepare", None)
    source = _sources(actor).select_for_update(no_key=True).filter(id=source_id).first()
    if source is None:
        raise NotFound
    had_secret = bool(source.sealed_secret)
    source.sealed_secret = ""
    source.save(update_fields=["sealed_secret"])
    FeishuAnswer.objects.filter(source=source, fetch__isnull=True).delete()
    if had_secret:
        named = {"feishu_app": source.app_id}
        record(
            actor,
            Event.ORGANIZATION_CHANGED,
            actor.organization_id,
            title=source.app_id,
            old={**named, "feishu_has_secret": True},
            new={**named, "feishu_has_secret": False},
        )
    return source


def _sources(actor: Actor) -> QuerySet[FeishuSource]:
    return FeishuSource.objects.filter(organization_id=actor.organization_id)


def _kept_secret(source: FeishuSource | None) -> str:
    """Empty where it was sealed by another instance."""
    return (unseal(source.sealed_secret) or "") if source else ""


def _try_app(address: str, app_id: str, secret: str, source: FeishuSource | None) -> list[float]:
    """One call; gives the instants of the calls of the last minute."""
    client = turns.new_client(
        address, app_id, secret, instants=source.instants if source else (), within_s=CHECK_S
    )
    client.sign_on()
    return list(client.instants)


@atomic
def _begin(
    actor: Actor,
    address: str,
    app_id: str,
    secret: str,
    instants: list[float],
    asked: dict[str, Any],
    submission: str | None,
) -> Import:
    source, _made = _sources(actor).get_or_create(
        address=address, app_id=app_id, organization_id=actor.organization_id, defaults=asked
    )
    source = _sources(actor).select_for_update(no_key=True).get(id=source.id)
    if source.fetches.filter(of__state=State.READING).exists():
        raise Conflict(ONE_AT_A_TIME)
    for name, value in {**asked, "sealed_secret": seal(secret), "instants": instants}.items():
        setattr(source, name, value)
    source.save()
    made = Import.objects.create(
        organization_id=actor.organization_id,
        created_by_id=actor.member_id,
        submission=submission or None,
        format=Format.FEISHU,
        file_name=f"{urlsplit(address).netloc} {app_id}"[:255],
        state=State.READING,
    )
    fetch = FeishuFetch.objects.create(of=made, source=source, **asked)
    _work(actor, made, fetch)
    new = {"format": made.format, "import": str(made.id), "address": address, "app": app_id}
    record(actor, Event.IMPORT_STARTED, made.id, title=made.file_name, new=new)
    return made


@atomic
def _resume(actor: Actor, import_id: int, **source: Any) -> Import:
    found = lock_import(actor, import_id)
    fetch = _fetch_of(found)
    if source:
        FeishuSource.objects.filter(id=fetch.source_id).update(**source)
    if fetch.paused_at is not None:
        fetch.paused_at, fetch.stalled, fetch.turn = None, 0, fetch.turn + 1
        fetch.waits_until = clock.now()
        fetch.save(update_fields=["paused_at", "stalled", "turn", "waits_until"])
        _work(actor, found, fetch)
    return found


def _fetch_of(found: Import) -> FeishuFetch:
    """That of an import which is being fetched; the import is locked."""
    fetch = FeishuFetch.objects.filter(of=found).first() if found.state == State.READING else None
    if fetch is None:
        raise Conflict(NOT_NOW)
    return fetch


def _work(actor: Actor, found: Import, fetch: FeishuFetch) -> None:
    """Put the next turn down; it goes on in this actor's name."""
    job = put_job(
        turns.KIND,
        {"import": str(found.id), "turn": fetch.turn},
        organization_id=actor.organization_id,
        by=actor.member_id,
    )
    Import.objects.filter(id=found.id).update(job_id=job.id, error="")
