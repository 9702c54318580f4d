"""What people agree on: the words and numbers of an objective and its key results, kept as they were
confirmed and compared with what they are."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cairn.goals.models import KeyResult, Kind, Objective
from cairn.goals.rows import KeyResultRow, ObjectiveRow

type Text = dict[str, Any]
"""Plain values, as JSON keeps them; `key_results` is a list of such, in their order."""

LONGEST_SPELLED = 400_000
WORDS = ("title", "description", "type", "due_on")
MEASURES = ("title", "kind", "unit", "start", "target", "lower", "upper", "weight", "due_on")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not what it was. `title` names the key result, empty for the objective.

    `name` is "added" or "removed" where a whole key result is; old or new are then empty.
    """

    title: str
    name: str
    old: Any
    new: Any
    old_unit: str = ""
    new_unit: str = ""


def text_of(
    objective: Objective | ObjectiveRow, key_results: Iterable[KeyResult | KeyResultRow]
) -> Text:
    """`objective` has owner and team loaded; the key results their owner and milestones."""
    return {
        **{name: _plain(getattr(objective, name)) for name in WORDS},
        "owner": _named(objective.owner),
        "team": _named(objective.team),
        "key_results": [_text_of_key_result(one) for one in key_results],
    }


def _text_of_key_result(key_result: KeyResult | KeyResultRow) -> Text:
    text: Text = {name: _plain(getattr(key_result, name)) for name in MEASURES}
    text |= {"id": str(key_result.id), "owner": _named(key_result.owner)}
    if key_result.kind == Kind.MILESTONES:
        steps = key_result.milestones
        found = steps if isinstance(steps, tuple) else steps.all()
        text["milestones"] = [f"{one.title} ({_plain(one.weight)})" for one in found]
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def _named(thing: Any) -> dict[str, str] | None:
    return None if thing is None else {"id": str(thing.id), "name": thing.name}


def spell_text(text: Mapping[str, Any]) -> str:
    """A text as a form carries it along."""
    return json.dumps(text, ensure_ascii=False, separators=(",", ":"))


def read_text(spelled: str) -> Text:
    """What `spell_text` spelled; empty where it is no such text."""
    try:
        found = json.loads(spelled[:LONGEST_SPELLED])
        stamp_of(found)
    except (ValueError, RecursionError):
        return {}
    return found if _is_text(found) else {}


def _is_text(found: Any) -> bool:
    if not isinstance(found, dict) or found.keys() != {*WORDS, "owner", "team", "key_results"}:
        return False
    below = found["key_results"]
    named = {"id", "owner", *MEASURES}
    return (
        isinstance(below, list)
        and _is_day(found["due_on"])
        and all(isinstance(one, dict) and one.keys() - {"milestones"} == named for one in below)
        and all(_is_day(one["due_on"]) for one in below)
        and all(_is_plain(one) for whole in (found, *below) for one in whole.values())
    )


def _is_day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _is_plain(value: Any) -> bool:
    """Words, names, or a list of words; key results are looked at one by one."""
    if isinstance(value, dict):
        return value.keys() == {"id", "name"} and all(
            isinstance(one, str) for one in value.values()
        )
    return value is None or isinstance(value, str | list)


def stamp_of(text: Mapping[str, Any]) -> str:
    """A short print of a text: the same for the same words, whatever people and teams are called."""
    spelled = json.dumps(_without_names(text), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()[:20]


def _without_names(value: Any) -> Any:
    if isinstance(value, Mapping):
        if value.keys() == {"id", "name"}:
            return value["id"]
        return {name: _without_names(one) for name, one in value.items()}
    return [_without_names(one) for one in value] if isinstance(value, list) else value


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """What was changed since; nothing where there is no earlier text."""
    if not then:
        return []
    names = (*WORDS, "owner", "team")
    found = [*_changes("", then, now, names)]
    before = {one["id"]: one for one in then.get("key_results", [])}
    for one in now["key_results"]:
        was = before.pop(one["id"], None)
        if was is None:
            found.append(Difference(one["title"], "added", None, _aim(one)))
        else:
            found += _changes(one["title"], was, one, (*MEASURES, "owner", "milestones"))
    gone = [Difference(one["title"], "removed", _aim(one), None) for one in before.values()]
    return [*found, *gone]


def _changes(
    title: str, then: Mapping[str, Any], now: Mapping[str, Any], names: Iterable[str]
) -> Iterable[Difference]:
    units = str(then.get("unit") or ""), str(now.get("unit") or "")
    for name in names:
        old, new = then.get(name), now.get(name)
        if _without_names(old) != _without_names(new):
            yield Difference(title, name, _shown(old), _shown(new), *units)


def _shown(value: Any) -> Any:
    return value["name"] if isinstance(value, Mapping) else value


def _aim(key_result: Mapping[str, Any]) -> str:
    return str(key_result["title"])
