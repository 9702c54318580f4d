"""The addresses of weekly updates."""

from django.urls import path

from cairn.web.weekly import reading, writing

urlpatterns = [
    path("weekly", writing.this_week),
    path("weekly/<str:day>", writing.week),
    path("weekly/updates/<int:update_id>", reading.show),
    path("teams/<int:team_id>/weekly", reading.of_team),
]
