"""The settings: one module a section."""

from django.urls import URLPattern, path

from cairn.web.settings import organization, profile

urlpatterns: list[URLPattern] = [
    path("settings", profile.settings),
    path("settings/profile", profile.profile, name="profile"),
    path("settings/profile/password", profile.change_password, name="account_change_password"),
    path("settings/switch", profile.switch),
    path("settings/organization", organization.organization),
]
