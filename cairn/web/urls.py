"""The pages: each module lists its own addresses."""

from django.urls import URLPattern, URLResolver

from cairn.web import (
    absences,
    accounts,
    agreeing,
    agreeing_cycle,
    checkins,
    company,
    demo_sign_in,
    exports,
    feed,
    first_run,
    following,
    gaps,
    helping,
    home,
    inbox,
    inbox_page,
    invitations,
    mail_stops,
    objective_list,
    people,
    pictures,
    preferences,
    reports,
    search,
    settings,
    teams,
)
from cairn.web.coach import pages as coach
from cairn.web.exchange import urls as exchange
from cairn.web.insights import pages as insights
from cairn.web.kpis import urls as kpis
from cairn.web.learning import pages as learning
from cairn.web.map import pages as map_pages
from cairn.web.meetings import urls as meetings
from cairn.web.objectives import urls as objectives
from cairn.web.okr_templates import urls as okr_templates
from cairn.web.planning import urls as planning
from cairn.web.reviews import urls as reviews
from cairn.web.weekly import urls as weekly

urlpatterns: list[URLPattern | URLResolver] = [
    *absences.urlpatterns,
    *accounts.urlpatterns,
    *agreeing.urlpatterns,
    *agreeing_cycle.urlpatterns,
    *checkins.urlpatterns,
    *coach.urlpatterns,
    *demo_sign_in.urlpatterns,
    *exchange.urlpatterns,
    *exports.urlpatterns,
    *first_run.urlpatterns,
    *home.urlpatterns,
    *inbox.urlpatterns,
    *inbox_page.urlpatterns,
    *helping.urlpatterns,
    *weekly.urlpatterns,
    *insights.urlpatterns,
    *invitations.urlpatterns,
    *mail_stops.urlpatterns,
    *kpis.urlpatterns,
    *learning.urlpatterns,
    *okr_templates.urlpatterns,
    *meetings.urlpatterns,
    *objectives.urlpatterns,
    *planning.urlpatterns,
    *pictures.urlpatterns,
    *preferences.urlpatterns,
    *reports.urlpatterns,
    *reviews.urlpatterns,
    *settings.urlpatterns,
    *company.urlpatterns,
    *feed.urlpatterns,
    *following.urlpatterns,
    *map_pages.urlpatterns,
    *gaps.urlpatterns,
    *objective_list.urlpatterns,
    *people.urlpatterns,
    *search.urlpatterns,
    *teams.urlpatterns,
]
