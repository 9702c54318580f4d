"""Somebody of whom only the name is known turns out to be somebody else: what names them, before it is
merged."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils.translation import gettext as _

from cairn.checkins.models import HelpRequest
from cairn.errors import Conflict
from cairn.exchange.models import ImportedThing, Sort
from cairn.goals.models import Objective, Participant, Visibility
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.organization.commands.placeholders import require_placeholder
from cairn.organization.models import Member
from cairn.organization.policy import rules
from cairn.organization.queries import find_member
from cairn.organization.wording import UNKNOWN
from cairn.storage.counting import count_together
from cairn.storage.trees import references_to

FORGOTTEN: Final = (
    *("organization.Invitation.member", "organization.Token.member", "coaching.Mute.member"),
    *(
        "notifications.Notice.member",
        "notifications.Mail.member",
        "notifications.MailChoice.member",
    ),
)
"""What opens an account, what was told to nobody, and nobody's choices: none of it becomes another's."""

COUNTED_AS: Final = {
    "goals.Objective.owner": "objectives",
    "goals.KeyResult.owner": "key_results",
    "goals.Initiative.owner": "initiatives",
    "checkins.CheckIn.author": "check_ins",
    "checkins.Comment.author": "comments",
    "goals.Reading.author": "readings",
    "kpis.Kpi.owner": "kpis",
    "organization.Team.lead": "teams_led",
    "organization.TeamMember.member": "teams",
    "organization.Member.manager": "reports",
    "goals.Participant.member": "named_in",
    "goals.Standing.owner": "",
}
"""By model and field; what is not here counts as `others`, with an empty name as nothing."""


@dataclass(frozen=True, slots=True)
class Moves:
    """How much of each names the placeholder now. `twice` are rows that both have (a team, a follow),
    of which one stays; `between` requests for help of the one from the other, which fall away. `opened`
    are the objectives, limited to a few, that the member will see. `imported` are the names of import
    sources that mean them, and will mean the member."""

    placeholder: Member
    into: Member
    objectives: int = 0
    key_results: int = 0
    initiatives: int = 0
    check_ins: int = 0
    comments: int = 0
    readings: int = 0
    kpis: int = 0
    teams_led: int = 0
    teams: int = 0
    reports: int = 0
    named_in: int = 0
    others: int = 0
    twice: int = 0
    between: int = 0
    opened: int = 0
    imported: int = 0


def what_moves(viewer: Actor, member_id: int, into: int) -> Moves:
    """What a merge would do. Refused as the merge itself is. Three queries."""
    member, other = find_pair(viewer, member_id, into)
    lists = [rows_naming(member, one) for one in moving()]
    doubled = [doubles(member, other, one) for one in moving()]
    beside = [between(member, other), opened(member, other), _imported(member)]
    numbers = count_together([*lists, *(rows for found in doubled for rows in found), *beside])
    counts: Counter[str] = Counter()
    for relation, number in zip(moving(), numbers, strict=False):
        if name := COUNTED_AS.get(spelled(relation), "others"):
            counts[name] += number
    *twice, helped, seen, imported = numbers[len(lists) :]
    moves = Moves(member, other, twice=sum(twice), between=helped, opened=seen, imported=imported)
    found: dict[str, Any] = dict(counts)
    return replace(moves, **found)


def find_pair(viewer: Actor, member_id: int, into_id: int) -> tuple[Member, Member]:
    """The placeholder and the member, or the refusal: `into` names somebody else who is here (or, of
    somebody who has left, anybody else)."""
    member = find_member(viewer, member_id)
    rules.require(viewer, "member.merge", member)
    require_placeholder(member)
    into = _found(viewer, into_id)
    intake = Intake({})
    if into is None:
        intake.refuse("into", UNKNOWN)
    elif into.id == member.id:
        intake.refuse("into", _("Choose somebody else."))
    elif into.left_at is not None and member.left_at is None:
        intake.refuse(
            "into",
            _("%(name)s has left the organization. Restore them first.") % {"name": into.name},
        )
    elif into.role == "viewer":
        intake.refuse("into", _("Choose another active member who is not a viewer."))
    intake.settle()
    assert into is not None
    return member, into


def _found(viewer: Actor, member_id: int) -> Member | None:
    found = Member.objects.select_related("user", "manager", "organization")
    return found.filter(id=member_id, organization_id=viewer.organization_id).first()


def moving() -> list[Any]:
    """The relations of which rows go over."""
    return [one for one in references_to(Member) if spelled(one) not in FORGOTTEN]


def spelled(relation: Any) -> str:
    return f"{relation.related_model._meta.label}.{relation.field.name}"


def rows_naming(member: Member, relation: Any) -> QuerySet[Any]:
    rows = relation.related_model._base_manager.filter(**{relation.field.name: member.id})
    found: QuerySet[Any] = rows
    return found


def doubles(member: Member, into: Member, relation: Any) -> list[QuerySet[Any]]:
    """The placeholder's rows that the member has already, one list for each constraint that says so."""
    name, model = relation.field.name, relation.related_model
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            others = {one: OuterRef(one) for one in constraint.fields if one != name}
            theirs = model._base_manager.filter(**{name: into.id}, **others)
            found.append(rows_naming(member, relation).filter(Exists(theirs)))
    return found


def between(member: Member, into: Member) -> QuerySet[HelpRequest]:
    """Nobody asks themselves for help."""
    pairs = Q(asked=member, asked_by=into) | Q(asked=into, asked_by=member)
    return HelpRequest.objects.filter(pairs)


def opened(member: Member, into: Member) -> QuerySet[Objective]:
    """What the one may see by name and the other may not."""
    limited = Objective.objects.filter(
        organization=member.organization_id, visibility=Visibility.PEOPLE, deleted_at__isnull=True
    )
    by = Participant.objects.filter(objective=OuterRef("pk"))
    theirs = limited.filter(Q(owner=member) | Exists(by.filter(member=member)))
    return theirs.exclude(owner=into).exclude(Exists(by.filter(member=into)))


def _imported(member: Member) -> QuerySet[ImportedThing]:
    return ImportedThing.objects.filter(
        organization=member.organization_id, sort=Sort.PERSON, thing_id=member.id
    )


def refuse_what_cannot_be_one(rows: int) -> None:
    if rows:
        raise Conflict(_("Both have written the same thing: these two cannot become one."))
