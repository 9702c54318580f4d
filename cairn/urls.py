"""Mounts the faces; nothing else."""

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern


def mounted_when_asked(route: str, urls: str, namespace: str) -> URLResolver:
    """A face whose module is loaded by the first request below its route: of the two for scripts most
    instances need one or none, and they take 19 MB in each process. (`include` loads at once; a
    namespace keeps the names of pages from being looked for there.)"""
    return URLResolver(RoutePattern(route), urls, app_name=namespace, namespace=namespace)


urlpatterns: list[URLPattern | URLResolver] = [
    mounted_when_asked("api/v1/", "cairn.api.app", "api"),
    mounted_when_asked("open-apis/", "cairn.open_apis.urls", "open_apis"),
    path("", include("cairn.web.urls")),
]

handler404 = "cairn.web.refusals.not_found"
handler500 = "cairn.web.refusals.broken"
