"""Mounts the faces; nothing else."""

from django.urls import URLPattern, URLResolver, include, path

from cairn.api.app import urls as api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api),
    path("open-apis/", include("cairn.open_apis.urls")),
    path("", include("cairn.web.urls")),
]

handler404 = "cairn.web.refusals.not_found"
handler500 = "cairn.web.refusals.broken"
