"""Where the app's own files are. The worker stands at the root: it may only serve what lies under it."""

from django.urls import path

from editor.offline import views

urlpatterns = [
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.shell, {"name": "list"}, name="offline_list"),
    path("offline/document", views.shell, {"name": "document"}, name="offline_document"),
]
