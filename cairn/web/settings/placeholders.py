"""Somebody of whom only the name is known: given an address, or merged into a member."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cairn.exchange.commands.merging import merge_placeholder
from cairn.exchange.merging import Moves, what_moves
from cairn.organization.commands.placeholders import name_address, require_placeholder
from cairn.organization.intake import read_address, read_into
from cairn.organization.models import Member
from cairn.organization.policy import rules
from cairn.organization.queries import find_member
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings import members
from cairn.web.settings.frame import settings_page
from cairn.web.settings.person_choice import person_choices, with_people


@never_cache
@require_POST
@member_page
def address(request: WebRequest, member_id: int) -> HttpResponse:
    """The answer shows the link, for those who do not read their mail."""
    found = find_member(request.actor, member_id)

    def act() -> HttpResponse:
        link = name_address(
            request.actor, member_id, **read_address({"invite": "", **request.POST.dict()})
        )
        flash(request, _("%(name)s has an address now.") % {"name": found.name})
        if not link:
            return see_other(f"{members.HERE}/{member_id}")
        fresh = find_member(request.actor, member_id)
        return members.show(
            request, fresh, members.kept_form(request, fresh), link=request.build_absolute_uri(link)
        )

    def again(form: Form) -> HttpResponse:
        kept = members.kept_form(request, found)
        typed = {name: form.values.get(name, "") for name in ("email", "invite")}
        return members.show(request, found, Form({**kept.values, **typed}, form.errors))

    return answer(request, act, again)


@never_cache
@member_page
def merge(request: WebRequest, member_id: int) -> HttpResponse:
    """Choose into whom, look at what moves, then let it."""
    found = find_member(request.actor, member_id)
    rules.require(request.actor, "member.merge", found)
    require_placeholder(found)
    if request.method == "POST":
        return answer(
            request, lambda: join(request, found), lambda form: choose(request, found, form)
        )
    if not request.GET.get("into"):
        return choose(request, found, Form())
    asked = {"into": request.GET["into"]}

    def look() -> HttpResponse:
        moves = what_moves(request.actor, member_id, into=into_of(request, asked))
        return choose(request, found, Form(asked), moves)

    return answer(request, look, lambda form: choose(request, found, Form(asked, form.errors)))


def join(request: WebRequest, found: Member) -> HttpResponse:
    moves = merge_placeholder(request.actor, found.id, into=into_of(request, request.POST.dict()))
    words = _("%(name)s is merged into %(other)s.")
    flash(request, words % {"name": found.name, "other": moves.into.name})
    return see_other(f"{members.HERE}/{moves.into.id}")


def into_of(request: WebRequest, fields: dict[str, Any]) -> int:
    into: int = read_into(with_people(request.actor, fields, "into"))["into"]
    return into


def choose(
    request: WebRequest, found: Member, form: Form, moves: Moves | None = None
) -> HttpResponse:
    return settings_page(
        request,
        "members",
        form,
        template="merge",
        member=found,
        people=person_choices(request.actor, _("Choose somebody"), but=found.id),
        moves=moves,
        counts=counts_of(moves) if moves else [],
    )


def counts_of(moves: Moves) -> list[tuple[str, int]]:
    """What moves, in words, where there is any."""
    words = [
        (_("Objectives"), moves.objectives),
        (_("Key results"), moves.key_results),
        (_("Initiatives"), moves.initiatives),
        (_("Check-ins"), moves.check_ins),
        (_("Comments"), moves.comments),
        (_("Readings"), moves.readings),
        (_("KPIs"), moves.kpis),
        (_("Teams they lead"), moves.teams_led),
        (_("Teams they belong to"), moves.teams),
        (_("People who report to them"), moves.reports),
        (_("Objectives in which they are named"), moves.named_in),
        (_("Other places that name them"), moves.others),
        (_("Names in files that were imported"), moves.imported),
    ]
    return [(label, count) for label, count in words if count]
