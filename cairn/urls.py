"""Mounts the faces; nothing else."""

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language


class MountedWhenAsked(URLResolver):
    """A face whose module is loaded by the first request below its route: of the two for scripts most
    instances need one or none, and they take 22 MB in each process and a second of the first page.

    `include` would load it at once, and whoever looks for the address of a page looks through all that
    is mounted. No name leads to these addresses, so there is nothing to look for here.
    """

    def __init__(self, route: str, urls: str, namespace: str) -> None:
        super().__init__(RoutePattern(route), urls, app_name=namespace, namespace=namespace)

    def _populate(self) -> None:
        language = get_language()
        self._reverse_dict[language] = MultiValueDict()
        self._namespace_dict[language] = {}  # type: ignore[attr-defined]
        self._app_dict[language] = {}  # type: ignore[attr-defined]
        self._populated = True


urlpatterns: list[URLPattern | URLResolver] = [
    MountedWhenAsked("api/v1/", "cairn.api.app", "api"),
    MountedWhenAsked("open-apis/", "cairn.open_apis.urls", "open_apis"),
    path("", include("cairn.web.urls")),
]

handler404 = "cairn.web.refusals.not_found"
handler500 = "cairn.web.refusals.broken"
