"""Mounts the faces; nothing else."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cairn.web.urls")),
]

handler404 = "cairn.web.refusals.not_found"
handler500 = "cairn.web.refusals.broken"
