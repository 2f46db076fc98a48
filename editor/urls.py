"""The pages of every concern."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("editor.documents.urls")),
    path("", include("editor.operations.urls")),
]
