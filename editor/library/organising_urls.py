"""Where documents are copied, made templates of, deleted for good, and given a look."""

from django.urls import path

from editor.library import copy_views, look_views, template_views, trash_views

urlpatterns = [
    path("templates/", template_views.templates, name="templates"),
    path("templates/choose", template_views.choose, name="template_choose"),
    path("templates/<uuid:document_id>/use", template_views.use, name="template_use"),
    path("copies/<uuid:copying_id>", copy_views.copying, name="copying"),
    path("trash/empty", trash_views.empty, name="trash_empty"),
    path("documents/<uuid:document_id>/duplicate", copy_views.duplicate, name="document_duplicate"),
    path("documents/<uuid:document_id>/template", copy_views.template, name="document_template"),
    path("documents/<uuid:document_id>/deletion", trash_views.deletion, name="document_deletion"),
    path("documents/<uuid:document_id>/look", look_views.look, name="document_look"),
    path("documents/<uuid:document_id>/icon", look_views.icon, name="document_icon"),
    path("documents/<uuid:document_id>/cover", look_views.cover, name="document_cover"),
    path("documents/<uuid:document_id>/mentioned-in", look_views.mentioned_in, name="document_mentioned_in"),
]
