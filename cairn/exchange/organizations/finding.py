"""Filling the search index for an organization that came in: what each room would have put there."""

from collections.abc import Callable, Iterator
from itertools import batched
from typing import Any, Final

from django.db.models import QuerySet

from cairn.checkins import findable as updates
from cairn.checkins.models import WeeklyUpdate
from cairn.goals import findable as objectives
from cairn.goals.models import KeyResult, Objective
from cairn.kpis import findable as kpis
from cairn.kpis.models import Kpi
from cairn.meetings.findable import KIND as MINUTE
from cairn.meetings.models import Entry, Meeting
from cairn.okr_templates import findable as templates
from cairn.okr_templates.models import OwnTemplate
from cairn.organization import findable as members
from cairn.organization.models import Member, Team
from cairn.reviews import findable as lessons
from cairn.reviews.models import Lesson
from cairn.search.filling import put_new

BATCH: Final = 1_000


def fill_index(organization_id: int) -> None:
    """Nothing of it may be in the index yet."""
    for kind, rows, words_of in _subjects(organization_id):
        for some in batched(rows.order_by("id").iterator(chunk_size=BATCH), BATCH):
            put_new(organization_id, kind, [(one.id, words_of(one)) for one in some])


def _subjects(here: int) -> Iterator[tuple[str, QuerySet[Any], Callable[[Any], str]]]:
    yield "member", _of(Member, here, left_at=None).select_related("user"), members.words_of
    yield "team", _of(Team, here), lambda team: str(team.name)
    yield "objective", _of(Objective, here, deleted_at=None), objectives.words_of
    standing = _of(KeyResult, here, deleted_at=None, objective__deleted_at=None)
    yield "key_result", standing, lambda key_result: str(key_result.title)
    yield "kpi", _of(Kpi, here, archived_at=None), kpis.words_of
    published = _of(WeeklyUpdate, here, published_at__isnull=False)
    yield updates.KIND, published, updates.words_of
    entries = Entry.objects.filter(meeting__organization=here, deleted_at=None)
    yield MINUTE, entries, lambda entry: str(entry.body)
    yield MINUTE, _of(Meeting, here).exclude(summary=""), lambda meeting: str(meeting.summary)
    kept = _of(Lesson, here, deleted_at=None).select_related("objective")
    yield "lesson", kept, lessons.words_of
    yield "template", _of(OwnTemplate, here, deleted_at=None), templates.words_of


def _of(model: Any, organization_id: int, **which: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(organization=organization_id, **which)
    return found
