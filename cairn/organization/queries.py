"""What pages, endpoints and tools ask about teams and people. Everybody in an organization sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import FETCH_RAISE, Count, Exists, F, OuterRef, Q, QuerySet

from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.organization.models import (
    Invitation,
    Member,
    Organization,
    Team,
    TeamMember,
    Token,
    line_of,
)
from cairn.search import index
from cairn.storage import clock

MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class TeamNode:
    """A team in the tree; `members` counts those who belong to it itself, `depth` is 0 for the
    company. `lead_id` and `lead_name` are None where nobody leads it."""

    id: int
    name: str
    depth: int
    parent_id: int | None
    path: str
    lead_id: int | None
    lead_name: str | None
    members: int
    valid_from: date
    valid_to: date | None

    @property
    def is_company(self) -> bool:
        return self.parent_id is None

    @property
    def line(self) -> tuple[int, ...]:
        return line_of(self.path)

    @property
    def is_closed(self) -> bool:
        return self.valid_to is not None


def find_organization(viewer: Actor) -> Organization:
    found = Organization.objects.filter(id=viewer.organization_id).first()
    if found is None:
        raise NotFound
    return found


def team_tree(viewer: Actor, *, closed: bool = False) -> list[TeamNode]:
    """Every open team, each before those below it, siblings by name; the closed ones too if asked.
    One query."""
    teams = Team.objects.filter(organization_id=viewer.organization_id)
    found = (teams if closed else teams.open()).annotate(
        members_count=Count("memberships", filter=Q(memberships__member__left_at__isnull=True))
    )
    below: dict[int | None, list[TeamNode]] = defaultdict(list)
    for row in found.order_by("name", "id").values_list(
        "id",
        "name",
        "parent_id",
        "path",
        "lead_id",
        "lead__name",
        "members_count",
        "valid_from",
        "valid_to",
    ):
        below[row[2]].append(_node(*row))
    return _in_order(below)


def _node(
    id: int,
    name: str,
    parent_id: int | None,
    path: str,
    lead_id: int | None,
    lead_name: str | None,
    members: int,
    valid_from: date,
    valid_to: date | None,
) -> TeamNode:
    depth = path.count(".") - 2
    return TeamNode(
        id, name, depth, parent_id, path, lead_id, lead_name, members, valid_from, valid_to
    )


def _in_order(below: dict[int | None, list[TeamNode]]) -> list[TeamNode]:
    ordered: list[TeamNode] = []
    waiting = list(reversed(below[None]))
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting.extend(reversed(below[node.id]))
    return ordered


def find_team(viewer: Actor, team_id: int | None) -> Team:
    """Open or closed, with its lead and the team above it loaded."""
    found = (
        Team.objects.select_related("lead", "parent", "organization")
        .filter(id=team_id or 0, organization_id=viewer.organization_id)
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def company_of(viewer: Actor) -> Team:
    """The root of the tree."""
    return Team.objects.select_related("lead").get(
        organization_id=viewer.organization_id, parent__isnull=True
    )


def members(
    viewer: Actor, *, q: str = "", team: int | None = None, left: bool = False
) -> QuerySet[Member]:
    """People by name and id, with account and manager loaded: those who match, of one team and all
    below it. `left` gives those who have gone instead. Only people who are there can be searched."""
    found = (
        Member.objects.filter(organization_id=viewer.organization_id, left_at__isnull=not left)
        .select_related("user", "manager")
        .annotate(is_invited=_is_invited())
        .order_by("name", "id")
        .fetch_mode(FETCH_RAISE)
    )
    if q.strip() and left:
        found = found.filter(Q(name__icontains=q.strip()) | Q(user__email__icontains=q.strip()))
    elif q.strip():
        found = found.filter(id__in=index.subjects(viewer.organization_id, "member", q))
    if team is not None:
        found = found.filter(id__in=belonging(viewer, team).values("member"))
    return found


def _is_invited() -> Exists:
    """Invited and not come yet."""
    return Exists(Invitation.objects.filter(member=OuterRef("pk"), accepted_at__isnull=True))


def belonging(viewer: Actor, team_id: int) -> QuerySet[TeamMember]:
    """Memberships of the open teams on or below a team."""
    return TeamMember.objects.filter(
        team__organization_id=viewer.organization_id,
        team__path__contains=f".{team_id}.",
        team__valid_to__isnull=True,
    )


def members_after(found: QuerySet[Member], name: str, id: int) -> QuerySet[Member]:
    """The rest of a list of `members` behind the last one shown."""
    return found.filter(Q(name__gt=name) | Q(name=name, id__gt=id))


def teams_of(viewer: Actor, member_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """The open teams of each of the members, by name, as (id, name). One query."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    memberships = TeamMember.objects.filter(
        member__in=list(member_ids),
        team__organization_id=viewer.organization_id,
        team__valid_to__isnull=True,
    )
    for member_id, team_id, name in memberships.order_by("team__name", "team_id").values_list(
        "member_id", "team_id", "team__name"
    ):
        found[member_id].append((team_id, name))
    return found


def members_of(viewer: Actor, team_id: int) -> QuerySet[Member]:
    """The people of one team itself, by name, with their accounts loaded."""
    return (
        Member.objects.filter(
            organization_id=viewer.organization_id,
            left_at__isnull=True,
            team_memberships__team=team_id,
        )
        .select_related("user")
        .order_by("name", "id")
        .fetch_mode(FETCH_RAISE)
    )


def find_member(viewer: Actor, member_id: int | None) -> Member:
    """There or gone, with account, manager and organization loaded; `is_invited` tells that they
    have not come yet."""
    found = (
        Member.objects.select_related("user", "manager", "organization")
        .annotate(is_invited=_is_invited())
        .filter(id=member_id or 0, organization_id=viewer.organization_id)
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def names_of(viewer: Actor, member_ids: Collection[int]) -> dict[int, str]:
    """Members, there or gone, by id. One query, none for nobody."""
    if not member_ids:
        return {}
    found = Member.objects.filter(organization_id=viewer.organization_id, id__in=list(member_ids))
    return dict(found.values_list("id", "name"))


def known_holders(viewer: Actor, ids: Collection[int]) -> tuple[set[int], set[int]]:
    """Which of these ids are members, there or gone, and which are teams. Two queries."""
    ours = {"organization_id": viewer.organization_id, "id__in": list(ids)}
    members = Member.objects.filter(**ours).values_list("id", flat=True)
    return set(members), set(Team.objects.filter(**ours).values_list("id", flat=True))


def reports_of(viewer: Actor, member_id: int) -> QuerySet[Member]:
    """Those whose manager this is, by name."""
    return (
        Member.objects.filter(
            organization_id=viewer.organization_id, manager=member_id, left_at__isnull=True
        )
        .order_by("name", "id")
        .fetch_mode(FETCH_RAISE)
    )


def tokens_of(viewer: Actor) -> list[Token]:
    """The viewer's own tokens that still open something, newest first."""
    return list(
        Token.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()),
            organization_id=viewer.organization_id,
            member=viewer.member_id,
            revoked_at__isnull=True,
        )
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def invitations(viewer: Actor) -> QuerySet[Invitation]:
    """Those not accepted yet, newest first, with member, account and inviter loaded."""
    return (
        Invitation.objects.filter(
            organization_id=viewer.organization_id,
            accepted_at__isnull=True,
            member__left_at__isnull=True,
        )
        .select_related("member__user", "invited_by")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def team_choices(viewer: Actor) -> list[tuple[int, str]]:
    """The open teams for a select, in the order of the tree, each as its names from the root down."""
    names: dict[int, str] = {}
    for node in team_tree(viewer):
        above = names.get(node.parent_id or 0)
        names[node.id] = f"{above} / {node.name}" if above else node.name
    return list(names.items())


def member_choices(
    viewer: Actor, *, q: str = "", also: Iterable[int | None] = ()
) -> list[tuple[int, str]]:
    """People for a select, by name, 200 at most; `also` are ids that must be among them."""
    found = members(viewer, q=q).values_list("id", "name")
    chosen = dict(found[:MOST_CHOICES])
    missing = {id for id in also if id is not None} - chosen.keys()
    if missing:
        named = Member.objects.filter(organization_id=viewer.organization_id, id__in=missing)
        chosen |= dict(named.values_list("id", "name"))
    return sorted(chosen.items(), key=lambda choice: choice[1])


def memberships_of(user_id: int) -> list[tuple[int, str]]:
    """Where somebody may act, oldest first, as (member's id, organization's name)."""
    invited = Invitation.objects.filter(member=OuterRef("pk"), accepted_at__isnull=True)
    found = Member.objects.filter(~Exists(invited), user_id=user_id, left_at__isnull=True)
    return list(found.order_by("id").values_list("id", F("organization__name")))
