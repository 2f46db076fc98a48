"""Where teams are."""

from django.urls import path

from editor.teams import member_views, views

urlpatterns = [
    path("teams/", views.teams, name="teams"),
    path("teams/new", views.new, name="team_new"),
    path("teams/<uuid:team_id>/", views.team, name="team"),
    path("teams/<uuid:team_id>/settings", views.team_settings, name="team_settings"),
    path("teams/<uuid:team_id>/delete", views.delete, name="team_delete"),
    path("teams/<uuid:team_id>/people", member_views.people, name="team_people"),
    path("teams/<uuid:team_id>/members", member_views.members, name="team_members"),
    path("teams/<uuid:team_id>/members/<uuid:user_id>", member_views.member, name="team_member"),
]
