"""A team moves: what its line can no longer see counts no longer into what it sees."""

from decimal import Decimal

from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.teams import edit_team
from cairn.goals.models import Objective
from cairn.goals.policy import audience_covers
from cairn.goals.sql import audience_of
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteKeyResult, WriteObjective, make_team


def test_what_a_moved_team_may_not_see_any_more_counts_no_longer(
    admin: Actor,
    champion: Actor,
    organization: Organization,
    team: Team,
    product: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    below = make_team(organization, "小组", team)
    limited = {"team": team.id, "visibility": "team"}
    upper = write_objective(champion, title="上", visible_team=team.id, **limited)
    lower = write_objective(champion, title="下", visible_team=below.id, **limited)
    write_key_result(champion, lower, owner=None)
    alignment = request_alignment(
        champion, upper.id, target=lower.id, weight=Decimal(40), reason="说好了"
    )
    edit_team(admin, below.id, parent=team.id)
    alignment.refresh_from_db()
    assert alignment.weight == 40
    edit_team(admin, below.id, parent=product.id)
    alignment.refresh_from_db()
    ends = [Objective.objects.get(id=one.id) for one in (upper, lower)]
    assert not audience_covers(*ends)
    assert alignment.weight == 0
    for one in (lower, upper):
        stood = one.standings.latest("stood_on")
        assert (stood.audience, stood.audience_line) == audience_of(one)
    below.refresh_from_db()
    assert lower.standings.latest("stood_on").audience_line == below.path
