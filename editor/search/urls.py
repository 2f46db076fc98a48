"""Where search is."""

from django.urls import path

from editor.search import views

urlpatterns = [
    path("search", views.page, name="search"),
    path("search/palette", views.palette, name="search_palette"),
    path("documents/find", views.documents_to_link, name="documents_find"),
]
