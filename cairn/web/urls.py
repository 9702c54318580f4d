"""The pages: each module lists its own addresses."""

from django.urls import URLPattern, URLResolver

from cairn.web import accounts, demo_sign_in, first_run, invitations, preferences, settings

urlpatterns: list[URLPattern | URLResolver] = [
    *accounts.urlpatterns,
    *demo_sign_in.urlpatterns,
    *first_run.urlpatterns,
    *invitations.urlpatterns,
    *preferences.urlpatterns,
    *settings.urlpatterns,
]
