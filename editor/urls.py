"""The pages of every concern."""

from django.urls import URLPattern, URLResolver, include, path

from editor.realtime.views import updates

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("editor.library.urls")),
    path("", include("editor.library.organising_urls")),
    path("", include("editor.sharing.urls")),
    path("", include("editor.documents.urls")),
    path("", include("editor.media.urls")),
    path("", include("editor.operations.urls")),
    path("", include("editor.offline.urls")),
    path("", include("editor.profile.urls")),
    path("", include("editor.notifications.urls")),
    path("", include("editor.teams.urls")),
    path("", include("editor.spaces.urls")),
    path("", include("editor.search.urls")),
    path("documents/<uuid:document_id>/updates", updates, name="document_updates"),
]
