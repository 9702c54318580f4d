"""An organization's own templates: create, edit, delete, restore."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound, Stale
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.goals.models import RESTORABLE_DAYS, Kind, Type
from cairn.goals.progress import direction_fault
from cairn.intake import Intake
from cairn.okr_templates import findable
from cairn.okr_templates.models import OwnKeyResult, OwnTag, OwnTemplate
from cairn.okr_templates.own import template_of, whole_templates
from cairn.okr_templates.policy import rules
from cairn.okr_templates.templates import LANGUAGES, VALUE_HOLES, KeyResultTemplate, holes_of
from cairn.okr_templates.words import UsedBy
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_member
from cairn.storage import clock

TEXTS: Final = ("title_zh", "title_en", "why_zh", "why_en", "department", "role", "type")
NEEDED: Final = ("department", "role", "type")
MOST_KEPT: Final = 1_000
BAND: Final = ("low", "high")

type Line = Mapping[str, Any]


@atomic
def create_template(
    actor: Actor,
    *,
    department: str,
    key_results: Sequence[Line] = (),
    title_zh: str = "",
    title_en: str = "",
    why_zh: str = "",
    why_en: str = "",
    role: str = UsedBy.TEAM,
    type: str = Type.COMMITTED,
    tags: Sequence[str] = (),
    submission: str | None = None,
    **_ignored: Any,
) -> OwnTemplate:
    """Written in one language or both; in each, every key result says something. The same
    `submission` twice gives the template of the first time."""
    rules.require(actor, "template.keep", None)
    mine = OwnTemplate.objects.filter(organization_id=actor.organization_id)
    if submission:
        lock_member(actor, actor.member_id)  # the same form, sent twice at once
    if submission and (first := mine.filter(submission=submission).first()):
        return first
    if mine.filter(deleted_at__isnull=True).count() >= MOST_KEPT:
        raise Conflict(_("You keep very many templates. Delete some first."))
    row = OwnTemplate(
        organization_id=actor.organization_id,
        title_zh=title_zh,
        title_en=title_en,
        why_zh=why_zh,
        why_en=why_en,
        department=department,
        role=role,
        type=type,
        submission=submission or None,
        created_by_id=actor.member_id,
        created_at=clock.now(),
    )
    _check(row, key_results)
    row.save(force_insert=True)
    _write_below(row, key_results, tags)
    findable.put_template(row)
    _record(actor, Event.TEMPLATE_CREATED, row)
    return row


@atomic
def edit_template(
    actor: Actor,
    template_id: int,
    *,
    version: int | None = None,
    key_results: Sequence[Line] | None = None,
    tags: Sequence[str] | None = None,
    **changes: Any,
) -> OwnTemplate:
    """Change what is given and leave the rest; key results are given all at once. Objectives that
    were drafted from it stay as they are."""
    row = _lock(actor, template_id)
    if row.deleted_at is not None:
        raise Conflict(_("This template was deleted. Restore it to go on with it."))
    old = _facts(row)
    if version is not None and version != row.version:
        yours: dict[str, Any] = {name: changes[name] for name in TEXTS if name in changes}
        raise Stale({name: getattr(row, name) for name in yours}, yours, row.version)
    for name in TEXTS:
        if name in changes and (changes[name] or name not in NEEDED):
            setattr(row, name, changes[name])
    lines = _kept_lines(row) if key_results is None else key_results
    _check(row, lines)
    words = [tag.name for tag in row.tags.all()] if tags is None else tags
    _write_below(row, lines, words)
    before, after = changed_values(old, _facts(row))
    if after:
        row.version += 1
        row.save()
        findable.put_template(row)
        _record(actor, Event.TEMPLATE_CHANGED, row, old=before, new=after)
    return row


@atomic
def delete_template(actor: Actor, template_id: int) -> OwnTemplate:
    """Out of every list; it can be restored for 30 days. Twice changes nothing."""
    row = _lock(actor, template_id)
    if row.deleted_at is None:
        row.deleted_at, row.deleted_by_id = clock.now(), actor.member_id
        row.save(update_fields=["deleted_at", "deleted_by"])
        findable.drop_template(row)
        _record(actor, Event.TEMPLATE_DELETED, row)
    return row


@atomic
def restore_template(actor: Actor, template_id: int) -> OwnTemplate:
    row = _lock(actor, template_id)
    if row.deleted_at is None:
        return row
    if clock.now() - row.deleted_at > timedelta(days=RESTORABLE_DAYS):
        raise Conflict(_("It was deleted more than 30 days ago and can no longer be restored."))
    row.deleted_at = row.deleted_by = None
    row.save(update_fields=["deleted_at", "deleted_by"])
    findable.put_template(row)
    _record(actor, Event.TEMPLATE_RESTORED, row)
    return row


def _lock(actor: Actor, template_id: int) -> OwnTemplate:
    row = (
        OwnTemplate.objects.select_for_update(of=("self",), no_key=True)
        .filter(id=template_id, organization_id=actor.organization_id)
        .first()
    )
    if row is None:
        raise NotFound
    rules.require(actor, "template.keep", row)
    return row


def _check(row: OwnTemplate, lines: Sequence[Line]) -> None:
    intake = Intake({})
    spoken = [one for one in LANGUAGES if getattr(row, f"title_{one}")]
    if not spoken:
        intake.refuse("title_zh", _("Write the objective in Chinese, in English or in both."))
    for language in spoken:
        if set(holes_of(getattr(row, f"title_{language}"))) & set(VALUE_HOLES):
            intake.refuse(f"title_{language}", _("Values belong into key results."))
    for number, line in enumerate(lines):
        for name, why in _faults(line, spoken):
            intake.refuse(f"key_results/{number}/{name}", why)
    intake.settle()


def _faults(line: Line, spoken: Sequence[str]) -> list[tuple[str, Any]]:
    """What is wrong with one key result, by field."""
    kind = line.get("kind", Kind.INCREASE)
    texts = {language: line.get(f"text_{language}") or "" for language in spoken}
    found: list[tuple[str, Any]] = [
        (f"text_{language}", _("Write this key result in the languages of the objective."))
        for language, text in texts.items()
        if not text
    ]
    fitting = {Kind.MAINTAIN: BAND, Kind.MILESTONES: ()}.get(kind, ("from", "to"))
    for language, text in texts.items():
        if (set(holes_of(text)) & set(VALUE_HOLES)) - set(fitting):
            words = _("This kind of key result has other values than those in the braces.")
            found.append((f"text_{language}", words))
    if kind == Kind.MAINTAIN and line.get("lower") is None and line.get("upper") is None:
        found.append(("low", _("Give a minimum, a maximum, or both.")))
    if direction_fault(kind, line.get("start"), line.get("target")):
        found.append(("to", _("This goes the other way than the key result.")))
    return found


def _kept_lines(row: OwnTemplate) -> list[Line]:
    names = ("text_zh", "text_en", "kind", "unit", "start", "target", "lower", "upper")
    kept = row.key_results.order_by("position").values(*names, "is_leading")
    return list(kept)


def _write_below(row: OwnTemplate, lines: Sequence[Line], tags: Sequence[str]) -> None:
    """Key results and tags as they are given, in place of those that were there."""
    row.key_results.all().delete()
    row.tags.all().delete()
    OwnKeyResult.objects.bulk_create(
        OwnKeyResult(template=row, position=place, **_fitting(line))
        for place, line in enumerate(lines)
    )
    OwnTag.objects.bulk_create(OwnTag(template=row, name=tag) for tag in dict.fromkeys(tags))


def _fitting(line: Line) -> dict[str, Any]:
    """Without the values that its kind does not have."""
    kind = line.get("kind", Kind.INCREASE)
    kept = dict(line)
    if kind in (Kind.MAINTAIN, Kind.MILESTONES):
        kept |= {"start": None, "target": None}
    if kind != Kind.MAINTAIN:
        kept |= {"lower": None, "upper": None}
    return kept


def _facts(row: OwnTemplate) -> dict[str, Any]:
    """What the history compares before and after."""
    template = template_of(whole_templates(OwnTemplate.objects.filter(id=row.id)).get())
    facts: dict[str, Any] = {name: getattr(row, name) for name in TEXTS}
    facts["tags"] = list(template.tags)
    facts["key_results"] = [_said(one) for one in template.key_results]
    return facts


def _said(line: KeyResultTemplate) -> str:
    """All of a key result in one text."""
    values = ", ".join(f"{name} {value:f}" for name, value in line.values.items())
    words = [line.text.zh, line.text.en, line.kind, line.unit.zh, values]
    return " · ".join(word for word in words if word) + (" ★" if line.is_leading else "")


def _record(actor: Actor, kind: Event, row: OwnTemplate, **values: Any) -> None:
    title = row.title_zh or row.title_en
    if actor.locale == "en" and row.title_en:
        title = row.title_en
    record(actor, kind, row.id, title=title, **values)
