"""Where spaces are."""

from django.urls import path

from editor.spaces import member_views, views

urlpatterns = [
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/new", views.new, name="space_new"),
    path("spaces/<uuid:space_id>/settings", views.space_settings, name="space_settings"),
    path("spaces/<uuid:space_id>/delete", views.delete, name="space_delete"),
    path("spaces/<uuid:space_id>/people", member_views.people, name="space_people"),
    path("spaces/<uuid:space_id>/open", member_views.open_role, name="space_open_role"),
    path("spaces/<uuid:space_id>/members", member_views.member_list, name="space_members"),
    path("spaces/<uuid:space_id>/members/<int:member_id>", member_views.member, name="space_member"),
]
