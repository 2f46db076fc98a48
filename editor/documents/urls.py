"""Where documents are."""

from django.urls import path

from editor.documents import reference_views, views

urlpatterns = [
    path("trash", views.trash_list, name="trash"),
    path("documents/", views.create, name="documents"),
    path("documents/titles", reference_views.titles, name="documents_titles"),
    path("documents/<uuid:document_id>/trash", views.trash, name="document_trash"),
    path("documents/<uuid:document_id>/restore", views.restore, name="document_restore"),
    path("documents/<uuid:document_id>/title", views.title, name="document_title"),
    path("documents/<uuid:document_id>/people", reference_views.people, name="document_people"),
]
