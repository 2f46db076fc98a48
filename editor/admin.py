"""Every concern's part of the administration, where Django looks for it."""

from django.contrib import admin

from editor.accounts import admin as accounts
from editor.documents import admin as documents
from editor.log import admin as log
from editor.media import admin as media

__all__ = ["accounts", "documents", "log", "media"]

admin.site.site_header = admin.site.site_title = "Scriptorium"
admin.site.index_title = "Administration"
