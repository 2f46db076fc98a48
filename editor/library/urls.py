"""Where the library is."""

from django.urls import path

from editor.library import move_views, space_page, views

urlpatterns = [
    path("", views.home, name="home"),
    path("panel", views.panel, name="panel"),
    path("spaces/<uuid:space_id>/", space_page.space, name="space"),
    path("spaces/<uuid:space_id>/documents", space_page.space_documents, name="space_documents"),
    path("spaces/<uuid:space_id>/branch", views.space_branch, name="space_branch"),
    path("documents/<uuid:document_id>/children", views.children, name="document_children"),
    path("documents/<uuid:document_id>/menu", views.menu, name="document_menu"),
    path("documents/<uuid:document_id>/breadcrumb", views.breadcrumb, name="document_breadcrumb"),
    path("documents/<uuid:document_id>/favourite", views.favourite, name="document_favourite"),
    path("documents/<uuid:document_id>/place", move_views.place, name="document_place"),
]
