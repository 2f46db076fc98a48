"""What pages of the administration share that change who has rights."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from editor.documents import tree
from editor.documents.actions import Refused


class RightsAdmin(admin.ModelAdmin):
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Takes the lock on rights before the rows that its formset saves."""
        try:
            with transaction.atomic():
                if request.method == "POST":
                    tree.hold_tree()
                return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(request.path)
