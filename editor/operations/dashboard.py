"""The administration's first page: how the site is doing, in a few numbers and small charts."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from editor.operations import numbers
from editor.operations.charts import bars


@transaction.atomic
def dashboard(request: HttpRequest) -> dict[str, Any] | None:
    """What the page shows; nothing to those who may not see people and documents."""
    if not request.user.has_perms(["editor.view_document", "editor.view_user"]):
        return None
    now = timezone.now()
    today = now.date()
    times = numbers.save_times(now)
    replicas = list(numbers.replicas())
    return {
        "totals": numbers.totals(),
        "replicas": replicas,
        "dead": sum(not replica.is_alive for replica in replicas),
        "charts": [
            bars(_("Active people by day"), numbers.active_by_day(today)),
            bars(_("Edits by day"), numbers.edits_by_day(today)),
            bars(_("Documents"), numbers.documents_by_day(today)),
            bars(_("Storage"), numbers.storage_by_day(today), "MB"),
            bars(_("Saving, half of the edits within"), [(hour, half) for hour, half, _most in times], "ms"),
            bars(_("Saving, 95 % of the edits within"), [(hour, most) for hour, _half, most in times], "ms"),
        ],
    }
