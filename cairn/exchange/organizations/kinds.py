"""Every kind of thing that an organization's export holds, read off the models: which table, how its
rows belong to the organization, and which columns go.

A table belongs by its `organization`, or through the first thing that it cannot be without. A new
table is in the export, or is named in `left_out.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models import Q

from cairn.exchange.organizations import left_out
from cairn.organization.models import Member, Organization, User

type Model = type[models.Model]

CONDITIONS: Final = {
    "planning.Vote": Q(ballot__revealed_at__isnull=False),
    "planning.Purse": Q(ballot__revealed_at__isnull=False),
}
SPELLED: Final = frozenset(
    {
        "organization.Team.path",
        *("goals.Standing.audience", "goals.Standing.audience_line"),
        *("notifications.Notice.key", "notifications.Notice.url"),
        *("okr_templates.HandOut.template", "okr_templates.Origin.template"),
    }
)
"""Texts of ours in which ids are spelled out."""


@dataclass(frozen=True, slots=True)
class Column:
    """`name` in the file; `kept` is where the model has it. `refers` is the file whose thing it names,
    empty for a column that names nothing; `is_bare` names something of no one table, which may be
    gone."""

    name: str
    field: Any
    kept: str
    refers: str = ""
    is_bare: bool = False
    is_spelled: bool = False

    @property
    def is_id(self) -> bool:
        """Whether its value is an id, which the file holds as text."""
        return bool(self.refers) or self.is_bare or self.field.primary_key

    @property
    def has_links(self) -> bool:
        """Whether it is a text of somebody's, which may lead to things of ours."""
        return isinstance(self.field, models.TextField) and not self.is_spelled

    @property
    def is_nested(self) -> bool:
        return isinstance(self.field, models.JSONField)


@dataclass(frozen=True, slots=True)
class Kind:
    """`way` leads from a row to its organization, as a lookup."""

    name: str
    model: Model
    way: str
    columns: tuple[Column, ...] = field(repr=False)

    @property
    def file(self) -> str:
        return f"{self.name}.jsonl"

    def rows(self, organization_id: int) -> "models.QuerySet[Any]":
        condition = CONDITIONS.get(self.model._meta.label, Q())
        return self.model._base_manager.filter(condition, **{self.way: organization_id})


@cache
def kinds() -> tuple[Kind, ...]:
    """In the order in which they stand in the file and in the document."""
    return tuple(
        Kind(name_of(model), model, way_of(model), tuple(_columns(model))) for model in exported()
    )


def exported() -> list[Model]:
    found = [one for one in apps.get_models(include_auto_created=True) if not is_left_out(one)]
    return sorted(found, key=lambda one: (_rank(one), name_of(one)))


def is_left_out(model: Model) -> bool:
    return model._meta.app_label in left_out.APPS or model._meta.label in left_out.TABLES


def _rank(model: Model) -> int:
    """As the apps stand in the settings: people first, notices last."""
    labels = [one.label for one in apps.get_app_configs()]
    return labels.index(model._meta.app_label) if model is not Organization else -1


def name_of(model: Model) -> str:
    """`key_results` for `KeyResult`."""
    return str(model._meta.verbose_name_plural).replace(" ", "_").replace("-", "_")


def way_of(model: Model) -> str:
    """`LookupError` for a table that belongs to no organization."""
    if model is Organization:
        return "pk"
    names = {one.name: one for one in model._meta.concrete_fields}
    for direct in ("organization", "organization_id"):
        if direct in names:
            return direct
    for one in model._meta.concrete_fields:
        parent: Any = one.related_model
        if isinstance(parent, type) and not one.null and not is_left_out(parent):
            return f"{one.name}__{way_of(parent)}"
    raise LookupError(model._meta.label)


def _columns(model: Model) -> Iterator[Column]:
    for one in model._meta.concrete_fields:
        label = f"{model._meta.label}.{one.name}"
        if one.generated or one.attname == "organization_id" or label in left_out.FIELDS:
            continue
        yield _column(one, label)
    if model is Member:
        yield Column("email", User._meta.get_field("email"), "user__email")


def _column(found: Any, label: str) -> Column:
    parent = found.related_model
    if parent is not None and found.db_constraint:
        return Column(found.attname, found, found.attname, refers=name_of(parent))
    bare = parent is not None or (
        isinstance(found, models.BigIntegerField)
        and found.name.endswith("_id")
        and not found.primary_key
    )
    return Column(found.attname, found, found.attname, is_bare=bare, is_spelled=label in SPELLED)
