"""What a plan has to know of the organization: what the same source brought in before, as it is now."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import batched
from typing import Any, Final

from cairn.cycles.models import Phase
from cairn.exchange.models import Import, ImportedThing, Sort
from cairn.exchange.naming import directory_of
from cairn.exchange.planning.steps import Known, Thing
from cairn.exchange.shaping import Id
from cairn.exchange.spoken import Spoken, words_of
from cairn.goals.models import (
    LIVE,
    Alignment,
    Answer,
    Initiative,
    InitiativeState,
    KeyResult,
    Milestone,
    Objective,
    ObjectiveTag,
    ObjectiveWeight,
    Part,
    Participant,
    Visibility,
)
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from cairn.storage.fields import plain

A_TIME: Final = 5_000
LIMITED: Final = "team"
"""What `readers` says where a team's line may see it, which no file can say."""

type Found = dict[int, tuple[Id, dict[str, Any]]]
"""What was brought in of one sort: its row and what was last written, by the id here."""


def known_of(actor: Actor, found: Import) -> Known:
    """At most twelve queries for each five thousand things of the source, and five of the names."""
    by_sort: dict[str, Found] = defaultdict(dict)
    things: dict[Id, Thing] = {}
    spoken: list[Spoken] = []
    brought = ImportedThing.objects.filter(
        organization=actor.organization_id, source=found.source
    ).values_list("sort", "key", "thing_id", "wrote")
    for sort, key, id, wrote in brought.iterator(chunk_size=A_TIME):
        things[sort, key] = Thing(id)
        if sort in (Sort.CHECK_IN, Sort.COMMENT):
            last, edited = int(wrote.get("last", id)), str(wrote.get("edited_at", ""))
            spoken.append(Spoken((sort, key), id, last, edited))
        else:
            by_sort[sort][id] = ((sort, key), wrote)
    _add_objectives(things, by_sort[Sort.OBJECTIVE])
    _add_key_results(things, by_sort[Sort.KEY_RESULT])
    _add_initiatives(things, by_sort[Sort.INITIATIVE])
    _add_alignments(things, by_sort[Sort.ALIGNMENT])
    ties = Alignment.objects.filter(organization=actor.organization_id, state__in=LIVE)
    company = Team.objects.values_list("id", flat=True).get(
        organization=actor.organization_id, parent__isnull=True
    )
    return Known(
        directory_of(actor.organization_id, found.source),
        clock.today(actor.time_zone),
        things,
        words_of(things, spoken),
        frozenset(
            (below, above, key_result or 0)
            for below, above, key_result in ties.values_list(
                "objective_id", "target_id", "key_result_id"
            )
        ),
        str(company),
    )


def _chunks(found: Found) -> Iterator[Sequence[int]]:
    return batched(sorted(found), A_TIME)


def _gone(things: dict[Id, Thing], found: Found) -> None:
    """Until they are seen, they are not there any more."""
    for id, (row, wrote) in found.items():
        things[row] = Thing(id, wrote, None)


def _add_objectives(things: dict[Id, Thing], found: Found) -> None:
    _gone(things, found)
    for ids in _chunks(found):
        people: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        named = Participant.objects.filter(objective__in=ids).values_list(
            "objective_id", "part", "member_id"
        )
        for id, part, member in named:
            people[id][part].append(str(member))
        tags: dict[int, list[str]] = defaultdict(list)
        for id, name in ObjectiveTag.objects.filter(objective__in=ids).values_list(
            "objective_id", "name"
        ):
            tags[id].append(name)
        alive = Objective.objects.filter(id__in=ids, deleted_at__isnull=True)
        for one in alive.select_related("cycle", "weight_among"):
            row, wrote = found[one.id]
            now = objective_now(one, people[one.id], tags[one.id])
            things[row] = Thing(one.id, wrote, now, _over(one), one.id)


def _over(objective: Objective) -> str:
    if objective.closed_as:
        return "ended_here"
    return "cycle_closed" if objective.cycle.phase == Phase.CLOSED else ""


def objective_now(
    one: Objective, people: dict[str, list[str]], tags: Sequence[str]
) -> dict[str, Any]:
    """Its facts as they hold; the same names as the plan's."""
    readers: Any = None
    among: ObjectiveWeight | None = getattr(one, "weight_among", None)
    if one.visibility == Visibility.PEOPLE:
        readers = sorted(people[Part.READER])
    elif one.visibility == Visibility.TEAM:
        readers = LIMITED
    return {
        "title": one.title,
        "description": one.description,
        "type": one.type,
        "cycle": str(one.cycle_id),
        "team": str(one.team_id or ""),
        "owner": str(one.owner_id or ""),
        "collaborators": sorted(people[Part.COLLABORATOR]),
        "readers": readers,
        "tags": sorted(tags),
        "due_on": one.due_on.isoformat(),
        "ending": one.closed_as,
        "score": _text(one.score),
        "weight": _text(among.weight * 100) if among else None,
    }


def _add_key_results(things: dict[Id, Thing], found: Found) -> None:
    _gone(things, found)
    for ids in _chunks(found):
        reached: dict[int, list[str]] = defaultdict(list)
        steps = Milestone.objects.filter(key_result__in=ids, reached_on__isnull=False)
        for id, title in steps.values_list("key_result_id", "title"):
            reached[id].append(title)
        alive = KeyResult.objects.filter(
            id__in=ids, deleted_at__isnull=True, objective__deleted_at__isnull=True
        )
        for one in alive.select_related("objective__cycle"):
            row, wrote = found[one.id]
            now = key_result_now(one, reached[one.id])
            if not one.is_weight_fixed and "weight" in wrote:
                now["weight"] = wrote["weight"]
            things[row] = Thing(one.id, wrote, now, _over(one.objective), one.objective_id)


def key_result_now(one: KeyResult, reached: Sequence[str]) -> dict[str, Any]:
    amounts = ("start", "target", "lower", "upper", "current", "score", "weight")
    return {
        "title": one.title,
        "kind": one.kind,
        "unit": one.unit,
        "owner": str(one.owner_id or ""),
        "due_on": one.due_on.isoformat(),
        "reached": sorted(reached),
        **{name: _text(getattr(one, name)) for name in amounts},
    }


def _add_initiatives(things: dict[Id, Thing], found: Found) -> None:
    _gone(things, found)
    for ids in _chunks(found):
        alive = Initiative.objects.filter(
            id__in=ids,
            deleted_at__isnull=True,
            key_result__deleted_at__isnull=True,
            key_result__objective__deleted_at__isnull=True,
        )
        for one in alive.select_related("key_result__objective__cycle"):
            row, wrote = found[one.id]
            objective = one.key_result.objective
            things[row] = Thing(one.id, wrote, initiative_now(one), _over(objective), objective.id)


def initiative_now(one: Initiative) -> dict[str, Any]:
    return {
        "title": one.title,
        "owner": str(one.owner_id or ""),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "state": "done" if one.state == InitiativeState.DONE else "open",
    }


def _add_alignments(things: dict[Id, Thing], found: Found) -> None:
    _gone(things, found)
    for ids in _chunks(found):
        rows = Alignment.objects.filter(id__in=ids, state__in=(*LIVE, Answer.ENDED))
        for one in rows.select_related("target__cycle"):
            row, wrote = found[one.id]
            if (one.state == Answer.ENDED) != (wrote.get("state") == "ended"):
                continue
            now = {"state": "accepted", **wrote}
            if one.is_weight_fixed:
                now["weight"] = _text(one.weight)
            things[row] = Thing(one.id, wrote, now, _over(one.target), one.target_id)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(plain(value), "f")
