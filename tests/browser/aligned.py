"""A small company whose objectives are aligned, made by commands in a browser test's own database."""

from datetime import timedelta

from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Face
from cairn.organization.models import Member, Team
from cairn.organization.signing import actor_for
from cairn.storage import clock
from tests.browser.company import found_company


def found_aligned_company() -> dict[str, str]:
    """`found_company` with an objective of the company above the lead's first one and one of the
    lead's below it, all accepted three weeks ago at once: who may edit both needs no asking."""
    made = found_company()
    lead = Member.objects.select_related("organization").get(id=int(made["lead"]))
    actor = actor_for(lead, Face.WEB)
    cycle = Cycle.objects.get(organization=lead.organization)
    middle = Objective.objects.get(id=int(made["objective"]))
    company = Team.objects.get(organization=lead.organization, parent=None)
    admin = Member.objects.select_related("organization").get(id=company.lead_id)
    with clock.set_to(clock.now() - timedelta(days=21)):
        above = draft_objective(
            actor_for(admin, Face.WEB),
            title="让老客户成为第一增长来源",
            cycle=cycle.id,
            team=company.id,
            owner=admin.id,
            publish=True,
        )
        below = draft_objective(
            actor,
            title="把退换货流程缩到两步",
            cycle=cycle.id,
            owner=lead.id,
            publish=True,
        )
        request_alignment(actor_for(admin, Face.WEB), middle.id, target=above.id)
        request_alignment(actor, below.id, target=middle.id)
    return made | {"above": str(above.id), "below": str(below.id)}
