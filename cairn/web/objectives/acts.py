"""What one button does to an objective: publish, delete, restore, put in order."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.key_results import order_key_results
from cairn.goals.commands.objectives import delete_objective, restore_objective
from cairn.goals.commands.ordering import order_objectives
from cairn.intake import MISSING, Intake
from cairn.web.forms import see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest


@require_POST
@member_page
def publish(request: WebRequest, objective_id: int) -> HttpResponse:
    objective = publish_objective(request.actor, objective_id)
    flash(request, _("Published."))
    return see_other(f"/objectives/{objective.id}")


@require_POST
@member_page
def delete(request: WebRequest, objective_id: int) -> HttpResponse:
    """Gone at once, and back with one press: no question asked."""
    objective = delete_objective(request.actor, objective_id)
    flash(
        request,
        _("“%(title)s” is deleted; it can be restored for 30 days.") % {"title": objective.title},
        undo_url=f"/objectives/{objective.id}/restore",
    )
    return see_other("/objectives?owner=me")


@require_POST
@member_page
def restore(request: WebRequest, objective_id: int) -> HttpResponse:
    objective = restore_objective(request.actor, objective_id)
    flash(request, _("“%(title)s” is back.") % {"title": objective.title})
    return see_other(f"/objectives/{objective.id}")


@require_POST
@member_page
def order(request: WebRequest) -> HttpResponse:
    """Put objectives into the order of the ids that were sent."""
    order_objectives(request.actor, _ids(request))
    return HttpResponse(status=204)


@require_POST
@member_page
def order_below(request: WebRequest, objective_id: int) -> HttpResponse:
    """Put the key results of an objective into the order of the ids that were sent."""
    order_key_results(request.actor, objective_id, _ids(request))
    return HttpResponse(status=204)


def _ids(request: WebRequest) -> list[int]:
    """Sent as `id`, as often as there are; at most a thousand."""
    intake = Intake({"id": request.POST.getlist("id")[:1000]})
    found = intake.ids("id")
    intake.settle()
    return [] if found is MISSING else list(found)
