"""The document's link: set by owners in the dialog, and followed by whoever has it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.accounts.models import User, Visitor
from editor.accounts.rate_limit import TooManyAttempts, count_attempt, give_back, may_go_on
from editor.accounts.visitors import keep_visitor, visitor_of
from editor.audit.addresses import address_of
from editor.documents.access import DocumentNotFound, access_document
from editor.documents.models import Role
from editor.sharing import links
from editor.sharing.dialog import show_dialog
from editor.sharing.forms import LinkForm
from editor.sharing.limits import MAX_GUESSES
from editor.sharing.models import Reach, ShareLink
from editor.sharing.secret_pages import kept_secret
from editor.sharing.visits import let_in, opens

_HOUR_SECONDS = 3600


@require_http_methods(["POST", "DELETE"])
@signed_in
def document_link(request: PageRequest, document_id: UUID) -> HttpResponse:
    """POST makes or changes the link, DELETE takes it away."""
    access = access_document(request.user, document_id, Role.OWNER)
    if request.method == "DELETE":
        links.remove_link(access, request.user)
        return show_dialog(request, access)
    existing = ShareLink.objects.filter(document=access.document).first()
    form = LinkForm(request.POST, has_password=existing is not None and existing.password != "")
    if not form.is_valid():
        return show_dialog(request, access, link_form=form)
    wish = form.wish
    if wish is None:
        links.remove_link(access, request.user)
    else:
        made = links.set_link(access, wish, request.user)
        is_new = existing is not None and existing.edition != made.edition
        said = _("The link is a new one: copy it again.") if is_new and made.reach == Reach.ANYONE else ""
        return show_dialog(request, access, said=said)
    return show_dialog(request, access)


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def renewed(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET says what it means, POST makes another link."""
    access = access_document(request.user, document_id, Role.OWNER)
    if request.method == "GET":
        return render(request, "editor/sharing/renewing.html", {"document": access.document})
    links.renew_link(access, request.user)
    return show_dialog(request, access, said=_("The link is a new one: copy it again."))


@require_http_methods(["GET", "HEAD", "POST"])
@kept_secret
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Lets in whoever has the secret, and the password where there is one. Every other secret is answered alike."""
    count_attempt(request, "link")
    found = links.find_link(secret)
    if found is None:
        raise Http404
    if found.reach == Reach.SIGNED_IN or request.method == "HEAD":
        return redirect("document", document_id=found.document_id)
    return _ask_or_let_in(request, found)


@require_POST
@signed_in
def password(request: PageRequest, document_id: UUID) -> HttpResponse:
    """The password of a link for everybody signed in, given on the document's own page."""
    found = links.find_asking_link(document_id)
    if found is None:
        raise DocumentNotFound
    return _ask_or_let_in(request, found)


def _ask_or_let_in(request: HttpRequest, found: ShareLink) -> HttpResponse:
    asked = request.method == "POST"
    if found.password and not (asked and _is_password(request, found)):
        return ask_password(request, was_wrong=asked)
    known = request.user if isinstance(request.user, User) else visitor_of(request)
    if known is None:
        count_attempt(request, "visitor")
    reader = let_in(found, known, address_of(request))
    target = redirect("document", document_id=found.document_id)
    response = HttpResponseClientRedirect(target.url) if request.headers.get("HX-Request") else target
    if isinstance(reader, Visitor):
        keep_visitor(response, reader)
    return response


def _is_password(request: HttpRequest, found: ShareLink) -> bool:
    """Raises TooManyAttempts where this person, this address, or all together have guessed too often."""
    count_attempt(request, "link-password")
    if not may_go_on("guess", found.document_id, MAX_GUESSES, _HOUR_SECONDS):
        raise TooManyAttempts("guess", _HOUR_SECONDS)
    is_right = opens(found, request.POST.get("password", ""))
    if is_right:
        give_back("guess", found.document_id)
    return is_right


def ask_password(request: HttpRequest, *, was_wrong: bool = False, action: str = "") -> HttpResponse:
    context = {"was_wrong": was_wrong, "action": action or request.path}
    template = "editor/sharing/_password.html" if request.headers.get("HX-Request") else "editor/sharing/password.html"
    return render(request, template, context, status=422 if was_wrong else 200)
