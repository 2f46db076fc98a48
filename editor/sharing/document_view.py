"""A document's page, and what stands there for those who may not open it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from editor.accounts.gate import send_to_sign_in
from editor.documents import views
from editor.documents.access import DocumentNotFound
from editor.sharing.link_views import ask_password
from editor.sharing.links import find_asking_link


@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Where a link for everybody signed in has a password, the page asks for it. A visitor whom nothing lets in is
    treated as anybody else who isn't signed in."""
    try:
        return views.document(request, document_id)
    except DocumentNotFound:
        if not request.user.is_authenticated:
            return send_to_sign_in(request)
        if find_asking_link(document_id) is None:
            raise
        return ask_password(request, action=reverse("document_link_password", args=[document_id]))
