"""Writing what a plan creates: objectives, key results, initiatives and alignments, many at once. Derived
columns are left to `recompute`."""

from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

from django.db.models import Max

from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind as Event
from cairn.exchange.commands.run import Run
from cairn.exchange.models import Action, Sort
from cairn.exchange.planning.steps import Step
from cairn.goals.models import (
    Alignment,
    Answer,
    Closure,
    Initiative,
    InitiativeState,
    KeyResult,
    Milestone,
    Objective,
    ObjectiveTag,
    ObjectiveWeight,
    Outcome,
    Part,
    Participant,
    Visibility,
)
from cairn.organization.models import Team
from cairn.search import filling
from cairn.storage.bulk import insert_models

CENT: Final = Decimal("0.01")
WHOLE: Final = Decimal(100)


def load_objectives(run: Run) -> None:
    """Those that were there before and to which something comes or in which something changes."""
    ids = set()
    for step in run.plan.steps:
        if step.action not in (Action.CREATE, Action.CHANGE):
            continue
        for sort, key in _beside(step):
            thing = run.thing(sort, key)
            if thing is not None and thing.of:
                ids.add(thing.of)
    found = Objective.objects.select_related("cycle", "organization", "team", "owner")
    for one in found.filter(id__in=ids):
        run.objectives[one.id] = one
    run.touched |= ids


def _beside(step: Step) -> list[tuple[str, str]]:
    """The rows in whose objective a step writes."""
    row: Any = step.row
    match step.sort:
        case Sort.KEY_RESULT:
            return [(step.sort, step.key), ("objective", row.objective)]
        case Sort.INITIATIVE:
            return [(step.sort, step.key), ("key_result", row.under)]
        case Sort.ALIGNMENT:
            above = [("objective", row.parent), ("key_result", row.parent)]
            return [(step.sort, step.key), ("objective", row.child), *above]
        case Sort.CHECK_IN | Sort.COMMENT:
            return [(step.sort, step.key), ("objective", row.on), ("key_result", row.on)]
    return [(step.sort, step.key)]


def make_objectives(run: Run) -> None:
    steps = run.steps(Sort.OBJECTIVE)
    cycles = Cycle.objects.in_bulk({run.id_of("cycle", one.facts["cycle"]) for one in steps})
    teams = Team.objects.in_bulk({run.id_of("team", one.facts["team"]) for one in steps} - {None})
    highest = Objective.objects.filter(organization=run.organization)
    place = (highest.aggregate(last=Max("position"))["last"] or 0) + 1
    people: list[Participant] = []
    tags: list[ObjectiveTag] = []
    closures: list[Closure] = []
    weights: list[ObjectiveWeight] = []
    for at, step in enumerate(steps):
        made = _objective(run, step, cycles, teams, place + at)
        run.objectives[made.id] = made
        run.fresh.add(made.id)
        people += participants(run, made, step.facts)
        tags += [ObjectiveTag(objective=made, name=one) for one in step.facts["tags"]]
        if made.closed_as:
            closures.append(closure(run, made, step.row))
        if step.facts["weight"] is not None:
            weights.append(among(made, step.facts["weight"]))
    made_now = [run.objectives[id] for id in sorted(run.fresh)]
    insert_models(made_now)
    insert_models(people)
    insert_models(tags)
    insert_models(closures)
    insert_models(weights)
    texts = [(one.id, f"{one.title} {one.description}") for one in made_now]
    filling.put_new(run.organization.id, "objective", texts)


def _objective(
    run: Run, step: Step, cycles: dict[Any, Cycle], teams: dict[Any, Team], place: int
) -> Objective:
    facts, row = step.facts, step.row
    team = teams.get(run.id_of("team", facts["team"]))
    created_at = run.instant(row.created_at.isoformat() if row.created_at else None, None)
    return Objective(
        id=run.ids[step.sort, step.key],
        organization=run.organization,
        cycle=cycles[run.id_of("cycle", facts["cycle"])],
        team=team,
        owner_id=run.id_of("person", facts["owner"]),
        title=facts["title"],
        description=facts["description"],
        type=facts["type"],
        visibility=Visibility.ORGANIZATION if facts["readers"] is None else Visibility.PEOPLE,
        due_on=date.fromisoformat(facts["due_on"]),
        position=place,
        created_by_id=run.actor.member_id,
        created_at=created_at,
        updated_at=run.now,
        published_at=run.now,
        published_by_id=run.actor.member_id,
        closed_as=facts["ending"],
    )


def among(objective: Objective, percent: Any) -> ObjectiveWeight:
    """What it weighs among those of its owner."""
    return ObjectiveWeight(objective=objective, weight=Decimal(percent) / WHOLE)


def participants(run: Run, objective: Objective, facts: Any) -> list[Participant]:
    """Each person once; whoever works on it reads it anyway."""
    named = {run.id_of("person", one): Part.READER for one in facts["readers"] or ()}
    named |= {run.id_of("person", one): Part.COLLABORATOR for one in facts["collaborators"]}
    return [
        Participant(objective=objective, member_id=id, part=part)
        for id, part in named.items()
        if id is not None
    ]


def closure(run: Run, objective: Objective, row: Any) -> Closure:
    ending = row.ending
    return Closure(
        objective=objective,
        outcome=Outcome(ending.outcome),
        note=ending.note,
        closed_by_id=run.actor.member_id,
        closed_at=run.instant(None, ending.on.isoformat() if ending.on else None),
    )


def make_key_results(run: Run) -> None:
    steps = run.steps(Sort.KEY_RESULT)
    above = {one.key: run.id_of("objective", _above(run, one)) for one in steps}
    places = Counter(_places(run, {id for id in above.values() if id}))
    weights = _weights(run, steps, above)
    made: list[KeyResult] = []
    stones: list[Milestone] = []
    for step in steps:
        objective = run.objectives[above[step.key] or 0]
        row = _key_result(run, step, objective, places[objective.id], weights[step.key])
        places[objective.id] += 1
        made.append(row)
        stones += milestones(row, step.row)
        if objective.id not in run.fresh:
            new = {"title": row.title, "weight": row.weight, "due_on": row.due_on}
            run.tell(Event.KEY_RESULT_ADDED, row.id, row.title, about=objective, new=new)
    insert_models(made)
    insert_models(stones)
    filling.put_new(run.organization.id, "key_result", [(one.id, one.title) for one in made])


def _above(run: Run, step: Step) -> str:
    thing = run.thing("objective", step.row.objective)
    return str(thing.id) if thing else f"+{step.row.objective}"


def _places(run: Run, ids: set[int]) -> dict[int, int]:
    """How many key results stand there already, those deleted among them."""
    there = KeyResult.objects.filter(objective__in=ids - run.fresh)
    last = there.values("objective_id").annotate(last=Max("position"))
    return {one["objective_id"]: one["last"] + 1 for one in last}


def _weights(run: Run, steps: list[Step], above: dict[str, int | None]) -> dict[str, Decimal]:
    """As the source says; those of which it says nothing share what the others leave, and have as much
    as the others in the mean where these leave nothing. That all sum to 100 % is seen to once what
    counts is there."""
    stated: dict[int | None, list[Decimal]] = defaultdict(list)
    known = KeyResult.objects.filter(objective__in=run.touched, deleted_at__isnull=True)
    for of, weight in known.values_list("objective_id", "weight"):
        stated[of].append(weight)
    for one in run.steps(Sort.ALIGNMENT):
        if not one.facts["key_result"]:
            stated[run.id_of("objective", one.facts["target"])].append(Decimal(one.facts["weight"]))
    for step in steps:
        if step.facts.get("weight") is not None:
            stated[above[step.key]].append(Decimal(step.facts["weight"]))
    silent = Counter(above[one.key] for one in steps if one.facts.get("weight") is None)
    found = {}
    for step in steps:
        said, up = step.facts.get("weight"), above[step.key]
        weight = _usual(stated[up], silent[up]) if said is None else Decimal(said)
        found[step.key] = weight.quantize(CENT, ROUND_DOWN)
    return found


def _usual(stated: list[Decimal], silent: int) -> Decimal:
    left = WHOLE - sum(stated, Decimal(0))
    if left > 0:
        return left / silent
    beside = [one for one in stated if one]
    return sum(beside, Decimal(0)) / len(beside)


def _key_result(
    run: Run, step: Step, objective: Objective, place: int, weight: Decimal
) -> KeyResult:
    facts, row, cycle = step.facts, step.row, objective.cycle
    due_on = date.fromisoformat(facts.get("due_on") or objective.due_on.isoformat())
    starts_on = row.starts_on or cycle.starts_on
    if not cycle.starts_on <= starts_on < due_on:
        starts_on = cycle.starts_on
    return KeyResult(
        id=run.ids[step.sort, step.key],
        organization=run.organization,
        objective=objective,
        owner_id=run.id_of("person", facts["owner"]),
        title=facts["title"],
        kind=facts["kind"],
        unit=facts["unit"],
        **{name: number(facts[name]) for name in ("start", "target", "lower", "upper", "score")},
        weight=weight,
        starts_on=starts_on,
        due_on=due_on,
        position=place,
        created_at=run.now,
    )


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def milestones(key_result: KeyResult, row: Any) -> list[Milestone]:
    """When each was reached follows from its readings."""
    if key_result.kind != "milestones":
        return []
    return [
        Milestone(
            key_result=key_result,
            title=one.name[:200] or key_result.title[:200],
            weight=min(max(one.weight, Decimal(0)), Decimal(99_999)).quantize(CENT),
            position=at,
        )
        for at, one in enumerate(row.milestones)
    ]


def make_initiatives(run: Run) -> None:
    places: Counter[int] = Counter()
    made = []
    for step in run.steps(Sort.INITIATIVE):
        thing = run.thing("key_result", step.row.under)
        under = thing.id if thing else run.ids["key_result", step.row.under]
        facts = step.facts
        made.append(
            Initiative(
                id=run.ids[step.sort, step.key],
                key_result_id=under,
                title=facts["title"],
                owner_id=run.id_of("person", facts["owner"]),
                state=InitiativeState.DONE if facts["state"] == "done" else InitiativeState.OPEN,
                due_on=date.fromisoformat(facts["due_on"]) if facts["due_on"] else None,
                position=places[under],
                created_at=run.now,
            )
        )
        places[under] += 1
        if thing and thing.of in run.objectives:
            about = run.objectives[thing.of]
            run.tell(Event.INITIATIVE_ADDED, made[-1].id, facts["title"], about=about)
    insert_models(made)


def make_alignments(run: Run) -> None:
    """Accepted at once: the source has them, and administrators may answer for everybody."""
    made = []
    for step in run.steps(Sort.ALIGNMENT):
        facts = step.facts
        below, target = (run.id_of("objective", facts[name]) for name in ("child", "target"))
        assert below is not None
        assert target is not None
        made.append(
            Alignment(
                id=run.ids[step.sort, step.key],
                organization=run.organization,
                objective_id=below,
                target_id=target,
                key_result_id=run.id_of("key_result", facts["key_result"]),
                state=Answer.ACCEPTED,
                weight=Decimal(facts["weight"]),
                requested_by_id=run.actor.member_id,
                requested_at=run.now,
                answered_by_id=run.actor.member_id,
                answered_at=run.now,
            )
        )
        run.touched |= {below, target}
    _fit(made)
    insert_models(made)
    _tell_alignments(run, made)


def _fit(made: list[Alignment]) -> None:
    """What feeds a key result takes at most 100 % of it; its own measure has the rest."""
    feeds: dict[int, list[Alignment]] = defaultdict(list)
    for one in made:
        if one.key_result_id and one.weight:
            feeds[one.key_result_id].append(one)
    there = Alignment.objects.filter(key_result__in=feeds, state=Answer.ACCEPTED, weight__gt=0)
    taken: Counter[int] = Counter()
    for id, weight in there.values_list("key_result_id", "weight"):
        taken[id or 0] += weight  # type: ignore[assignment]
    for id, rows in feeds.items():
        room = max(WHOLE - taken[id], Decimal(0))
        whole = sum((one.weight for one in rows), Decimal(0))
        if whole > room:
            for one in rows:
                one.weight = (one.weight * room / whole).quantize(CENT, ROUND_DOWN)


def _tell_alignments(run: Run, made: list[Alignment]) -> None:
    titles = dict(
        KeyResult.objects.filter(
            id__in=[one.key_result_id for one in made if one.key_result_id]
        ).values_list("id", "title")
    )
    for one in made:
        below, target = run.objectives[one.objective_id], run.objectives[one.target_id]
        new = {"objective_title": below.title, "key_result": one.key_result_id}
        if one.weight:
            new["contribution"] = one.weight
        title = titles.get(one.key_result_id or 0, target.title)
        run.tell(Event.ALIGNMENT_ACCEPTED, one.id, title, about=below, other=target.id, new=new)
