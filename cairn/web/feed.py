"""What happened, in words: the activity of a person, a team or an objective."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from cairn.checkins.models import CheckIn
from cairn.cycles.event_words import event_words
from cairn.cycles.models import Phase
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.events.numbers import decimal_of
from cairn.events.queries import OF_A_WEEK, feed
from cairn.goals.histories import seen_events
from cairn.goals.models import Kind as Measure
from cairn.goals.models import Outcome
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id
from cairn.web.filters import percent
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import address, id_in, wants_fragment
from cairn.web.sessions import WebRequest
from cairn.web.ties import Part, part_text, text_of_day, tie_parts

MOST = 20
CHECKINS = (Kind.CHECKIN_MADE.value, Kind.CHECKIN_CORRECTED.value)
SCORES = (
    Kind.KEY_RESULT_SCORED.value,
    Kind.OBJECTIVE_SCORED.value,
    Kind.OPINION_GIVEN.value,
)
CLOSURES = (Kind.OBJECTIVE_CLOSED.value, Kind.OBJECTIVE_REOPENED.value)
MEASURED = (Kind.KPI_MEASURED.value, Kind.KPI_CORRECTED.value)
BY_HAND = (Kind.OBJECTIVE_OVERRIDDEN.value, Kind.OBJECTIVE_RESUMED.value)
PHASES = (Kind.CYCLE_MOVED.value, Kind.CYCLE_COMPLETED.value)
SHARES = (Kind.ALIGNMENT_WEIGHED.value, Kind.ALIGNMENT_ENDED.value)
WEIGHTS_SHOWN = 4
COLUMNS = (
    *("id", "at", "kind", "actor_id", "actor_name", "subject_id", "subject_title"),
    *("objective_id", "other_objective_id", "old", "new", "reason"),
    *("unit", "measure", "steps", "key_result_id", "note", "blockers"),
)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One sentence: actor, `words`, the thing and what changed. Empty texts say nothing.

    `parts` say it instead where the sentence names two things.
    """

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    words: str
    title: str
    url: str
    old_text: str = ""
    new_text: str = ""
    confidence: int | None = None
    confidence_before: int | None = None
    note: str = ""
    blockers: str = ""
    stood_in_for: str = ""
    reason: str = ""
    is_checkin: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """`about` is how the address names the feed: person, team, objective, KPI or cycle, and kind."""

    entries: tuple[FeedEntry, ...]
    about: Mapping[str, Any]
    has_older: bool
    path: str = "/feed"

    @property
    def older_url(self) -> str:
        last = self.entries[-1].id if self.entries else None
        return address(self.path, {**self.about, "before": last}) if self.has_older else ""

    @property
    def tables(self) -> tuple[str, ...]:
        """The files of what it tells; nobody checks in for a KPI or a cycle."""
        if self.about.get("cycle"):
            return ("cycle-history",)
        if self.about.get("kpi"):
            return ("feed",)
        return ("check-ins",) if self.about.get("kind") else ("feed", "check-ins")


def read_feed(
    viewer: Actor,
    *,
    person: int | None = None,
    team: int | None = None,
    objective: int | None = None,
    kpi: int | None = None,
    cycle: int | None = None,
    only_checkins: bool = False,
    before: int | None = None,
    most: int = MOST,
) -> Feed:
    """The newest entries before `before` that the viewer may see. One query."""
    found = feed(
        viewer.organization_id,
        seen_events(viewer),
        actor_id=person,
        team_id=team,
        objective_id=objective,
        kpi_id=kpi,
        cycle_id=cycle,
        kinds=CHECKINS if only_checkins else (),
        before=before,
    )
    rows = entries_of(viewer, found[: most + 1])
    about: dict[str, Any] = {"person": person, "team": team, "objective": objective, "kpi": kpi}
    about["cycle"] = cycle
    about["kind"] = "check-ins" if only_checkins else None
    return Feed(rows[:most], about, len(rows) > most)


def entries_of(viewer: Actor, events: QuerySet[Event]) -> tuple[FeedEntry, ...]:
    """Events that the viewer may read, in words. One query."""
    rows = _with_words_said(events).values(*COLUMNS)
    return tuple(entry_of(row, viewer.locale) for row in rows)


def _with_words_said(events: QuerySet[Event]) -> QuerySet[Event]:
    """Beside each check-in's event the note, the call for help, and how to write its value."""
    said = CheckIn.objects.filter(id=OuterRef("subject_id"))
    return events.annotate(
        unit=Subquery(said.values("key_result__unit")),
        measure=Subquery(said.values("key_result__kind")),
        steps=Subquery(said.annotate(n=Count("key_result__milestones")).values("n")),
        key_result_id=Subquery(said.values("key_result_id")),
        note=Subquery(said.values("note")),
        blockers=Subquery(said.values("blockers")),
    )


def entry_of(row: Mapping[str, Any], locale: str) -> FeedEntry:
    """From the columns of an event and what `_with_words_said` adds."""
    kind, old, new = row["kind"], row["old"], row["new"]
    is_checkin = kind in CHECKINS
    before, after = _change(row, locale)
    return FeedEntry(
        id=row["id"],
        at=row["at"],
        actor_id=row["actor_id"],
        actor=row["actor_name"],
        words=event_words(kind, old, new),
        title=_title(row),
        url=_url(row),
        old_text=before,
        new_text=after,
        confidence=new.get("confidence") if is_checkin else None,
        confidence_before=old.get("confidence") if is_checkin else None,
        note=_note(row),
        blockers=(row["blockers"] or "") if is_checkin else "",
        stood_in_for=str(new.get("stood_in_for") or ""),
        reason="" if is_checkin or kind in MEASURED else row["reason"],
        is_checkin=is_checkin,
        parts=tie_parts(row),
    )


def _title(row: Mapping[str, Any]) -> str:
    """The thing's name; an update's is its week."""
    if row["kind"] in OF_A_WEEK:
        return text_of_day(row["new"].get("week_on"))
    return str(row["subject_title"])


def _note(row: Mapping[str, Any]) -> str:
    """What was said with a value; the ledger keeps a KPI's where others keep their reason. Of a cycle
    that was closed too early, who was missing."""
    if row["kind"] == Kind.CYCLE_MOVED and (missing := row["new"].get("missing")):
        return _("Scores were missing of: %(names)s") % {"names": _(", ").join(missing)}
    if row["kind"] in MEASURED:
        return row["reason"] or ""
    return (row["note"] or "") if row["kind"] in CHECKINS else ""


def _url(row: Mapping[str, Any]) -> str:
    """Where the title leads; empty where the thing has no page."""
    subject, objective = row["subject_id"], row["objective_id"]
    noun = row["kind"].split(".")[0]
    if noun == "kpi":
        return f"/kpis/{subject}"
    if noun == "meeting":
        return f"/meetings/{subject}"
    if objective is not None:
        marks = {"checkin": f"#kr-{row['key_result_id']}", "key_result": f"#kr-{subject}"}
        marks["help"] = f"#help-{subject}"
        return f"/objectives/{objective}{marks.get(noun, '')}"
    pages = {"team": "/teams", "member": "/people", "absence": "/people"}
    pages |= {"update": "/weekly/updates", "template": "/templates"}
    pages |= {"round": "/rounds", "room": "/rooms"}
    return f"{pages[noun]}/{subject}" if noun in pages else ""


def _change(row: Mapping[str, Any], locale: str) -> tuple[str, str]:
    """Before and after, as the reader writes them; empty where the event changed no one value."""
    kind, old, new = row["kind"], row["old"], row["new"]
    if kind in CHECKINS:
        before, after = (_value(row, values.get("value"), locale) for values in (old, new))
        return (before if before != after else "", after)
    if kind in MEASURED:
        return _measured(old, new, locale)
    if kind in SHARES:
        before, after = old.get("contribution"), new.get("contribution", 0 if old else None)
        return part_text(before), part_text(after)
    if kind in BY_HAND:
        return _share(old.get("progress")), _share(new.get("progress"))
    if kind in SCORES:
        return str(old.get("score") or ""), str(new.get("score") or "—")
    if kind in CLOSURES:
        return "", _outcome(new)
    if kind == Kind.KEY_RESULT_WEIGHED:
        return "", _weights(old, new)
    if kind == Kind.DEPENDENCY_CHANGED:
        return text_of_day(old.get("needed_on")), text_of_day(new.get("needed_on"))
    if kind in PHASES:
        return _phase(old), _phase(new)
    return "", ""


def _value(row: Mapping[str, Any], value: Any, locale: str) -> str:
    """A reading as it is written; for milestones how many are reached, if they weigh the same."""
    amount = decimal_of(value)
    if amount is None or row["unit"] is None:
        return ""
    if row["measure"] == Measure.MILESTONES:
        reached = amount * (row["steps"] or 0)
        is_even = abs(reached - round(reached)) < Decimal("0.01") and row["steps"]
        return f"{round(reached)}/{row['steps']}" if is_even else percent(amount)
    return format_amount(amount, row["unit"], locale)


def _measured(old: Mapping[str, Any], new: Mapping[str, Any], locale: str) -> tuple[str, str]:
    """A KPI's value before and after; empty where it is the same."""
    texts = [
        "" if amount is None else format_amount(amount, str(new.get("unit") or ""), locale)
        for amount in (decimal_of(old.get("value")), decimal_of(new.get("value")))
    ]
    return (texts[0] if texts[0] != texts[1] else "", texts[1])


def _share(value: Any) -> str:
    amount = decimal_of(value)
    return "" if amount is None else percent(amount)


def _outcome(new: Mapping[str, Any]) -> str:
    said = str(new.get("outcome") or "")
    word = str(Outcome(said).label) if said in Outcome else said
    score = new.get("score")
    return _("%(outcome)s, score %(score)s") % {"outcome": word, "score": score} if score else word


def _phase(values: Mapping[str, Any]) -> str:
    phase = str(values.get("phase") or "")
    return str(Phase(phase).label) if phase in Phase else ""


def _weights(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    changes = [
        f"{title} {old[title]} → {new[title]}" if old.get(title) else f"{title} {new[title]}"
        for title in new
    ]
    return "; ".join(changes[:WEIGHTS_SHOWN])


@member_page
def show_feed(request: WebRequest) -> HttpResponse:
    """The older entries of a feed: appended by htmx, a page of their own without scripts."""
    found = read_feed(
        request.actor,
        person=id_in(request, "person"),
        team=id_in(request, "team"),
        objective=id_in(request, "objective"),
        kpi=id_in(request, "kpi"),
        cycle=id_in(request, "cycle"),
        only_checkins=request.GET.get("kind") == "check-ins",
        before=read_id(request.GET.get("before", "")),
    )
    if wants_fragment(request):
        return fragment(request, "feed/feed.html", "entries", {"feed": found})
    return page(request, "feed/feed.html", {"feed": found})


urlpatterns = [path("feed", show_feed)]
