"""The people: find, invite, change, let go and bring back."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cairn.checkins.commands.leaving import remove_member
from cairn.checkins.held import held_by
from cairn.goals.commands.people import edit_person
from cairn.intake import Intake
from cairn.organization.actor import Actor, Role
from cairn.organization.commands.invitations import invite_member, resend_invitation
from cairn.organization.commands.members import restore_member
from cairn.organization.intake import read_invitation, read_member
from cairn.organization.models import ROLES, Member
from cairn.organization.policy import rules
from cairn.organization.queries import (
    find_member,
    members,
    members_after,
    team_choices,
    teams_of,
)
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.paging import PAGE, address, cut, id_in
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page
from cairn.web.settings.person_choice import person_choices, shown_person, with_people

HERE = "/settings/members"
ACTS = (
    *("member.change", "member.promote", "member.place", "member.invite", "member.merge"),
    "member.remove",
)


@member_page
def list_members(request: WebRequest) -> HttpResponse:
    actor, q, left = request.actor, request.GET.get("q", "")[:100], bool(request.GET.get("left"))
    found = members(actor, q=q, left=left)
    last = id_in(request, "after")
    if last is not None:
        found = members_after(found, request.GET.get("name", ""), last)
    part = cut(list(found[: PAGE + 1]))
    return settings_page(
        request,
        "members",
        q=q,
        left=left,
        members=part.rows,
        teams=teams_of(actor, [member.id for member in part.rows]),
        roles=dict(ROLES),
        next_url=next_url(part.rows, q, left) if part.has_more else None,
        may_invite=rules.can(actor, "member.invite", request.member.organization),
        may_import=rules.can(actor, "people.import", request.member.organization),
    )


def next_url(shown: tuple[Member, ...], q: str, left: bool) -> str:
    last = shown[-1]
    query = {"q": q, "left": "1" if left else "", "name": last.name, "after": last.id}
    return address(HERE, query)


@never_cache
@member_page
def invite(request: WebRequest) -> HttpResponse:
    rules.require(request.actor, "member.invite", request.member.organization)
    if request.method == "POST":
        return answer(request, lambda: send(request), lambda form: show_invite(request, form))
    return show_invite(request, filled(request, role=Role.MEMBER))


def send(request: WebRequest) -> HttpResponse:
    """The answer shows the link, for those who do not read their mail, and a form for the next."""
    fields = with_people(request.actor, request.POST.dict(), "manager")
    member, link = invite_member(request.actor, **read_invitation(fields))
    kept = {name: request.POST.get(name, "") for name in ("team", "manager", "role")}
    return show_invite(request, Form(kept), invited=member, link=request.build_absolute_uri(link))


def show_invite(request: WebRequest, form: Form, **fresh: Any) -> HttpResponse:
    return settings_page(
        request,
        "members",
        form,
        template="invite",
        roles=roles_to_give(request.actor),
        teams=[("", _("None yet")), *team_choices(request.actor)],
        people=person_choices(request.actor, _("Nobody")),
        **fresh,
    )


def roles_to_give(actor: Actor) -> list[tuple[Role, Any]]:
    if rules.can(actor, "member.promote", None):
        return ROLES
    return [choice for choice in ROLES if choice[0] in (Role.MEMBER, Role.VIEWER)]


@never_cache
@member_page
def member(request: WebRequest, member_id: int) -> HttpResponse:
    found = find_member(request.actor, member_id)
    if request.method == "POST":
        return answer(
            request, lambda: save(request, member_id), lambda form: show(request, found, form)
        )
    return show(request, found, filled(request, **kept_form(request, found).values))


def kept_form(request: WebRequest, found: Member) -> Form:
    """What is kept of them, as the form shows it; an invitation goes out unless it is unticked."""
    kept = {name: getattr(found, name) for name in ("name", "title", "role")}
    kept["manager"] = shown_person(choices_for(request, found), found.manager_id)
    return Form({**kept, "invite": "on"})


def choices_for(request: WebRequest, found: Member) -> Any:
    return person_choices(request.actor, _("Nobody"), [found.manager_id], but=found.id)


def save(request: WebRequest, member_id: int) -> HttpResponse:
    fields = with_people(request.actor, request.POST.dict(), "manager")
    given = read_member({name: fields[name] for name in fields if name not in ("locale", "theme")})
    edit_person(request.actor, member_id, **given)
    flash(request, _("Saved."))
    return see_other(f"{HERE}/{member_id}")


def show(request: WebRequest, found: Member, form: Form, **fresh: Any) -> HttpResponse:
    return settings_page(
        request,
        "members",
        form,
        template="member",
        member=found,
        roles=ROLES,
        people=choices_for(request, found),
        teams=teams_of(request.actor, [found.id]).get(found.id, []),
        can=(can := [act for act in ACTS if rules.can(request.actor, act, found)]),
        held=held_by(found) if "member.remove" in can and not found.left_at else None,
        **fresh,
    )


@never_cache
@require_POST
@member_page
def resend(request: WebRequest, member_id: int) -> HttpResponse:
    link = resend_invitation(request.actor, member_id)
    found = find_member(request.actor, member_id)
    kept = kept_form(request, found)
    return show(request, found, kept, link=request.build_absolute_uri(link))


@require_POST
@member_page
def remove(request: WebRequest, member_id: int) -> HttpResponse:
    found = find_member(request.actor, member_id)

    def act() -> HttpResponse:
        intake = Intake(with_people(request.actor, request.POST.dict(), "hand_over_to"))
        heir = intake.id("hand_over_to")
        intake.settle()
        gone = remove_member(
            request.actor, member_id, hand_over_to=heir if isinstance(heir, int) else None
        )
        words = _("%(name)s has left. What they owned is handed over.") % {"name": gone.name}
        flash(request, words, undo_url=f"{HERE}/{member_id}/restore")
        return see_other(HERE)

    def again(form: Form) -> HttpResponse:
        kept = {name: getattr(found, name) for name in ("name", "title", "role")}
        return show(request, found, Form({**kept, **form.values}, form.errors))

    return answer(request, act, again)


@require_POST
@member_page
def restore(request: WebRequest, member_id: int) -> HttpResponse:
    back = restore_member(request.actor, member_id)
    words = _("%(name)s is back. What was handed over stays with those who have it now.")
    flash(request, words % {"name": back.name})
    return see_other(f"{HERE}/{member_id}")
