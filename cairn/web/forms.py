"""A form's round trip: what was typed comes back with what is wrong beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from cairn.errors import Invalid


@dataclass(frozen=True, slots=True)
class Form:
    """What a form shows: values by field name, and what is wrong with them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 422 if self.errors else 200


def answer(
    request: HttpRequest, act: Callable[[], HttpResponse], show: Callable[[Form], HttpResponse]
) -> HttpResponse:
    """Do what the form asks; bad input shows it again as it was typed."""
    try:
        return act()
    except Invalid as refusal:
        return show(Form(typed(request), refusal.fields))


def typed(request: HttpRequest) -> dict[str, Any]:
    """The fields as they were sent; one with several values gives a list."""
    sent = request.POST.lists()
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in sent}


def see_other(address: str) -> HttpResponse:
    """After a POST: look there."""
    return HttpResponseRedirect(address, status=303)


def back_to(request: HttpRequest, otherwise: str, named: str = "back") -> str:
    """The page that the form stands on, which the field of this name says, if it is one of ours."""
    back = request.POST.get(named, request.GET.get(named, ""))
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return back if is_ours else otherwise
