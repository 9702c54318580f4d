"""Where somebody's id stands in texts and JSON: what imports wrote and were told, what was confirmed, who
could see what, who waits for a template."""

from typing import Any, Final

from django.db.models import Model, TextField
from django.db.models.functions import Cast

from cairn.exchange.models import Import, ImportedChange, ImportedThing
from cairn.goals.models import Confirmation, Standing
from cairn.okr_templates.models import HandOut
from cairn.organization.models import Member
from cairn.storage.bulk import update_models

PLACES: Final[tuple[tuple[type[Model], str, str], ...]] = (
    (ImportedThing, "wrote", "organization"),
    (ImportedChange, "before", "of__organization"),
    (ImportedChange, "after", "of__organization"),
    (ImportedChange, "wrote", "of__organization"),
    (Import, "mapping", "organization"),
    (Confirmation, "agreed", "organization"),
    (HandOut, "people", "organization"),
)
"""Model, JSON column, and the way to its organization."""
A_TIME: Final = 2_000


def respell(member: Member, other: Member) -> None:
    """Write the other's id (and name, where it stands beside) wherever the member's is spelled. Reads
    only the rows that spell it."""
    for model, name, way in PLACES:
        _respell_json(model, name, {way: member.organization_id}, member, other)
    _respell_audiences(member, other)


def _respell_json(
    model: Any, name: str, ours: dict[str, Any], member: Member, other: Member
) -> None:
    rows = model.objects.filter(**ours).annotate(spelled=Cast(name, TextField()))
    found = rows.filter(spelled__contains=str(member.id)).only("id", name)
    changed = []
    for row in found.iterator(A_TIME):
        setattr(row, name, _respelled(getattr(row, name), member, other))
        changed.append(row)
    update_models(changed, (name,))


def _respelled(value: Any, member: Member, other: Member) -> Any:
    """Lists of ids keep their order and name nobody twice; an owner is no collaborator."""
    mine, theirs = str(member.id), str(other.id)
    if isinstance(value, str):
        return theirs if value == mine else value
    if isinstance(value, list):
        fresh = [_respelled(one, member, other) for one in value]
        return sorted(set(fresh)) if mine in value else fresh
    if not isinstance(value, dict):
        return value
    found = {name: _respelled(one, member, other) for name, one in value.items()}
    if value.get("id") == mine and "name" in value:
        found["name"] = other.name
    if theirs in (helping := found.get("collaborators") or ()) and found.get("owner") == theirs:
        found["collaborators"] = [one for one in helping if one != theirs]
    return found


def _respell_audiences(member: Member, other: Member) -> None:
    mine, theirs = f",{member.id},", f",{other.id},"
    rows = Standing.objects.filter(
        objective__organization=member.organization_id, audience__contains=mine
    )
    changed = []
    for row in rows.only("id", "audience").iterator(A_TIME):
        text = row.audience or ""
        row.audience = text.replace(mine, "," if theirs in text else theirs)
        changed.append(row)
    update_models(changed, ("audience",))
