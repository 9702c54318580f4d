"""Writing KPIs: create, edit, archive, restore. Measuring lies in `goals.commands.measuring`, since a
reading goes on to the key results that take it."""

from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound, Stale
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import Named, changed_values, record
from cairn.intake import Intake
from cairn.kpis import findable
from cairn.kpis.models import Direction, Kpi
from cairn.kpis.policy import rules
from cairn.kpis.readings import restate
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import find_open_team, find_present_member, lock_member
from cairn.storage import clock

TEXTS = ("name", "description", "unit", "direction", "lower", "upper", "cadence_days")
NEEDED = ("name", "unit", "direction", "cadence_days")


def lock_kpi(actor: Actor, kpi_id: int) -> Kpi:
    """The KPI, locked after any objective; `NotFound` if it is not there for this actor."""
    found = (
        Kpi.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owner", "team", "organization")
        .filter(id=kpi_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


@atomic
def create_kpi(
    actor: Actor,
    *,
    name: str,
    description: str = "",
    unit: str = "number",
    direction: str = Direction.HIGHER,
    lower: Decimal | None = None,
    upper: Decimal | None = None,
    team: int | None = None,
    owner: int | None = None,
    cadence_days: int = 7,
    submission: str | None = None,
    **_ignored: Any,
) -> Kpi:
    """A new KPI of a team, a person or both; the last among its team's. The same `submission` twice
    gives the KPI of the first time."""
    rules.require(actor, "kpi.write", None)
    mine = Kpi.objects.filter(organization_id=actor.organization_id)
    if submission:
        lock_member(actor, actor.member_id)  # the same form, sent twice at once
    if submission and (first := mine.filter(submission=submission).first()):
        return first
    intake = Intake({})
    kpi = Kpi(
        organization_id=actor.organization_id,
        team=find_open_team(actor, team, intake, "team"),
        owner=find_present_member(actor, owner, intake, "owner"),
        name=name,
        description=description,
        unit=unit,
        direction=direction,
        lower=lower,
        upper=upper,
        cadence_days=cadence_days,
        submission=submission or None,
        created_by_id=actor.member_id,
    )
    _check(intake, kpi)
    intake.settle()
    rules.require(actor, "kpi.create", kpi)
    last = mine.filter(team=kpi.team).aggregate(last=Max("position"))["last"]
    kpi.position = 0 if last is None else last + 1
    kpi.save(force_insert=True)
    findable.put_kpi(kpi)
    _record(actor, Event.KPI_CREATED, kpi, new=facts_of(kpi))
    return kpi


def _check(intake: Intake, kpi: Kpi) -> None:
    """Somebody answers for it, and the band fits the direction."""
    if kpi.team is None and kpi.owner is None:
        intake.refuse("owner", _("Say whose KPI it is: a team's, a person's or both."))
    lower, upper = kpi.lower, kpi.upper
    if kpi.direction in (Direction.HIGHER, Direction.WITHIN) and lower is None:
        intake.refuse("lower", _("Say from which value on it is healthy."))
    if kpi.direction in (Direction.LOWER, Direction.WITHIN) and upper is None:
        intake.refuse("upper", _("Say up to which value it is healthy."))
    if lower is not None and upper is not None and lower > upper:
        intake.refuse("upper", _("The upper end must not be below the lower one."))


@atomic
def edit_kpi(actor: Actor, kpi_id: int, *, version: int | None = None, **changes: Any) -> Kpi:
    """Change what is given and leave the rest. Readings stay; a new band judges them anew."""
    kpi = lock_kpi(actor, kpi_id)
    rules.require(actor, "kpi.edit", kpi)
    require_kept(kpi)
    _require_version(kpi, version, changes)
    old = facts_of(kpi)
    intake = Intake({})
    for name in TEXTS:
        if name in changes and (changes[name] is not None or name not in NEEDED):
            setattr(kpi, name, changes[name])
    if kpi.unit != old["unit"] and is_used(kpi):
        intake.refuse("unit", _("It has readings in this unit already. Make a new KPI instead."))
    _place(actor, intake, kpi, changes)
    _check(intake, kpi)
    intake.settle()
    before, after = changed_values(old, facts_of(kpi))
    if not after:
        return kpi
    if "team" in after or "owner" in after:
        rules.require(actor, "kpi.create", kpi)
    kpi.version += 1
    restate(kpi)
    kpi.save()
    findable.put_kpi(kpi)
    _record(actor, Event.KPI_CHANGED, kpi, old=before, new=after)
    return kpi


def is_used(kpi: Kpi) -> bool:
    """Whether its unit means something already: for its readings, or a key result that waits."""
    return kpi.readings.exists() or kpi.key_results.filter(deleted_at__isnull=True).exists()


def _place(actor: Actor, intake: Intake, kpi: Kpi, changes: dict[str, Any]) -> None:
    """Another team or owner, where one is given that differs."""
    if changes.get("team", kpi.team_id) != kpi.team_id:
        kpi.team = find_open_team(actor, changes["team"], intake, "team")
    if changes.get("owner", kpi.owner_id) != kpi.owner_id:
        kpi.owner = find_present_member(actor, changes["owner"], intake, "owner")


def _require_version(kpi: Kpi, version: int | None, changes: dict[str, Any]) -> None:
    """Refuse an edit of what somebody else has changed since it was read."""
    if version is None or version == kpi.version:
        return
    yours = {name: changes[name] for name in TEXTS if name in changes}
    theirs = {name: getattr(kpi, name) for name in yours}
    if theirs != yours:
        raise Stale(theirs=theirs, yours=yours, version=kpi.version)


def require_kept(kpi: Kpi) -> None:
    if kpi.archived_at is not None:
        raise Conflict(_("This KPI is archived. Restore it to go on with it."))


@atomic
def archive_kpi(actor: Actor, kpi_id: int) -> Kpi:
    """Measured no longer, and in no list; its readings stay. Key results keep what they have."""
    kpi = lock_kpi(actor, kpi_id)
    rules.require(actor, "kpi.archive", kpi)
    if kpi.archived_at is not None:
        return kpi
    kpi.archived_at, kpi.archived_by_id = clock.now(), actor.member_id
    kpi.save(update_fields=["archived_at", "archived_by"])
    findable.drop_kpi(kpi)
    _record(actor, Event.KPI_ARCHIVED, kpi)
    return kpi


@atomic
def restore_kpi(actor: Actor, kpi_id: int) -> Kpi:
    """Take an archived KPI back into the lists."""
    kpi = lock_kpi(actor, kpi_id)
    rules.require(actor, "kpi.archive", kpi)
    if kpi.archived_at is None:
        return kpi
    kpi.archived_at = kpi.archived_by = None
    kpi.save(update_fields=["archived_at", "archived_by"])
    findable.put_kpi(kpi)
    _record(actor, Event.KPI_RESTORED, kpi)
    return kpi


def facts_of(kpi: Kpi) -> dict[str, Any]:
    """What the history compares before and after."""
    facts: dict[str, Any] = {name: getattr(kpi, name) for name in TEXTS}
    facts["team"] = Named(kpi.team.id, kpi.team.name) if kpi.team else None
    facts["owner"] = Named(kpi.owner.id, kpi.owner.name) if kpi.owner else None
    return facts


def _record(actor: Actor, kind: Event, kpi: Kpi, **values: Any) -> None:
    record(actor, kind, kpi.id, title=kpi.name, team_id=kpi.team_id, **values)
