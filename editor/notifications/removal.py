"""What goes after some time."""

from datetime import datetime, timedelta

from django.conf import settings

from editor.notifications.edits import AGAIN_AFTER
from editor.notifications.models import Mention, Notification

UNREAD_FOR = timedelta(days=365)


def remove_old(now: datetime) -> None:
    """Notifications that were read long ago or that nobody read in a year, and names that were taken out of texts."""
    read_before = now - timedelta(days=settings.NOTIFICATIONS["days"])
    Notification.objects.filter(read_at__lt=read_before).delete()
    Notification.objects.filter(read_at=None, created_at__lt=now - UNREAD_FOR).delete()
    Mention.objects.filter(gone_at__lt=now - AGAIN_AFTER).delete()
