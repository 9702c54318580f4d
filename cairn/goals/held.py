"""What somebody holds here and below that somebody else takes over when they leave."""

from django.db.models import Q, QuerySet

from cairn.cycles.models import Phase
from cairn.goals.models import Initiative, InitiativeState, KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.organization.models import Member, Team


def going(prefix: str = "") -> Q:
    """Objectives that are neither ended nor in a closed cycle; deleted ones may come back."""
    return Q(**{f"{prefix}closed_as": ""}) & ~Q(**{f"{prefix}cycle__phase": Phase.CLOSED})


def objectives_held(member: Member) -> QuerySet[Objective]:
    return Objective.objects.filter(going(), owner=member)


def key_results_held(member: Member) -> QuerySet[KeyResult]:
    return KeyResult.objects.filter(going("objective__"), owner=member)


def initiatives_held(member: Member) -> QuerySet[Initiative]:
    unfinished = [InitiativeState.OPEN, InitiativeState.DOING]
    return Initiative.objects.filter(
        going("key_result__objective__"), owner=member, state__in=unfinished
    )


def kpis_held(member: Member) -> QuerySet[Kpi]:
    return Kpi.objects.filter(owner=member)


def teams_held(member: Member) -> QuerySet[Team]:
    return Team.objects.filter(lead=member)


def reports_held(member: Member) -> QuerySet[Member]:
    return Member.objects.filter(manager=member)
