"""Where files are: below the document that uses them."""

from django.urls import path

from editor.media import views

_FILE = "documents/<uuid:document_id>/files/<uuid:file_id>"

urlpatterns = [
    path("documents/<uuid:document_id>/files", views.files, name="document_files"),
    path(_FILE, views.file, name="document_file"),
    path(f"{_FILE}/content", views.content, name="document_file_content"),
    path(f"{_FILE}/confirm", views.confirm, name="document_file_confirm"),
    path(f"{_FILE}/adopt", views.adopt, name="document_file_adopt"),
]
