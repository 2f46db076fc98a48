"""Every concern's part of the administration, where Django looks for it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from editor.accounts import admin as accounts
from editor.audit import admin as audit
from editor.log import admin as log
from editor.media import admin as media
from editor.operations import admin as operations
from editor.spaces import admin as spaces
from editor.teams import admin as teams

__all__ = ["accounts", "audit", "log", "media", "operations", "spaces", "teams"]

admin.site.site_header = admin.site.site_title = "Scriptorium"
admin.site.index_title = _("Administration")
# The first page lists everything; lists of documents need the width.
admin.site.enable_nav_sidebar = False
