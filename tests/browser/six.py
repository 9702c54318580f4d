"""Six people of a company before its next quarter, made by commands in a browser test's own database.

What happens between two of them in the test is theirs to do on the pages; here is what pages do not
do in a minute: somebody is hired, and two weeks go by.
"""

from datetime import timedelta

from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.organization.models import Member, Organization, Team, TeamMember
from cairn.planning.commands.rooms import open_room
from cairn.planning.commands.steps import begin_team
from cairn.planning.models import Round, Step, Vote
from tests.browser.company import _actor, _member, _team

BEFORE_DAYS = 15


def gather_six() -> dict[str, str]:
    """The ids of five people (`lead`, `champion`, `service` and `product` who lead a department each,
    `both` who works in both), of their departments' and a shop team's, and of the cycle to plan."""
    organization = Organization.objects.create(name="山岚茶业", locale="zh-hans")
    lead = _member(organization, "陆远山", title="总经理")
    champion = _member(organization, "顾小满", "champion", title="OKR 教练")
    service = _member(organization, "沈予安", title="客户成功负责人")
    product = _member(organization, "周砚", title="产品负责人")
    both = _member(organization, "林知夏", title="服务设计师")
    Member.objects.filter(id=both.id).update(manager=service)
    company = _team(organization, organization.name, None, lead)
    departments = {
        "service": _team(organization, "客户成功部", company, service),
        "product": _team(organization, "产品部", company, product),
    }
    shops = _team(organization, "华东门店组", departments["service"], service)
    for team, head in (("service", service), ("product", product)):
        _join(departments[team], head)
        _join(departments[team], both)
    today = organization.today()
    cycle = create_cycle(
        _actor(champion),
        name="2027 年第一季度",
        length="quarter",
        starts_on=today + timedelta(days=BEFORE_DAYS),
        ends_on=today + timedelta(days=BEFORE_DAYS + 89),
    )
    people = {"lead": lead, "champion": champion, "service": service, "product": product}
    return {
        **{name: str(one.id) for name, one in people.items()},
        "both": str(both.id),
        **{f"{name}_team": str(one.id) for name, one in departments.items()},
        "shops_team": str(shops.id),
        "cycle": str(cycle.id),
    }


def _join(team: Team, member: Member) -> None:
    day = team.organization.today() - timedelta(days=30)
    TeamMember.objects.create(team=team, member=member, joined_on=day)


def hire(team: str) -> str:
    """Somebody who is there from today on."""
    found = Team.objects.select_related("organization").get(id=int(team))
    late = _member(found.organization, "何青", title="新同事")
    TeamMember.objects.create(team=found, member=late, joined_on=found.organization.today())
    return str(late.id)


def open_without_names(actor: str, held: str, team: str) -> str:
    """The department's room without names, as its lead opens it over the API."""
    lead = _actor(Member.objects.get(id=int(actor)))
    room = open_room(lead, int(held), team=int(team), is_anonymous=True)
    begin_team(lead, int(held), team=int(team))
    return str(room.id)


def fortnight_later(held: str) -> None:
    """The same round on the first day of its cycle."""
    going = Round.objects.get(id=int(held))
    gone = timedelta(days=BEFORE_DAYS)
    for row, days in (
        (going, ("starts_on", "ends_on")),
        (going.cycle, ("starts_on", "ends_on", "drafting_ends_on")),
        *((step, ("starts_on", "ends_on")) for step in Step.objects.filter(round=going)),
    ):
        for name in days:
            setattr(row, name, getattr(row, name) - gone)
        row.save(update_fields=list(days))


def dots_given(room: str) -> dict[str, int]:
    """By the name of who gave them."""
    given: dict[str, int] = {}
    for vote in Vote.objects.filter(ballot__room=int(room)).select_related("member"):
        given[vote.member.name] = given.get(vote.member.name, 0) + vote.dots
    return given


def phase_of(cycle: str) -> str:
    return str(Cycle.objects.get(id=int(cycle)).phase)
