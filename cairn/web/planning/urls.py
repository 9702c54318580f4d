"""Where the pages of planning rounds and of their rooms are."""

from django.urls import URLPattern

ROUNDS: list[URLPattern] = []
ROOMS: list[URLPattern] = []
urlpatterns = [*ROUNDS, *ROOMS]
