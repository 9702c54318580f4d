"""What somebody holds that goes to somebody else when they leave, counted before it does."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cairn.checkins import agreed, helping
from cairn.checkins.models import Action, HelpRequest
from cairn.goals import held
from cairn.organization.models import Member
from cairn.storage.counting import count_together


def help_wanted_from(member: Member) -> QuerySet[HelpRequest]:
    """What others wait for."""
    return _asking().filter(asked=member)


def help_asked_by(member: Member) -> QuerySet[HelpRequest]:
    """What they wait for themselves."""
    return _asking().filter(asked_by=member)


def _asking() -> QuerySet[HelpRequest]:
    found = HelpRequest.objects.filter(helping.OPEN).select_related("objective")
    return found.order_by("id")


def actions_held(member: Member) -> QuerySet[Action]:
    return Action.objects.filter(agreed.OPEN, owner=member).order_by("id")


@dataclass(frozen=True, slots=True)
class Held:
    """How much of each: `help` is asked of them, `asked` by them."""

    objectives: int
    key_results: int
    initiatives: int
    kpis: int
    teams: int
    reports: int
    help: int
    asked: int
    actions: int

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def held_by(member: Member) -> Held:
    """One query."""
    return Held(
        *count_together(
            [
                held.objectives_held(member),
                held.key_results_held(member),
                held.initiatives_held(member),
                held.kpis_held(member),
                held.teams_held(member),
                held.reports_held(member),
                help_wanted_from(member),
                help_asked_by(member),
                actions_held(member),
            ]
        )
    )
