"""What was fetched of people → neutral rows. Pure.

Keys are Feishu's own ids. Both versions become the same: version 1 knows no indicators, so that its key
results go from 0 to 100 percent, and names no author of a record, so that the owner of the OKR has
said it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from cairn.exchange.feishu.comments import comments_in, read_comments
from cairn.exchange.feishu.content import WEB, Line, line_of, lines_of, link, markdown_of, text_in
from cairn.exchange.feishu.instants import day_in, said_at
from cairn.exchange.feishu.kept import by_id, dicts, id_in
from cairn.exchange.feishu.measuring import (
    Measure,
    measure_of,
    number,
    rated,
    score_of,
    status_of,
    value_at,
    weight_of,
)
from cairn.exchange.feishu.naming import Language, Named, category_of, id_of_period
from cairn.exchange.feishu.people import ID
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.limits import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_WORDS
from cairn.exchange.reading.lines import tidy_tags
from cairn.exchange.rows import (
    Alignment,
    CheckIn,
    Comment,
    Cycle,
    Ending,
    KeyResult,
    Objective,
    Person,
    Place,
    Rows,
)

LONGEST_SOURCE: Final = 120
PICTURE: Final = {"zh": "图片", "en": "Picture"}
ID_ONLY: Final = "0"
"""The permission of what the app may know the id of and nothing more."""
A_STEP: Final = Decimal("0.1")
"""Percent: a third of 1 with three places is 0.333 or 0.334."""
UNHEARD: Final = {
    "scope": "feishu_comments_lacking",
    "forbidden": "feishu_comments_not_shown",
    "user_unknown": "feishu_comments_not_shown",
}
PROBLEMS: Final = {"user_unknown": "feishu_person_unknown"}


def source_of(app_id: str) -> str:
    """Ids of people are an app's own, so that another app is another source."""
    return f"feishu:{app_id}"[:LONGEST_SOURCE]


def read_answers(
    frame: Mapping[str, Any],
    people: Iterable[Mapping[str, Any]],
    *,
    app_id: str,
    zone: ZoneInfo,
    language: Language = "zh",
    names: Mapping[str, str] | None = None,
) -> Rows:
    """`people` are results of `fetch_person`, gone through once where `names` (people's by open id,
    for whoever a text mentions) are given, else kept and gone through twice."""
    if names is None:
        people = list(people)
        met = (one.get("person", {}) for one in people)
        names = {str(one.get("open_id")): str(one.get("name")) for one in met if one.get("name")}
    reader = _Reader(Named(frame, zone, language, Gathered()), names)
    for one in people:
        reader.read(one)
    return reader.rows(source_of(app_id))


class _Reader:
    """`whose` is the person whose answers are being read, `today` the day they were fetched on."""

    def __init__(self, named: Named, names: Mapping[str, str]) -> None:
        self.named, self.found, self.zone = named, named.found, named.zone
        self.names = names
        self.categories = {
            id: category_of(one, named.language)
            for id, one in by_id(dicts(named.frame.get("categories"))).items()
        }
        self.objectives: dict[str, Objective] = {}
        self.key_results: dict[str, KeyResult] = {}
        self.alignments: dict[str, Alignment] = {}
        self.check_ins: dict[str, CheckIn] = {}
        self.comments: dict[str, Comment] = {}
        self.heard_out: list[str] = []
        self.unheard: set[tuple[str, str]] = set()
        self.place, self.today = Place(), date.min
        self.whose = Person("", "")

    def rows(self, source: str) -> Rows:
        return Rows(
            source,
            people=tuple(self.named.people.values()),
            teams=tuple(self.named.teams.values()),
            cycles=tuple(self.named.cycles.values()),
            objectives=tuple(self.objectives.values()),
            key_results=tuple(self.key_results.values()),
            alignments=tuple(self.alignments.values()),
            check_ins=tuple(self.check_ins.values()),
            comments=tuple(self.comments.values()),
            heard_out=tuple(self.heard_out),
            faults=self.found.faults,
        )

    def read(self, fetched: Mapping[str, Any]) -> None:
        self.whose = self.named.meet(fetched.get("person", {}))
        self.place = Place(self.whose.name)
        at = datetime.fromtimestamp(int(fetched.get("fetched_at", 0)), UTC)
        self.today = at.astimezone(self.zone).date()
        if problem := fetched.get("problem"):
            code = PROBLEMS.get(str(problem), "feishu_person_not_shown")
            self.found.warn(code, self.place, name=self.whose.name)
        self._tell_unheard(fetched.get("unheard") or {})
        if fetched.get("version") == 1:
            for id, period in self.named.hidden_periods():
                times = (period.get("period_start_time"), period.get("period_end_time"))
                self.named.tell_period(
                    self.named.cycle(id, *times), period.get("status"), is_used=False
                )
            for okr in dicts(fetched.get("okrs")):
                self._old_okr(okr)
        else:
            for told in dicts(fetched.get("cycles")):
                self._cycle(told)

    def _tell_unheard(self, told: Mapping[str, Any]) -> None:
        """Once, whoever it was found out of."""
        code = UNHEARD.get(str(told.get("code", "")), "feishu_comments_not_served" if told else "")
        scopes = str(told.get("scopes", ""))
        if code and (code, scopes) not in self.unheard:
            self.unheard.add((code, scopes))
            self.found.warn(code, Place(), scopes=scopes)

    # Version 2

    def _cycle(self, told: Mapping[str, Any]) -> None:
        id = id_in(told, "tenant_cycle_id")
        cycle = self.named.cycle(id, told.get("start_time"), told.get("end_time"))
        found = dicts(told.get("objectives"))
        self.named.tell_period(cycle, told.get("cycle_status"), is_used=bool(found))
        found = sorted(found, key=_position)
        for one, weight in zip(found, _shares(found, 2), strict=True):
            self._objective(one, cycle, weight)

    def _objective(self, told: Mapping[str, Any], cycle: Cycle, weight: Decimal | None) -> None:
        key, title = id_in(told), line_of(self._lines(told.get("content")))
        if not self._is_new(key, title):
            return
        type, tag = self.categories.get(id_in(told, "category_id"), ("", ""))
        owners, teams = self.named.owner(told.get("owner"), self.whose.key)
        below = sorted(dicts(told.get("key_results")), key=_position)
        scored = any(score_of(one, 2) for one in (told, *below))
        self.objectives[key] = Objective(
            key,
            title,
            cycle=cycle.key,
            owners=owners,
            teams=teams,
            description=markdown_of(self._lines(told.get("notes")))[:LONGEST_DESCRIPTION],
            type=cast("Any", type),
            tags=tidy_tags([tag]),
            due_on=day_in(told.get("deadline"), self.zone),
            ending=self._ending(told, cycle, 2, scored=scored),
            created_at=said_at(told.get("create_time")),
            weight=weight,
            place=self.place,
        )
        self._say(key, told, None, owners)
        self._discuss(key, told)
        for one in dicts(told.get("alignments")):
            self._align(id_in(one), id_in(one, "from_entity_id"), id_in(one, "to_entity_id"))
        weights = _weights(below, 2)
        for one, weight in zip(below, weights, strict=True):
            self._key_result(one, key, owners, weight, cycle, scored=scored)

    def _key_result(
        self,
        told: Mapping[str, Any],
        objective: str,
        owners: tuple[str, ...],
        weight: Decimal | None,
        cycle: Cycle,
        *,
        scored: bool,
    ) -> None:
        key, title = id_in(told), line_of(self._lines(told.get("content")))
        if not self._is_new(key, title):
            return
        measure, unclear = measure_of(told.get("indicator") or {})
        if unclear:
            self.found.warn("unit_unclear", self.place, value=unclear)
        mine, _teams = self.named.owner(told.get("owner"), "")
        ending = self._ending(told, cycle, 2, scored=scored)
        self._measured(key, objective, title, mine or owners, measure, weight, told, ending)
        stamp = (told.get("seen") or {}).get("progress_rate_percent_last_updated_time")
        stamp = stamp or (told.get("indicator") or {}).get("update_time")
        self._say(key, told, measure, mine or owners, stamp)
        self._discuss(key, told)

    # Version 1

    def _old_okr(self, okr: Mapping[str, Any]) -> None:
        if str(okr.get("permission")) == ID_ONLY:
            self.found.warn("feishu_id_only", self.place, name=self.whose.name)
            return
        id = id_of_period(okr)
        cycle = self.named.cycle(id, None, None)
        found = dicts(okr.get("objective_list"))
        self.named.tell_period(cycle, self.named.status_of(id), is_used=bool(found))
        for told, weight in zip(found, _shares(found, 1), strict=True):
            self._old_objective(told, cycle, weight)

    def _old_objective(self, told: Mapping[str, Any], cycle: Cycle, weight: Decimal | None) -> None:
        if str(told.get("permission")) == ID_ONLY:
            self.found.warn("feishu_id_only", self.place, name=self.whose.name)
            return
        key, title = id_in(told), " ".join(text_in(told, "content").split())
        if not self._is_new(key, title):
            return
        owners = (self.whose.key,)
        below = dicts(told.get("kr_list"))
        scored = any(score_of(one, 1) for one in (told, *below))
        self.objectives[key] = Objective(
            key,
            title,
            cycle=cycle.key,
            owners=owners,
            description=text_in(told, "progress_report").strip()[:LONGEST_DESCRIPTION],
            due_on=day_in(told.get("deadline"), self.zone),
            ending=self._ending(told, cycle, 1, scored=scored),
            weight=weight,
            place=self.place,
        )
        self._say(key, told, None, owners)
        for one in dicts(told.get("aligning_objective_list")):
            self._align("", key, id_in(one))
        for one in dicts(told.get("aligned_objective_list")):
            self._align("", id_in(one), key)
        for one, weight in zip(below, _weights(below, 1), strict=True):
            self._old_key_result(one, key, weight, cycle, scored=scored)

    def _old_key_result(
        self,
        told: Mapping[str, Any],
        objective: str,
        weight: Decimal | None,
        cycle: Cycle,
        *,
        scored: bool,
    ) -> None:
        key, title = id_in(told), " ".join(text_in(told, "content").split())
        if not self._is_new(key, title):
            return
        measure, owners = rated(told), (self.whose.key,)
        ending = self._ending(told, cycle, 1, scored=scored)
        self._measured(key, objective, title, owners, measure, weight, told, ending)
        stamp = told.get("progress_rate_percent_last_updated_time")
        self._say(key, told, measure, owners, stamp)

    # Both

    def _lines(self, content: Any) -> Iterable[Line]:
        return lines_of(content, self._called, partial(_picture, self.named.language))

    def _called(self, id: str, said: str) -> str:
        """Somebody whom a text names, though they may not be among those who were fetched."""
        name = self.names.get(id) or said[:LONGEST_NAME].strip()
        return name or (self.named.unnamed(id) if ID.fullmatch(id) else "")

    def _is_new(self, key: str, title: str) -> bool:
        """A row of its own: it has an id, a title, and was not there with somebody else."""
        if not key or key in self.objectives or key in self.key_results:
            return False
        if not title:
            self.found.refuse("title_missing", self.place)
        return bool(title)

    def _measured(
        self,
        key: str,
        objective: str,
        title: str,
        owners: tuple[str, ...],
        measure: Measure,
        weight: Decimal | None,
        told: Mapping[str, Any],
        ending: Ending | None,
    ) -> None:
        self.key_results[key] = KeyResult(
            key,
            objective,
            title,
            owners,
            kind=measure.kind,
            unit=measure.unit,
            start=measure.start,
            target=measure.target,
            current=measure.current,
            weight=weight,
            due_on=day_in(told.get("deadline"), self.zone),
            ending=ending,
            place=self.place,
        )

    def _ending(
        self, told: Mapping[str, Any], cycle: Cycle, version: int, *, scored: bool
    ) -> Ending | None:
        """Only of a cycle that is over. 0 is also what was never scored: it counts where it is known
        to have been given, or something beside it was."""
        score = score_of(told, version)
        if score is None and number(told.get("score")) is not None:
            self.found.warn("score_unclear", self.place, value=told.get("score"))
        if score is None or cycle.ends_on is None or cycle.ends_on >= self.today:
            return None
        seen = told.get("seen") if version == 2 else told
        if not score and isinstance(seen, dict):
            scored = said_at(seen.get("score_last_updated_time")) is not None
        return Ending("closed", score, cycle.ends_on) if score or scored else None

    def _align(self, id: str, child: str, parent: str) -> None:
        if child and parent:
            key = id or f"{child}>{parent}"
            self.alignments[key] = Alignment(key, child, parent, place=self.place)

    def _say(
        self,
        on: str,
        told: Mapping[str, Any],
        measure: Measure | None,
        owners: tuple[str, ...],
        stamp: Any = None,
    ) -> None:
        """What was said of it, and its value where that has changed since."""
        records = dicts(told.get("progresses")) or dicts(told.get("records"))
        version = 1 if "records" in told else 2
        by = owners[0] if owners else self.whose.key
        said = [
            one for record in records if (one := self._check_in(on, record, measure, version, by))
        ]
        found = [one for one, _percent in said]
        if measure is not None and measure.current is not None:
            found = self._up_to_date(on, by, said, measure, said_at(stamp))
        self.check_ins |= {one.key: one for one in found}

    def _discuss(self, on: str, told: Mapping[str, Any]) -> None:
        """What else was said of it; whole only where nothing had to be left out."""
        told_of = comments_in(told)
        if told_of is None:
            return
        listed = (id_in(one) for one in dicts(told.get("progresses")))
        records = {id for id in listed if id in self.check_ins}
        found, unclear = read_comments(on, told_of, records, self._lines, self.place)
        for id in unclear:
            self.found.warn("feishu_comment_unclear", self.place, value=id)
        for one in found:
            if one.key not in self.comments:
                self.comments[one.key] = replace(one, by=self.named.person(one.by))
        if not unclear:
            self.heard_out.append(on)

    def _up_to_date(
        self,
        on: str,
        by: str,
        said: Sequence[tuple[CheckIn, Decimal | None]],
        measure: Measure,
        moved: datetime | None,
    ) -> list[CheckIn]:
        """The latest record with a value says the current one where both lie at the same percentage;
        else it was moved without a record, which is one more value. Where no record has a value, the
        key result's own says it all."""
        found, current = [one for one, _percent in said], measure.current
        valued = [(one, percent) for one, percent in said if one.value is not None]
        if not valued or current is None:
            return found
        latest, percent = max(valued, key=lambda one: (_at(one[0]), one[0].key))
        if percent is not None and measure.agrees(current, percent):
            same = replace(latest, value=current)
            return [same if one is latest else one for one in found]
        at = _at(latest) + timedelta(seconds=1)
        if moved is not None and moved.astimezone(self.zone).date() <= self.today:
            at = max(at, moved)
        key, day = f"{on}@{int(at.timestamp())}", at.astimezone(self.zone).date()
        return [*found, CheckIn(key, on, day, by=by, at=at, value=current, place=self.place)]

    def _check_in(
        self, on: str, record: Mapping[str, Any], measure: Measure | None, version: int, by: str
    ) -> tuple[CheckIn, Decimal | None] | None:
        """With the percentage that was told with it."""
        key = id_in(record, "progress_id" if version == 1 else "id")
        at = said_at(record.get("modify_time" if version == 1 else "create_time"))
        if not key or at is None or at.astimezone(self.zone).date() > self.today:
            self.found.warn("check_in_unclear", self.place, value=key)
            return None
        rate = record.get("progress_rate")
        rate = rate if isinstance(rate, dict) else {}
        percent = number(rate.get("percent" if version == 1 else "progress_percent"))
        status = rate.get("status" if version == 1 else "progress_status")
        people, _teams = self.named.owner(record.get("owner"), by)
        said = CheckIn(
            key,
            on,
            at.astimezone(self.zone).date(),
            by=people[0] if people else by,
            at=at,
            value=value_at(measure, percent) if measure is not None else None,
            status=status_of(status, percent, version),
            note=markdown_of(self._lines(record.get("content")))[:LONGEST_WORDS],
            place=self.place,
        )
        return said, percent


def _at(said: CheckIn) -> datetime:
    assert said.at is not None
    return said.at


def _weights(below: Sequence[Mapping[str, Any]], version: int) -> list[Decimal | None]:
    """None of them where the tenant does not weigh: then all are nothing."""
    weights = [weight_of(one, version) for one in below]
    return weights if any(weights) else [None] * len(weights)


def _shares(found: Sequence[Mapping[str, Any]], version: int) -> list[Decimal | None]:
    """What objectives weigh among each other; none of them where all weigh the same, as they do until
    somebody says otherwise."""
    weights = [weight_of(one, version) for one in found]
    known = [one for one in weights if one is not None]
    is_same = not any(known) or max(known) - min(known) <= A_STEP
    return [None] * len(found) if is_same else weights


def _position(told: Mapping[str, Any]) -> Decimal:
    return number(told.get("position")) or Decimal(0)


def _picture(language: Language, image: Mapping[str, Any]) -> Line | None:
    """A link to where it lies, which only those who may see it there can follow."""
    if not WEB.fullmatch(text_in(image, "src")):
        return None
    return Line(*link(PICTURE[language], text_in(image, "src")))
