"""Somebody of whom only the name was known becomes somebody who is here: all that names the one names the
other, and the next file of the same source means the other, too."""

from collections.abc import Iterator
from itertools import batched
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q
from django.db.transaction import atomic

from cairn.checkins.models import CheckIn
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.exchange.commands.respelling import respell
from cairn.exchange.merging import (
    FORGOTTEN,
    Moves,
    between,
    doubles,
    find_pair,
    moving,
    refuse_what_cannot_be_one,
    rows_naming,
    spelled,
    what_moves,
)
from cairn.exchange.models import ImportedThing, Sort
from cairn.goals.commands.asking import ask_anew
from cairn.goals.models import Initiative, KeyResult, Objective, Part, Participant
from cairn.goals.ties import lock_graph, lock_lines, lock_ties
from cairn.organization import findable
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_organization
from cairn.organization.commands.members import chain_above
from cairn.organization.models import Absence, Member, Team, User
from cairn.storage.trees import references_to

LISTS: Final = (
    *("organization.TeamMember", "goals.Participant", "notifications.Follow", "checkins.Mention"),
    *("checkins.Snooze", "meetings.Attendance", "planning.Seat"),
)
"""Where it says no more that both are in it than that one is."""
MANY: Final = 5_000


@atomic
def merge_placeholder(actor: Actor, member_id: int, *, into: int) -> Moves:
    """Let a member take the place of somebody of whom only the name is known, who is gone then: what
    moved. Nothing of the member's own is overwritten: in a list in which both stand, one stands then.

    Refused (`Conflict`) where the first has an address, (`Invalid`, field `into`) where the other is
    not here, or is a viewer. It cannot be taken back; imports can, as before.
    """
    lock_organization(actor)
    moves = what_moves(actor, member_id, into)
    _lock(moves)
    member, other = find_pair(actor, member_id, into)
    _settle_reports(member, other)
    _drop_between(member, other)
    _join_parts(member, other)
    _forget(member)
    for relation in moving():
        _move(member, other, relation)
    _tidy_parts(other)
    _take_imports_along(member, other)
    respell(member, other)
    _drop(member)
    ask_anew(actor, Q(asked=other) | Q(objective__owner=other))
    new = {"name": other.name, **_told(moves)}
    record(
        actor, Event.MEMBER_MERGED, other.id, title=other.name, old={"name": member.name}, new=new
    )
    return moves


def _lock(moves: Moves) -> None:
    """In the order of all writes: teams, members, the graph, the ties, objectives."""
    member, other = moves.placeholder, moves.into
    led = Team.objects.filter(lead=member.id)
    people = Member.objects.filter(Q(id__in=[member.id, other.id]) | Q(manager=member.id))
    for rows in (led, people):
        list(rows.select_for_update(of=("self",), no_key=True).order_by("id").values_list("id"))
    lock_graph(member.organization_id)
    lock_ties(member.organization_id)
    for ids in _objectives_of(member):
        lock_lines(member.organization_id, ids)


def _objectives_of(member: Member) -> Iterator[tuple[int, ...]]:
    """Those in which anything names them."""
    below = KeyResult.objects.filter(owner=member).values("objective")
    tasks = Initiative.objects.filter(owner=member).values("key_result__objective")
    said = CheckIn.objects.filter(author=member).values("key_result__objective")
    named = Participant.objects.filter(member=member).values("objective")
    theirs = Q(owner=member) | Q(id__in=below) | Q(id__in=tasks) | Q(id__in=said) | Q(id__in=named)
    ids = Objective.objects.filter(theirs, organization=member.organization_id).order_by("id")
    return batched(ids.values_list("id", flat=True), MANY)


def _settle_reports(member: Member, other: Member) -> None:
    """Who reported to the one reports to the other; who stands above the other, and so cannot, to whom
    the one reported. The other keeps their manager, or has the one's where they have none."""
    above = chain_above(other)
    reports = Member.objects.filter(manager=member)
    reports.filter(id__in=above).update(manager=member.manager_id)
    Member.objects.filter(manager=member).update(manager=other.id)
    other.refresh_from_db(fields=["manager"])
    boss = member.manager
    if other.manager_id is None and boss is not None and other.id not in chain_above(boss):
        other.manager = boss
        other.save(update_fields=["manager"])
    Member.objects.filter(id=member.id).update(manager=None)


def _drop_between(member: Member, other: Member) -> None:
    """What would tie the two to themselves; following is a room beside this one."""
    pair = (member.id, other.id)
    between(member, other).delete()
    Absence.objects.filter(member__in=pair, stand_in__in=pair).delete()
    follows = apps.get_model("notifications.Follow")._base_manager
    follows.filter(member__in=pair, person__in=pair).delete()
    CheckIn.objects.filter(author__in=pair, stood_in_for__in=pair).update(stood_in_for=None)


def _join_parts(member: Member, other: Member) -> None:
    """Where the one collaborates and the other reads, the other collaborates."""
    helping = Participant.objects.filter(
        member=member, part=Part.COLLABORATOR, objective=OuterRef("objective")
    )
    theirs = Participant.objects.filter(Exists(helping), member=other, part=Part.READER)
    theirs.update(part=Part.COLLABORATOR)


def _forget(member: Member) -> None:
    for relation in references_to(Member):
        if spelled(relation) in FORGOTTEN:
            rows_naming(member, relation).delete()


def _move(member: Member, other: Member, relation: Any) -> None:
    for twice in doubles(member, other, relation):
        if relation.related_model._meta.label in LISTS:
            twice.delete()
        else:
            refuse_what_cannot_be_one(twice.count())
    rows_naming(member, relation).update(**{relation.field.name: other.id})


def _tidy_parts(other: Member) -> None:
    """Nobody collaborates in their own objective."""
    own = Participant.objects.filter(member=other, objective__owner=F("member"))
    own.filter(part=Part.COLLABORATOR).delete()


def _take_imports_along(member: Member, other: Member) -> None:
    """The source's key means the other, who was here: an undo of that import leaves them alone."""
    meant = ImportedThing.objects.filter(
        organization=member.organization_id, sort=Sort.PERSON, thing_id=member.id
    )
    meant.update(thing_id=other.id, made_by=None)


def _drop(member: Member) -> None:
    findable.drop_member(member)
    Member.objects.filter(id=member.id).delete()
    User.objects.filter(id=member.user_id).delete()


def _told(moves: Moves) -> dict[str, int]:
    names = ("objectives", "key_results", "initiatives", "check_ins", "comments")
    return {name: count for name in names if (count := getattr(moves, name))}
