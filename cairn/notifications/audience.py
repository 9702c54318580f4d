"""Who hears of an event because it concerns them: one function a kind. Followers: `reading.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from cairn.checkins.models import Action, CheckIn, Comment, HelpRequest
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.models import (
    Alignment,
    Confirmation,
    Dependency,
    KeyResult,
    Objective,
    Part,
    Participant,
)
from cairn.kpis.health import side_of
from cairn.kpis.models import Kpi
from cairn.meetings.models import Meeting
from cairn.notifications.asked import lead_of, present, standing_in, stewards_of, who_answers_for
from cairn.notifications.models import Topic
from cairn.organization.models import Absence, Member, TeamMember
from cairn.storage.ids import read_id

CONFIDENCE_FALL: Final = 3
LEAVES_BAND: Final = ("below", "above")


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an event concerns, as member → reason, the most telling reason put on last; `variant` picks
    the sentence where a kind has several. `tells_actor`: whoever brought it about hears of it too."""

    topic: Topic
    heard: Mapping[int, str] = field(default_factory=dict)
    url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    tells_actor: bool = False


type Find = Callable[[Event], Audience | None]


def because(reason: str, members: Iterable[int | None]) -> dict[int, str]:
    return dict.fromkeys(present(*members), reason)


def submitted(event: Event) -> Audience:
    waiting = Confirmation.objects.select_related("asked").filter(verdict="")
    found = waiting.filter(objective=event.subject_id).first()
    if found is None:
        return Audience(Topic.CONFIRMATIONS)
    asked = [found.asked_id] if found.asked_id else stewards_of(event.organization_id)
    heard = because("stand_in", standing_in(event.organization_id, found.asked_id))
    facts = {"said": found.note, "asked": found.asked.name if found.asked else None}
    return Audience(Topic.CONFIRMATIONS, heard | because("asked", asked), facts=facts)


def agreed(event: Event) -> Audience:
    """Confirmed or returned: whoever submitted it, and its owner."""
    last = Confirmation.objects.filter(objective=event.subject_id).order_by("-id").first()
    owner = Objective.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    heard = because("owner", [owner]) | because(
        "requester", [last.submitted_by_id if last else None]
    )
    return Audience(Topic.CONFIRMATIONS, heard)


def withdrawn(event: Event) -> Audience:
    last = Confirmation.objects.filter(objective=event.subject_id).order_by("-id").first()
    return Audience(Topic.CONFIRMATIONS, because("asked", [last.asked_id if last else None]))


def alignment_asked(event: Event) -> Audience:
    found = _alignment(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    owner = found.key_result.owner_id if found.key_result else None
    asked = [owner] if owner else who_answers_for(found.target)
    return Audience(Topic.ALIGNMENTS, because("asked", asked))


def alignment_answered(event: Event) -> Audience:
    found = _alignment(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    heard = because("owner", [found.objective.owner_id])
    heard |= because("requester", [found.requested_by_id])
    return Audience(Topic.ALIGNMENTS, heard, url=f"/objectives/{found.objective_id}")


def alignment_ended(event: Event) -> Audience:
    found = _alignment(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    owners = [found.objective.owner_id, found.target.owner_id]
    return Audience(Topic.ALIGNMENTS, because("owner", owners))


def _alignment(event: Event) -> Alignment | None:
    loaded = Alignment.objects.select_related("objective", "target__team", "key_result")
    return loaded.filter(id=event.subject_id).first()


def dependency_asked(event: Event) -> Audience:
    found = _dependency(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    lead = lead_of(found.team)
    asked = [lead] if lead else stewards_of(event.organization_id)
    return _of_dependency(found, because("asked", asked))


def dependency_answered(event: Event) -> Audience:
    found = _dependency(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    heard = because("owner", [found.objective.owner_id])
    return _of_dependency(found, heard | because("requester", [found.requested_by_id]))


def dependency_delivered(event: Event) -> Audience:
    """Either side may say so: the other one hears."""
    found = _dependency(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    heard = because("asked", [lead_of(found.team)]) | because("owner", [found.objective.owner_id])
    return _of_dependency(found, heard | because("requester", [found.requested_by_id]))


def _dependency(event: Event) -> Dependency | None:
    loaded = Dependency.objects.select_related("objective", "team")
    return loaded.filter(id=event.subject_id).first()


def _of_dependency(found: Dependency, heard: dict[int, str]) -> Audience:
    facts = {"team": found.team.name, "day": found.needed_on, "objective": found.objective.title}
    return Audience(Topic.ALIGNMENTS, heard, f"/dependencies/{found.id}", facts)


def commented(event: Event) -> Audience:
    """Those who answer for what is talked about, those in the thread, and above all those named."""
    comment = (
        Comment.objects.select_related("objective", "key_result")
        .filter(id=event.subject_id)
        .first()
    )
    if comment is None:
        return Audience(Topic.TALK)
    owners = [comment.objective.owner_id]
    owners += [comment.key_result.owner_id] if comment.key_result else []
    heard = because("owner", owners)
    if comment.parent_id:
        thread = Comment.objects.filter(parent=comment.parent_id) | Comment.objects.filter(
            id=comment.parent_id
        )
        heard |= because("thread", thread.values_list("author_id", flat=True))
    heard |= because("mentioned", comment.mentions.values_list("member_id", flat=True))
    url = f"/objectives/{comment.objective_id}/discussion#c-{comment.id}"
    return Audience(Topic.TALK, heard, url)


def checked_in(event: Event) -> Audience | None:
    """The objective's owner, where confidence fell or something is in the way."""
    before, now = event.old.get("confidence"), event.new.get("confidence")
    fell = isinstance(before, int) and isinstance(now, int) and before - now >= CONFIDENCE_FALL
    found = (
        CheckIn.objects.select_related("key_result__objective").filter(id=event.subject_id).first()
    )
    if found is None or not (fell or found.blockers):
        return None
    owner = found.key_result.objective.owner_id
    url = f"/objectives/{event.objective_id}#kr-{found.key_result_id}"
    facts = {"before": before, "now": now, "said": found.blockers[:300]}
    return Audience(
        Topic.CHECKINS, because("owner", [owner]), url, facts, "fell" if fell else "blocked"
    )


def handed_over(event: Event) -> Audience:
    """Whoever answers for it now."""
    of_key_result = event.kind.startswith("key_result")
    model: Any = KeyResult if of_key_result else Objective
    owner = model.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    return Audience(Topic.CHECKINS, because("heir", [owner]), _key_result_url(event))


def help_asked(event: Event) -> Audience:
    found = HelpRequest.objects.select_related("asked").filter(id=event.subject_id).first()
    if found is None:
        return Audience(Topic.HELP)
    heard = because("stand_in", standing_in(event.organization_id, found.asked_id))
    heard |= because("asked", [found.asked_id])
    return Audience(Topic.HELP, heard, "/inbox#help", {"asked": found.asked.name})


def help_handed_over(event: Event) -> Audience | None:
    """Whoever is asked now, and whoever asked: of them something else is to be expected. Or else
    whoever the request belongs to now."""
    found = HelpRequest.objects.filter(id=event.subject_id).first()
    if found is None:
        return None
    if "asked" in event.new:
        heard = because("requester", [found.asked_by_id]) | because("heir", [found.asked_id])
        facts = {"was": event.old.get("asked"), "now": event.new["asked"]}
        return Audience(Topic.HELP, heard, _place_of_help(found), facts, "wanted")
    facts = {"was": event.old.get("asked_by")}
    heard = because("heir", [found.asked_by_id])
    return Audience(Topic.HELP, heard, _place_of_help(found), facts)


def help_withdrawn(event: Event) -> Audience:
    """Whoever asked, where somebody else took it back."""
    found = HelpRequest.objects.filter(id=event.subject_id).first()
    heard = because("requester", [found.asked_by_id if found else None])
    return Audience(Topic.HELP, heard)


def _place_of_help(found: HelpRequest) -> str:
    return (
        f"/objectives/{found.objective_id}#help-{found.id}" if found.objective_id else "/inbox#help"
    )


def help_answered(event: Event) -> Audience:
    found = HelpRequest.objects.filter(id=event.subject_id).first()
    heard = because("requester", [found.asked_by_id if found else None])
    return Audience(Topic.HELP, heard, facts={"said": found.answer[:300] if found else ""})


def action_agreed(event: Event) -> Audience:
    """Its owner, when it becomes theirs."""
    found = Action.objects.filter(id=event.subject_id).first()
    is_theirs = event.kind == Kind.ACTION_ADDED or "owner" in event.new
    owner = found.owner_id if found and is_theirs else None
    facts = {"day": found.due_on if found else None}
    return Audience(Topic.MEETINGS, because("doer", [owner]), "/inbox#actions", facts)


def action_handed_over(event: Event) -> Audience:
    owner = Action.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    facts = {"was": event.old.get("owner")}
    return Audience(Topic.MEETINGS, because("heir", [owner]), "/inbox#actions", facts)


def action_done(event: Event) -> Audience:
    found = Action.objects.filter(id=event.subject_id).first()
    return Audience(Topic.MEETINGS, because("requester", [found.created_by_id if found else None]))


def meeting_ended(event: Event) -> Audience:
    """The team, and whoever took part from elsewhere: its minutes are there."""
    found = Meeting.objects.select_related("team").filter(id=event.subject_id).first()
    if found is None:
        return Audience(Topic.MEETINGS)
    taken = found.entries.filter(deleted_at__isnull=True)
    wrote = taken.values_list("author_id", "action__owner_id")
    guests = [found.presenter_id, *(id for pair in wrote for id in pair)]
    people = TeamMember.objects.filter(team=found.team_id).values_list("member_id", flat=True)
    heard = because("guest", guests) | because("team", [*people, found.team.lead_id])
    return Audience(Topic.MEETINGS, heard, f"/meetings/{found.id}", {"team": found.team.name})


def closed(event: Event) -> Audience:
    """Those who worked for it, and those who were named as its readers."""
    named = Participant.objects.filter(objective=event.subject_id)
    people: list[int | None] = [
        *KeyResult.objects.filter(objective=event.subject_id, deleted_at__isnull=True).values_list(
            "owner_id", flat=True
        ),
        *named.filter(part=Part.COLLABORATOR).values_list("member_id", flat=True),
    ]
    readers = because("reader", named.filter(part=Part.READER).values_list("member_id", flat=True))
    owner = Objective.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    heard = readers | because("participant", people) | because("owner", [owner])
    return Audience(Topic.REVIEWS, heard)


def scored(event: Event) -> Audience:
    """The objective's owner, and whose key result it is."""
    owner = (
        Objective.objects.filter(id=event.objective_id or 0)
        .values_list("owner_id", flat=True)
        .first()
    )
    doer = KeyResult.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    heard = because("key_result", [doer]) | because("owner", [owner])
    return Audience(Topic.REVIEWS, heard, _key_result_url(event))


def phase_moved(event: Event) -> Audience | None:
    """Scoring has begun: those who answer for something in the cycle. It is closed: those who look
    after cycles. Not where a closed cycle is opened again."""
    if event.new.get("phase") == "closed":
        return cycle_closed(event, variant="closed")
    if (event.old.get("phase"), event.new.get("phase")) != ("running", "scoring"):
        return None
    going = Objective.objects.filter(
        cycle=event.subject_id, closed_as="", deleted_at__isnull=True, published_at__isnull=False
    )
    owners = going.exclude(owner__isnull=True).values_list("owner_id", flat=True).distinct()
    return Audience(Topic.REVIEWS, because("owner", owners), "/reviews")


def cycle_closed(event: Event, variant: str = "") -> Audience:
    """Those who look after cycles; where it closed by itself, whoever ended the last objective too."""
    return Audience(
        Topic.REVIEWS,
        because("steward", stewards_of(event.organization_id)),
        f"/cycles/{event.subject_id}/close",
        variant=variant,
        tells_actor=not variant,
    )


def measured(event: Event) -> Audience | None:
    """A KPI has left its band: its owner, and the lead of its team. By what the event says, since the
    KPI may have moved on; what it did to a key result is told there only."""
    if event.objective_id is not None:
        return None
    kpi = Kpi.objects.select_related("team").filter(id=event.subject_id).first()
    if kpi is None or not _is_outside(kpi, event.new) or _is_outside(kpi, event.old):
        return None
    heard = because("lead", [kpi.team.lead_id if kpi.team else None])
    return Audience(Topic.KPIS, heard | because("owner", [kpi.owner_id]), f"/kpis/{kpi.id}")


def _is_outside(kpi: Kpi, said: Mapping[str, Any]) -> bool:
    value = said.get("value")
    value = None if value is None else Decimal(value)
    return side_of(value, kpi.lower, kpi.upper) in LEAVES_BAND


def kpi_given(event: Event) -> Audience | None:
    """Whoever answers for a KPI now, where somebody else said so."""
    if event.kind == Kind.KPI_CHANGED and "owner" not in event.new:
        return None
    owner = Kpi.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    return Audience(Topic.KPIS, because("heir", [owner]), f"/kpis/{event.subject_id}")


def absent(event: Event) -> Audience | None:
    """Who stands in, who did before, and the one who is away."""
    id = read_id(str(event.new.get("absence")))
    found = Absence.objects.select_related("member").filter(id=id or 0).first()
    if found is None:
        return None
    heard = because("away", [found.member_id])
    heard |= because("stood_in", [read_id(str(event.old.get("stand_in_id", "")))])
    heard |= because("stand_in", [found.stand_in_id])
    facts = {"away": found.member.name, "first": found.starts_on, "last": found.ends_on}
    return Audience(Topic.CHECKINS, heard, "/settings/absences", facts)


def manager_hears(event: Event) -> Audience:
    """Of a published weekly update."""
    manager = (
        Member.objects.filter(id=event.actor_id or 0).values_list("manager_id", flat=True).first()
    )
    return Audience(Topic.CHECKINS, because("manager", [manager]), "/weekly")


def _key_result_url(event: Event) -> str:
    mark = f"#kr-{event.subject_id}" if event.kind.startswith("key_result") else ""
    return f"/objectives/{event.objective_id}{mark}"


AUDIENCES: Final[dict[str, Find]] = {
    Kind.OBJECTIVE_SUBMITTED: submitted,
    Kind.OBJECTIVE_ASKED_ANEW: submitted,
    Kind.OBJECTIVE_CONFIRMED: agreed,
    Kind.OBJECTIVE_RETURNED: agreed,
    Kind.OBJECTIVE_WITHDRAWN: withdrawn,
    Kind.ALIGNMENT_REQUESTED: alignment_asked,
    Kind.ALIGNMENT_ACCEPTED: alignment_answered,
    Kind.ALIGNMENT_DECLINED: alignment_answered,
    Kind.ALIGNMENT_ENDED: alignment_ended,
    Kind.DEPENDENCY_REQUESTED: dependency_asked,
    Kind.DEPENDENCY_CHANGED: dependency_asked,
    Kind.DEPENDENCY_WITHDRAWN: dependency_asked,
    Kind.DEPENDENCY_ACCEPTED: dependency_answered,
    Kind.DEPENDENCY_DECLINED: dependency_answered,
    Kind.DEPENDENCY_DELIVERED: dependency_delivered,
    Kind.COMMENT_ADDED: commented,
    Kind.CHECKIN_MADE: checked_in,
    Kind.CHECKIN_CORRECTED: checked_in,
    Kind.OBJECTIVE_HANDED_OVER: handed_over,
    Kind.KEY_RESULT_HANDED_OVER: handed_over,
    Kind.HELP_ASKED: help_asked,
    Kind.HELP_ANSWERED: help_answered,
    Kind.HELP_HANDED_OVER: help_handed_over,
    Kind.HELP_WITHDRAWN: help_withdrawn,
    Kind.ACTION_ADDED: action_agreed,
    Kind.ACTION_CHANGED: action_agreed,
    Kind.ACTION_HANDED_OVER: action_handed_over,
    Kind.ACTION_DONE: action_done,
    Kind.MEETING_ENDED: meeting_ended,
    Kind.OBJECTIVE_CLOSED: closed,
    Kind.OBJECTIVE_REOPENED: closed,
    Kind.OBJECTIVE_SCORED: closed,
    Kind.KEY_RESULT_SCORED: scored,
    Kind.OPINION_GIVEN: scored,
    Kind.CYCLE_MOVED: phase_moved,
    Kind.CYCLE_COMPLETED: cycle_closed,
    Kind.KPI_MEASURED: measured,
    Kind.KPI_CREATED: kpi_given,
    Kind.KPI_CHANGED: kpi_given,
    Kind.UPDATE_PUBLISHED: manager_hears,
    Kind.ABSENCE_PLANNED: absent,
    Kind.ABSENCE_CHANGED: absent,
    Kind.ABSENCE_ENDED: absent,
}
