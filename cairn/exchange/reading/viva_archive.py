"""Viva Goals' export of a whole organization: a ZIP of JSON arrays. Pure.

Nothing is trusted to be of the type it should: what is null, renamed or spelled otherwise is read as far
as it says something.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from cairn.exchange.reading import values
from cairn.exchange.reading.archives import open_archive
from cairn.exchange.reading.choices_said import ENDED, OBJECTIVE_TYPES, STATUSES, code_of
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.items import Above, Item, Said
from cairn.exchange.reading.keys import key_of, short
from cairn.exchange.reading.lines import tidy_tags
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.reading.turning import Turning
from cairn.exchange.reading.viva_measures import current_of_archive, measure_of
from cairn.exchange.reading.viva_people import Named, load_cycles, load_people, load_teams
from cairn.exchange.reading.viva_records import Record, parts_of, records_of, text_in
from cairn.exchange.reading.viva_said import status_said, when
from cairn.exchange.reading.viva_table import SOURCE
from cairn.exchange.rows import Comment, Place, Rows


def read(path: Path, options: Mapping[str, Any]) -> Rows:
    with open_archive(path) as archive:
        parts = parts_of(archive)
        if "objectives" not in parts:
            raise Unreadable("archive_has_no_okrs")
        found = Gathered()
        records = {
            kind: [one for name in names for one in records_of(archive, name, found)]
            for kind, names in parts.items()
        }
    return _Archive(records, found).rows(options.get("labels") or {})


class _Archive:
    def __init__(self, records: Mapping[str, list[Record]], found: Gathered) -> None:
        self.records, self.found = records, found
        self.named = Named(found)
        load_people(records.get("users", []), self.named)
        load_teams(records.get("teams", []), self.named)
        load_cycles(records.get("timeperiods", []), self.named)
        self.check_ins = self._grouped("checkins")

    def rows(self, labels: Mapping[str, str]) -> Rows:
        items: dict[str, Item] = {}
        for record in self.records["objectives"]:
            if not record.text("Title"):
                self.found.refuse("title_missing", record.at("Title"))
                continue
            item = self._item(record)
            if item.key in items:
                self.found.warn("id_twice", record.at("ID"))
                continue
            items[item.key] = item
        for key in self.check_ins.keys() - items.keys():
            self.found.warn("check_in_on_nothing", self.check_ins[key][0].place, key=key)
        comments = self._comments()
        return Turning(list(items.values()), self.found, labels).rows(SOURCE, comments)

    def _grouped(self, kind: str) -> dict[str, list[Record]]:
        groups: dict[str, list[Record]] = {}
        for record in self.records.get(kind, []):
            groups.setdefault(short(record.text("OKR ID")), []).append(record)
        return groups

    def _item(self, record: Record) -> Item:
        owners = self.named.people(record.values.get("Owner"), record.at("Owner"))
        item = Item(
            key=short(record.text("ID"))
            or key_of(
                record.text("Title"), *owners, record.text("Type"), record.text("Time Period")
            ),
            title=" ".join(record.text("Title").split()),
            label=" ".join(record.text("Type").split()),
            place=record.place,
            above=self._above(record),
            owners=owners,
            teams=self.named.teams(record.list("Teams"), record.at("Teams")),
            cycle=self.named.cycle(record.values.get("Time Period"), record.at("Time Period")),
            starts_on=self._day(record, "Start Date"),
            due_on=self._day(record, "End Date"),
            description=record.text("Description"),
            type=cast("Any", self._code(record, "Goal Type", OBJECTIVE_TYPES, "type_unknown")),
            tags=tidy_tags(
                text_in(tag.get("Tag Name") if isinstance(tag, dict) else tag)
                for tag in record.list("Tags")
            ),
            progress=self._amount(record.values.get("Progress"), "number", record.at("Progress")),
            status=self._code(record, "Status", STATUSES, "status_unknown"),
            created_at=values.read_instant(record.text("Created At")),
            only_for=self._audience(record, owners),
        )
        self._measure(record, item)
        if item.status in ENDED:
            item.score = values.read_score(record.text("Score"))
            item.ended_on = max((said.day for said in item.said), default=item.due_on)
        self._phases(record, item)
        source = record.inner("Progress and Status Configuration").get("Data Source")
        if source:
            words = source.values() if isinstance(source, dict) else [source]
            self.found.warn("has_source", record.place, name=" ".join(map(text_in, words)) or "?")
        return item

    def _above(self, record: Record) -> list[Above]:
        """Alignments with their weights, then parents that only their ids name."""
        above = {}
        for one in record.list("Alignment"):
            key = short(text_in(one.get("ID") if isinstance(one, dict) else one))
            if key:
                said = one if isinstance(one, dict) else {}
                weight = values.read_share(text_in(said.get("Weight")))
                above[key] = Above(key, weight, text_in(said.get("Title")))
        for parent in record.list("Parent IDs"):
            if key := short(text_in(parent)):
                above.setdefault(key, Above(key))
        return list(above.values())

    def _measure(self, record: Record, item: Item) -> None:
        """The metric, what was said of it, and where it stands."""
        outcome = record.inner("Outcome")
        unit = values.unit_said(text_in(outcome.get("Metric Unit")))
        place = record.at("Outcome")
        if unit is None:
            unit = "number"
            self.found.warn("unit_unclear", place, value=text_in(outcome.get("Metric Unit")))
        measure = measure_of(
            name=text_in(outcome.get("Metric Name")),
            unit=unit,
            start=self._amount(outcome.get("Start"), unit, place),
            target=self._amount(outcome.get("Target"), unit, place),
            type=text_in(outcome.get("Target Type")),
        )
        item.said = self._said(item, measure.unit)
        said = [one.value for one in item.said if one.value is not None]
        if said:
            item.measure = replace(measure, current=said[-1])
            return
        current, taken = current_of_archive(measure, item.progress)
        if taken:
            self.found.warn(taken, record.at("Progress"), value=item.progress)
        item.measure = replace(measure, current=current)

    def _said(self, item: Item, unit: str) -> list[Said]:
        said = []
        for record in self.check_ins.get(item.key, []):
            instant = values.read_instant(record.text("Activity Date"))
            day = values.read_day(record.text("CheckIn Date")) or (instant and instant.date())
            if day is None:
                self.found.warn("check_in_unclear", record.place, value=record.text("CheckIn Date"))
                continue
            note = record.inner("Check In Note").get(
                "Check In Note", record.values.get("Check In Note")
            )
            by = self.named.people(record.values.get("Check In Owner"), record.place)
            place = record.at("Current Value")
            said.append(
                Said(
                    key=short(record.text("ID")) or f"{item.key}@{day.isoformat()}",
                    day=day,
                    place=record.place,
                    by=by[0] if by else "",
                    at=instant if ":" in record.text("Activity Date") else None,
                    value=self._amount(record.values.get("Current Value"), unit, place),
                    status=status_said(record.text("Status")),
                    note=text_in(note),
                )
            )
        return sorted(said, key=when)

    def _comments(self) -> list[Comment]:
        comments = []
        for record in self.records.get("comments", []):
            by = self.named.people(record.values.get("Created By"), record.place)
            key, body = short(record.text("ID")), record.text("Comment")
            if not body:
                continue
            comments.append(
                Comment(
                    key=key or key_of(record.text("OKR ID"), body, record.text("Created At")),
                    on=short(record.text("OKR ID")),
                    body=body,
                    by=by[0] if by else "",
                    at=values.read_instant(record.text("Created At")),
                    place=record.place,
                )
            )
        return comments

    def _audience(self, record: Record, owners: tuple[str, ...]) -> tuple[str, ...] | None:
        """Everybody, or else those whom the file names: rather too few than too many."""
        view = record.inner("Permissions").get("View", "Everybody")
        if isinstance(view, str) and view.strip().casefold() in ("everybody", "everyone", ""):
            return None
        if view is None or view in ({}, []):
            return None
        self.found.warn("limited_to_owners", record.at("Permissions"))
        people = view.get("Users", view) if isinstance(view, dict) else view
        named = () if isinstance(people, str) else self.named.people(people, record.place)
        return tuple(dict.fromkeys((*owners, *named)))

    def _phases(self, record: Record, item: Item) -> None:
        """`Disabled`, an array, or an object with an array in it."""
        phases = record.values.get("Phased Targets")
        if isinstance(phases, dict):
            phases = phases.get("Phased Targets")
        lines = [
            f"{text_in(one.get('Target Date'))}: {text_in(one.get('Target Value'))}"
            for one in (phases if isinstance(phases, list) else [])
            if isinstance(one, dict)
        ]
        if lines:
            self.found.warn("phased_targets", record.at("Phased Targets"))
            item.description = "\n".join(filter(None, (item.description, *lines)))

    def _day(self, record: Record, name: str) -> Any:
        text = record.text(name)
        day = values.read_day(text)
        if text and day is None:
            self.found.warn("day_unclear", record.at(name), value=text)
        return day

    def _code(self, record: Record, name: str, words: Any, fault: str) -> str:
        text = record.text(name)
        code = code_of(words, text) if text else ""
        if code is None:
            self.found.warn(fault, record.at(name), value=text)
        return code or ""

    def _amount(self, value: Any, unit: str, place: Place) -> Decimal | None:
        text = text_in(value)
        amount = values.read_value(text, unit)
        if text and amount is None:
            self.found.warn("value_unclear", place, value=text)
        return amount
