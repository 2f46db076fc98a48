"""Where documents are."""

from django.urls import path

from editor.documents import member_views, reference_views, views

urlpatterns = [
    path("trash", views.trash_list, name="trash"),
    path("documents/", views.create, name="documents"),
    path("documents/find", reference_views.find, name="documents_find"),
    path("documents/titles", reference_views.titles, name="documents_titles"),
    path("documents/<uuid:document_id>/", views.document, name="document"),
    path("documents/<uuid:document_id>/trash", views.trash, name="document_trash"),
    path("documents/<uuid:document_id>/restore", views.restore, name="document_restore"),
    path("documents/<uuid:document_id>/title", views.title, name="document_title"),
    path("documents/<uuid:document_id>/members", member_views.member_list, name="document_members"),
    path("documents/<uuid:document_id>/members/<uuid:user_id>", member_views.member, name="document_member"),
    path("documents/<uuid:document_id>/people", reference_views.people, name="document_people"),
]
