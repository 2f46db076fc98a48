"""Where notifications are."""

from django.urls import path

from editor.notifications import views

urlpatterns = [
    path("notifications/", views.notification_list, name="notifications"),
    path("notifications/panel", views.panel, name="notifications_panel"),
    path("notifications/badge", views.badge, name="notifications_badge"),
    path("notifications/read", views.read_all, name="notifications_read"),
    path("notifications/unsubscribe/<str:token>", views.unsubscribing, name="notifications_unsubscribe"),
    path("notifications/<uuid:notification_id>/", views.notification, name="notification"),
    path("settings/notifications/", views.settings, name="settings_notifications"),
    path("documents/<uuid:document_id>/attention", views.attention, name="document_attention"),
]
