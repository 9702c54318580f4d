"""People and teams as they are typed: by name, or by e-mail address where two share a name."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from cairn.intake import MISSING, Intake, fault_of_text
from cairn.kpis.models import Kpi
from cairn.kpis.queries import kpis_of
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage.pieces import weave

KPI_DOT = " · "
SEPARATORS = re.compile(r"[,，、;；\n]")


def split_names(text: str) -> list[str]:
    """The names in a list that somebody typed, without repeats."""
    return list(dict.fromkeys(name.strip() for name in SEPARATORS.split(text) if name.strip()))


class Directory:
    """The members and teams that a form names, found in two queries."""

    def __init__(self, actor: Actor, people: Iterable[str], teams: Iterable[str]) -> None:
        wanted = {name.strip() for name in people if name.strip() and not fault_of_text(name)}
        called = {name.strip() for name in teams if not fault_of_text(name)}
        self.people: dict[str, list[int]] = {}
        for id, name, email in (
            Member.objects.filter(organization_id=actor.organization_id, left_at__isnull=True)
            .filter(Q(name__in=wanted) | Q(user__email__in={one.lower() for one in wanted}))
            .values_list("id", "name", "user__email")
        ):
            for key in {name, email}:
                self.people.setdefault(key, []).append(id)
        self.teams: dict[str, list[int]] = {}
        for id, name in (
            Team.objects.open()
            .filter(organization_id=actor.organization_id, name__in=called)
            .values_list("id", "name")
        ):
            self.teams.setdefault(name, []).append(id)

    def person(self, intake: Intake, field: str, text: str) -> Any:
        """The id of the person named, None where nobody is; refused where it is not clear who."""
        name = text.strip()
        if not name:
            return None
        if fault := fault_of_text(name):
            intake.refuse(field, fault)
            return MISSING
        found = self.people.get(name) or self.people.get(name.lower()) or []
        if len(found) == 1:
            return found[0]
        intake.refuse(
            field,
            _("Several people are called %(name)s: write the e-mail address.") % {"name": name}
            if found
            else _("Nobody here is called %(name)s.") % {"name": name},
        )
        return MISSING

    def persons(self, intake: Intake, field: str, text: str) -> list[int]:
        """The ids of everybody named."""
        found = [self.person(intake, field, name) for name in split_names(text)]
        return [id for id in found if id not in (None, MISSING)]

    def team(self, intake: Intake, field: str, text: str) -> Any:
        """The id of the team named, None where none is."""
        name = text.strip()
        if not name:
            return None
        if fault := fault_of_text(name):
            intake.refuse(field, fault)
            return MISSING
        found = self.teams.get(name, [])
        if len(found) == 1:
            return found[0]
        intake.refuse(
            field,
            _("Several teams are called %(name)s.") % {"name": name}
            if found
            else _("No team is called %(name)s.") % {"name": name},
        )
        return MISSING


def person_named(actor: Actor, field: str, text: str) -> int | None:
    """The id of the one whom a field names, None where it is empty; `Invalid` where it is not clear."""
    intake = Intake({})
    found = Directory(actor, [text], []).person(intake, field, text)
    intake.settle()
    return None if found is None else int(found)


def kpi_named(actor: Actor, intake: Intake, text: str) -> Kpi | None:
    """The KPI that a field names, `name · team` where two share a name; None where none is."""
    name, _dot, team = (one.strip() for one in text.partition(KPI_DOT))
    if not name or fault_of_text(text):
        if fault := fault_of_text(text):
            intake.refuse("kpi", fault)
        return None
    called = Q(name=text.strip()) | Q(name=name, team__name=team)
    found = list(kpis_of(actor).filter(called)[:2])
    if len(found) == 1:
        return found[0]
    intake.refuse(
        "kpi",
        _("Several KPIs are called %(name)s: write “name · team”.") % {"name": name}
        if found
        else _("No KPI is called %(name)s.") % {"name": text.strip()},
    )
    return None


def suggest_kpis(actor: Actor, query: str, most: int = 12) -> list[tuple[str, str]]:
    """Names that fit what was typed, those of the reader's own teams first, with the team of each;
    the team is part of the name where two of them share it."""
    found = kpis_of(actor)
    if query.strip():
        found = found.filter(name__icontains=query.strip())
    near = Q(owner=actor.member_id) | Q(team__in=actor.lines | actor.leads)
    nearest = Case(When(near, then=Value(0)), default=Value(1))
    rows = list(found.order_by(nearest, "name", "id").values_list("name", "team__name")[:most])
    names = [name for name, _team in rows]
    return [
        (f"{name}{KPI_DOT}{team}" if names.count(name) > 1 and team else name, team or "")
        for name, team in rows
    ]


def suggest_people(actor: Actor, query: str, most: int = 12) -> list[tuple[str, str]]:
    """Names that fit what was typed, with the title that tells them apart."""
    found = Member.objects.filter(organization_id=actor.organization_id, left_at__isnull=True)
    if query.strip():
        found = found.filter(name__icontains=query.strip())
    return list(found.order_by("name", "id").values_list("name", "title")[:most])


def suggest_teams(actor: Actor, query: str, most: int = 12) -> list[str]:
    found = Team.objects.open().filter(organization_id=actor.organization_id)
    if query.strip():
        found = found.filter(name__icontains=query.strip())
    return list(found.order_by("name", "id").values_list("name", flat=True)[:most])


def offer_names(actor: Actor, most: int) -> tuple[list[tuple[str, str]], list[str]]:
    """The first people, with their titles, and teams: what a form offers before anybody types. One
    statement."""
    rows = weave(
        "SELECT f.sort, f.name, f.title FROM ("
        "SELECT 0 AS sort, p.id, p.name, p.title FROM (SELECT m.id, m.name, m.title "
        "FROM organization_member m WHERE m.organization_id = {organization} "
        "AND m.left_at IS NULL ORDER BY m.name, m.id LIMIT {most}) p "
        "UNION ALL SELECT 1, u.id, u.name, '' FROM (SELECT t.id, t.name FROM organization_team t "
        "WHERE t.organization_id = {organization} AND t.valid_to IS NULL "
        "ORDER BY t.name, t.id LIMIT {most}) u) f ORDER BY f.sort, f.name, f.id",
        organization=actor.organization_id,
        most=most,
    ).rows()
    people = [(name, title) for sort, name, title in rows if sort == 0]
    return people, [name for sort, name, _title in rows if sort == 1]
