"""Settings. Other concerns have pages of their own under the same address."""

from django.urls import path

from editor.profile import deletion_views, sign_in_views, views

urlpatterns = [
    path("settings/", views.settings_home, name="settings"),
    path("settings/profile/", views.profile, name="settings_profile"),
    path("settings/picture", views.picture, name="settings_picture"),
    path("settings/sign-in/", sign_in_views.sign_in_ways, name="sign_in_ways"),
    path("settings/sessions/", sign_in_views.sessions, name="settings_sessions"),
    path("settings/sessions/end", sign_in_views.end_session, name="end_session"),
    path("settings/delete/", deletion_views.delete_account, name="delete_account"),
    path("people/<uuid:user_id>/picture/<uuid:picture_id>", views.person_picture, name="person_picture"),
]
