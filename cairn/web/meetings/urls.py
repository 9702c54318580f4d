"""Where the pages of meetings are."""

from django.urls import path

from cairn.web.meetings import minutes, screen

urlpatterns = [
    path("teams/<int:team_id>/meetings", minutes.show_all),
    path("teams/<int:team_id>/meetings/start", screen.start),
    path("meetings/<int:meeting_id>", screen.show),
    path("meetings/<int:meeting_id>/place", screen.place),
    path("meetings/<int:meeting_id>/move", screen.move),
    path("meetings/<int:meeting_id>/timer", screen.time),
    path("meetings/<int:meeting_id>/present", screen.present),
    path("meetings/<int:meeting_id>/entries", screen.note),
    path("meetings/<int:meeting_id>/end", screen.end),
    path("meetings/<int:meeting_id>/minutes", minutes.show),
    path("meetings/entries/<int:entry_id>/strike", screen.strike),
    path("actions/<int:action_id>", minutes.act),
]
