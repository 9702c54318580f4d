"""What every page does: require a member, render in the frame, say what happened, keep typed text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import engines
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from jinja2_fragments import render_block

from cairn.goals.rows import initial_of
from cairn.planning.rounds import planned_cycle_ids
from cairn.storage.deadlocks import is_deadlock
from cairn.web.badges import badges_of
from cairn.web.sessions import THEME_COOKIE, WebRequest

FLASHES, UNSENT = "flashes", "unsent"
LARGEST_UNSENT = 200_000


@dataclass(frozen=True, slots=True)
class Flash:
    """What just happened; `undo_url` takes a POST that takes it back."""

    text: str
    level: str = "success"
    undo_url: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame shows on every page."""

    organization_name: str
    member_name: str
    member_initial: str
    member_title: str
    due_count: int
    news_text: str
    my_teams: tuple[tuple[int, str], ...]
    messages: tuple[Flash, ...]


type View = Callable[..., HttpResponse]


def member_page(view: View) -> View:
    """Only for signed-in members. What somebody posts after their session ended is kept and
    offered again (`unsent`) once they have signed in. After a deadlock it is done once more."""

    @wraps(view)
    def guarded(request: WebRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor is not None:
            try:
                return view(request, *args, **kwargs)
            except OperationalError as error:
                if not is_deadlock(error):
                    raise
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return send_to_sign_in(request)

    return guarded


def forget_ended_session(request: HttpRequest) -> None:
    """Take out whose session it was when it is valid no more, and keep what was typed."""
    if SESSION_KEY in request.session and request.actor is None:  # type: ignore[attr-defined]
        kept = request.session.get(UNSENT)
        request.session.flush()
        if kept:
            request.session[UNSENT] = kept


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    forget_ended_session(request)
    back = request.get_full_path()
    if request.method == "POST":
        keep_unsent(request)
        back = request.POST.get("form_page") or request.POST.get("back") or request.path
    return HttpResponseRedirect(f"/sign-in?{urlencode({'next': back})}")


def outside_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page outside the organization: sign-in, first run, refusals."""
    return render(request, template, context, status=status)


def keep_unsent(request: HttpRequest) -> None:
    """Keep what was typed into a form, under the address of its page."""
    page = request.POST.get("form_page") or request.path
    typed = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "form_page") and "password" not in name
    }
    if sum(len(text) for texts in typed.values() for text in texts) <= LARGEST_UNSENT:
        request.session[UNSENT] = {"page": page, "typed": typed}


def take_unsent(request: HttpRequest) -> dict[str, Any]:
    """What was typed into this page's form before the session ended, once; else empty.

    A field with one value gives a text, one with several a list.
    """
    kept = request.session.get(UNSENT)
    if not kept or kept["page"] not in (request.path, request.get_full_path()):
        return {}
    del request.session[UNSENT]
    flash(request, _("Your session had ended. What you typed is back in the form: send it again."))
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in kept["typed"].items()}


def flash(request: HttpRequest, text: str, *, level: str = "success", undo_url: str = "") -> None:
    """Say something on the next page that is shown."""
    kept = request.session.get(FLASHES, [])
    request.session[FLASHES] = [*kept, {"text": text, "level": level, "undo_url": undo_url}]


def take_flashes(request: HttpRequest) -> tuple[Flash, ...]:
    """What is to be said on the page that is shown now, once."""
    if FLASHES not in request.session:
        return ()
    return tuple(Flash(**one) for one in request.session.pop(FLASHES))


def page(
    request: WebRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page in the frame. A context that has counted for the rail (see `badges_of`) saves asking."""
    given = context or {}
    return render(request, template, {**frame(request, given), **given}, status=status)


def fragment(
    request: WebRequest, template: str, block: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """One block of a page's template, for htmx to swap."""
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    full = {**common(request), **context}
    return HttpResponse(render_block(environment, template, block, **full), status=status)


def drawing(template: str, macro: str, *values: Any) -> HttpResponse:
    """What one macro draws of these values: for answers that need nothing of the request.

    The template's imports are done once, where a block does them anew for every answer.
    """
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return HttpResponse(getattr(environment.get_template(template).module, macro)(*values))


def common(request: HttpRequest) -> dict[str, Any]:
    """What every template may use, inside the frame or not: a context processor."""
    member = getattr(request, "member", None)
    return {
        "request": request,
        "locale": "zh-Hans" if request.LANGUAGE_CODE == "zh-hans" else "en",
        "theme": request.COOKIES.get(THEME_COOKIE) or (member.theme if member else ""),
        "path": request.path,
        "whole_path": request.get_full_path(),
        "csrf_token": get_token(request),
        "take_flashes": partial(take_flashes, request),
        "planned_cycles": SimpleLazyObject(
            partial(planned_cycle_ids, getattr(request, "actor", None))
        ),
    }


def frame(request: WebRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """The rail, for a signed-in member."""
    member, actor = request.member, request.actor
    organization = member.organization
    badges = badges_of(actor, organization, context)
    return {
        "actor": actor,
        "organization": organization,
        "shell": Shell(
            organization_name=organization.name,
            member_name=member.name,
            member_initial=initial_of(member.name),
            member_title=member.title,
            due_count=badges.due,
            news_text=badges.news_text if badges.news else "",
            my_teams=actor.team_names,
            messages=take_flashes(request),
        ),
    }
