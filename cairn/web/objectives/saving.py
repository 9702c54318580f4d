"""Saving the editor's form: everything in one transaction, or nothing and a word beside each field."""

from collections.abc import Mapping
from typing import Any

from django.db.transaction import atomic

from cairn.errors import Conflict, Forbidden, Invalid, Stale, Words
from cairn.goals.commands.drafts import draft_objective, publish_objective
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.commands.key_results import (
    add_key_result,
    delete_key_result,
    edit_key_result,
    order_key_results,
)
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.weights import share_weights
from cairn.goals.intake import read_initiative, read_key_result, read_objective
from cairn.goals.models import Objective
from cairn.goals.queries import find_objective, milestones_of
from cairn.intake import Intake, fault_of_text
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id
from cairn.web.objectives.kept import kept_sheet
from cairn.web.objectives.names import Directory, kpi_named, split_names
from cairn.web.objectives.sentences import AMOUNTS, asked_share, unit_of, unit_text
from cairn.web.objectives.sheet import FIELDS, LINE_FIELDS, Line, Sheet, note

NAMED = ("owner", "team", "visible_team", "readers", "collaborators")


def save_sheet(
    actor: Actor, sheet: Sheet, objective_id: int | None, *, publish: bool
) -> Objective | None:
    """Write what was changed. None where something is wrong: the sheet then says what."""
    try:
        with atomic():
            objective = _Saving(actor, sheet, objective_id).save(publish)
            if sheet.is_refused or sheet.is_stale or objective is None:
                raise Invalid({})
            return objective
    except Invalid:
        return None
    except (Forbidden, Conflict) as refused:
        sheet.refusal = refused.reason
        return None


class _Saving:
    """One save. Refusals are gathered on the sheet, so that all of them are shown at once."""

    def __init__(self, actor: Actor, sheet: Sheet, objective_id: int | None) -> None:
        self.actor, self.sheet, self.objective_id = actor, sheet, objective_id
        self.ids = {line.number: read_id(line.id) for line in sheet.lines}
        people = [sheet.fields["owner"], *(line.fields["owner"] for line in sheet.written)]
        for name in ("readers", "collaborators"):
            people += split_names(sheet.fields[name])
        teams = [sheet.fields["team"], sheet.fields["visible_team"]]
        self.directory = Directory(actor, people, teams)

    def save(self, publish: bool) -> Objective | None:
        if self.objective_id is not None:
            self._find_conflicts(find_objective(self.actor, self.objective_id))
            if self.sheet.is_stale:
                return None
        if fault := fault_of_text(self.sheet.reason):
            self.sheet.errors["reason"] = fault
        arguments = [self._read_line(line) for line in self.sheet.written]
        objective = self._write_objective()
        if objective is None or self.sheet.is_refused:
            return None
        for line, read in zip(self.sheet.written, arguments, strict=True):
            self._write_line(objective, line, read)
        if self.sheet.is_refused:
            return None
        self._arrange(objective)
        return publish_objective(self.actor, objective.id) if publish else objective

    def _find_conflicts(self, objective: Objective) -> None:
        """Where somebody else changed the same field since this page was made, theirs is noted."""
        now = kept_sheet(self.actor, objective)
        sheet = self.sheet
        sheet.theirs = _conflicts(sheet.changed, sheet.was, now.fields)
        kept = {line.id: line for line in now.lines}
        for line in sheet.lines:
            if line.id and line.id in kept:
                line.theirs = _conflicts(line.changed, line.was, kept[line.id].fields)
                line.theirs.pop("weight", None)
                line.theirs.pop("locked", None)
        if sheet.is_stale:
            sheet.was = now.fields
            for line in sheet.lines:
                if line.id in kept:
                    line.was = kept[line.id].fields

    def _write_objective(self) -> Objective | None:
        sheet, actor = self.sheet, self.actor
        if self.objective_id is None and not sheet.fields["title"]:
            sheet.was.pop("title", None)
        changed = sheet.changed if self.objective_id else dict(sheet.fields)
        arguments = self._read_objective(changed)
        if arguments is None:
            return None
        try:
            if self.objective_id is None:
                return draft_objective(actor, **arguments, submission=sheet.submission or None)
            if not arguments:
                return find_objective(actor, self.objective_id)
            return edit_objective(actor, self.objective_id, reason=sheet.reason, **arguments)
        except Stale as stale:
            sheet.theirs = {name: str(text) for name, text in stale.theirs.items()}
        except Invalid as refused:
            note(sheet.errors, refused.fields, {*FIELDS, "reason"})
        return None

    def _read_objective(self, changed: Mapping[str, str]) -> dict[str, Any] | None:
        """The arguments of the command, or None where a field cannot be read."""
        fields: dict[str, Any] = {k: v for k, v in changed.items() if k not in NAMED}
        if fields.get("type") == "growth":
            fields |= {"type": self.sheet.was.get("type", "committed"), "growth": True}
            if fields["type"] == "growth":
                del fields["type"]
        elif "type" in fields:
            fields["growth"] = False
        if fields.get("due_on") == "":
            del fields["due_on"]
        intake = Intake({})
        named = self._names(intake, changed)
        try:
            arguments = read_objective(fields)
        except Invalid as refused:
            note(self.sheet.errors, refused.fields, {*FIELDS, "reason"})
            arguments = {}
        self.sheet.errors.update(intake.errors)
        return None if self.sheet.errors else {**arguments, **named}

    def _names(self, intake: Intake, changed: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "owner" in changed:
            found["owner"] = self.directory.person(intake, "owner", changed["owner"])
        for name in ("team", "visible_team"):
            if name in changed:
                found[name] = self.directory.team(intake, name, changed[name])
        for name in ("readers", "collaborators"):
            if name in changed:
                found[name] = self.directory.persons(intake, name, changed[name])
        return found

    def _read_line(self, line: Line) -> dict[str, Any]:
        """The command's arguments; only what changed of a key result that is kept already."""
        texts = line.changed if line.id else dict(line.fields)
        fields: dict[str, Any] = {
            k: v for k, v in texts.items() if k not in ("owner", "weight", "locked", "kpi")
        }
        intake = Intake({})
        named = self._read_kpi(line, intake, fields) if "kpi" in texts else {}
        if "unit" in fields:
            fields |= {name: line.fields[name] for name in AMOUNTS}
        for name in ("kind", "due_on"):
            if fields.get(name) == "":
                del fields[name]
        if "milestones" in fields:
            fields["milestones"] = _milestones(line)
        if "owner" in texts:
            named["owner"] = self.directory.person(intake, "owner", texts["owner"])
        arguments: dict[str, Any] = {}
        try:
            arguments = read_key_result(fields, unit=unit_of(line.fields["unit"]))
        except Invalid as refused:
            note(line.errors, refused.fields, LINE_FIELDS)
        if line.fields["weight"]:
            _check_weight(line)
        line.errors.update(intake.errors)
        return {**arguments, **named}

    def _read_kpi(self, line: Line, intake: Intake, fields: dict[str, Any]) -> dict[str, Any]:
        """What gives the readings; a unit that nobody wrote is the KPI's."""
        kpi = kpi_named(self.actor, intake, line.fields["kpi"])
        if kpi is not None and not line.fields["unit"]:
            line.fields["unit"] = fields["unit"] = unit_text(kpi.unit)
        return {"kpi": kpi.id if kpi else None}

    def _write_line(self, objective: Objective, line: Line, arguments: dict[str, Any]) -> None:
        actor = self.actor
        try:
            if line.id:
                if arguments:
                    known = read_id(line.id) or 0
                    edit_key_result(actor, known, reason=self.sheet.reason, **arguments)
            else:
                once = (
                    f"{self.sheet.submission[:50]}-{line.number}" if self.sheet.submission else None
                )
                made = add_key_result(
                    actor, objective.id, reason=self.sheet.reason, submission=once, **arguments
                )
                self.ids[line.number] = made.id
            self._plan(line)
        except Invalid as refused:
            self._note_reason(refused)
            note(line.errors, _but_reason(refused.fields), LINE_FIELDS)

    def _plan(self, line: Line) -> None:
        """The initiatives that were written beside the key result."""
        for title in filter(None, map(str.strip, line.initiatives.splitlines())):
            try:
                read = read_initiative({"title": title})
                add_initiative(self.actor, self.ids[line.number] or 0, **read)
            except Invalid as refused:
                line.errors["initiatives"] = next(iter(refused.fields.values()))
                return

    def _arrange(self, objective: Objective) -> None:
        """Take away, order and weigh what is left."""
        sheet, actor = self.sheet, self.actor
        kept = set(
            objective.key_results.filter(deleted_at__isnull=True).values_list("id", flat=True)
        )
        for gone in kept & {read_id(text) or 0 for text in sheet.removed}:
            try:
                delete_key_result(actor, gone, reason=sheet.reason)
            except Invalid as refused:
                self._note_reason(refused)
                return
        order = [one for line in sheet.written if (one := self.ids[line.number]) is not None]
        order_key_results(actor, objective.id, order)
        asked = {
            self.ids[line.number] or 0: asked_share(line)
            for line in sheet.written
            if not line.was or {"weight", "locked"} & line.changed.keys()
        }
        if not asked:
            return
        try:
            share_weights(actor, objective.id, asked=asked, reason=sheet.reason)
        except Invalid as refused:
            self._note_reason(refused)
            typed = [line for line in sheet.written if line.is_weight_typed]
            note((typed or sheet.written)[-1].errors, _but_reason(refused.fields), LINE_FIELDS)

    def _note_reason(self, refused: Invalid) -> None:
        """One reason stands for everything that the form changes."""
        if "reason" in refused.fields:
            self.sheet.errors.setdefault("reason", refused.fields["reason"])


def _but_reason(fields: Mapping[str, Words]) -> dict[str, Words]:
    return {name: why for name, why in fields.items() if name != "reason"}


def _conflicts(
    changed: Mapping[str, str], was: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, str]:
    return {
        name: now[name]
        for name, text in changed.items()
        if name in was and now[name] != was[name] and now[name] != text
    }


def _check_weight(line: Line) -> None:
    try:
        read_key_result({"weight": line.fields["weight"]})
    except Invalid as refused:
        line.errors.update(refused.fields)


def _milestones(line: Line) -> Any:
    """The lines of milestones as they are typed; those renamed in place keep what was reached."""
    text = line.fields["milestones"]
    known = read_id(line.id)
    lines = [one.partition("|") for one in text.replace("｜", "|").splitlines() if one.strip()]
    items: list[dict[str, Any]] = [
        {"title": title.strip(), "weight": weight.strip() or None} for title, _bar, weight in lines
    ]
    if known is None:
        return items
    steps = {step.title: step.id for step in milestones_of([known])[known]}
    for item in items:
        item["id"] = steps.pop(item["title"], None)
    renamed = [item for item in items if item["id"] is None]
    if len(renamed) == len(steps):
        for item, id in zip(renamed, steps.values(), strict=True):
            item["id"] = id
    return items
