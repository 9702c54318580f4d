"""The settings: one module a section."""

from django.urls import URLPattern, path

from cairn.web.settings import (
    cycles,
    mail,
    mails,
    members,
    organization,
    people_import,
    profile,
    teams,
    tokens,
)

urlpatterns: list[URLPattern] = [
    path("settings", profile.settings),
    path("settings/profile", profile.profile, name="profile"),
    path("settings/profile/password", profile.change_password, name="account_change_password"),
    path("settings/switch", profile.switch),
    path("settings/organization", organization.organization),
    path("settings/cycles", cycles.list_cycles),
    path("settings/cycles/new", cycles.new_cycle),
    path("settings/cycles/<int:cycle_id>", cycles.cycle),
    path("settings/cycles/<int:cycle_id>/phase/<str:phase>", cycles.move),
    path("settings/teams", teams.list_teams),
    path("settings/teams/new", teams.new_team),
    path("settings/teams/<int:team_id>", teams.team),
    path("settings/teams/<int:team_id>/close", teams.close),
    path("settings/teams/<int:team_id>/reopen", teams.reopen),
    path("settings/teams/<int:team_id>/join", teams.join),
    path("settings/teams/<int:team_id>/join/<int:member_id>", teams.rejoin),
    path("settings/teams/<int:team_id>/leave/<int:member_id>", teams.leave),
    path("settings/members", members.list_members),
    path("settings/members/invite", members.invite),
    path("settings/members/import", people_import.people_import),
    path("settings/members/<int:member_id>", members.member),
    path("settings/members/<int:member_id>/resend", members.resend),
    path("settings/members/<int:member_id>/remove", members.remove),
    path("settings/members/<int:member_id>/restore", members.restore),
    path("settings/mail", mail.mail),
    path("settings/mails", mails.mails),
    path("settings/mails/<int:mail_id>/again", mails.again),
    path("settings/work/<int:job_id>/again", mails.work_again),
    path("settings/tokens", tokens.tokens),
    path("settings/tokens/<int:token_id>/revoke", tokens.revoke),
]
