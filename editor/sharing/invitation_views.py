"""Invitations: kept in the dialog by owners, and opened from the mail by those who got one."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts import single_sign_on
from editor.accounts.gate import PageRequest, send_to_sign_in, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import count_attempt, limited
from editor.accounts.sign_up import INVITED_ADDRESS
from editor.documents.access import access_document
from editor.documents.actions import Refused
from editor.documents.models import Role
from editor.sharing import invitations
from editor.sharing.dialog import show_dialog
from editor.sharing.forms import RoleForm
from editor.sharing.models import DocumentInvitation
from editor.sharing.secret_pages import kept_secret

_LEFT = "invitation_left"


@require_http_methods(["POST", "DELETE"])
@signed_in
def waiting(request: PageRequest, document_id: UUID, invitation_id: UUID) -> HttpResponse:
    """POST gives another role, DELETE revokes."""
    access = access_document(request.user, document_id, Role.OWNER)
    form = RoleForm(request.POST)
    try:
        if request.method == "DELETE":
            invitations.revoke(access, invitation_id, request.user)
        elif form.is_valid():
            invitations.change_invited_role(access, invitation_id, form.cleaned_data["role"], request.user)
    except Refused as refused:
        return show_dialog(request, access, refused=(f"invitation-{invitation_id}", str(refused)))
    return show_dialog(request, access)


@require_POST
@signed_in
@limited("invitation")
def again(request: PageRequest, document_id: UUID, invitation_id: UUID) -> HttpResponse:
    access = access_document(request.user, document_id, Role.OWNER)
    invitations.send_again(access, invitation_id, request.user)
    return show_dialog(request, access)


@require_http_methods(["GET", "POST"])
@kept_secret
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever is signed in accepts with a click; everybody else makes an account, or signs in and comes back."""
    count_attempt(request, "link")
    found = invitations.find_invitation(secret)
    if found is None:
        raise Http404
    if isinstance(request.user, User):
        return _answer(request, found, request.user)
    if request.method == "POST":
        return _send_on(request, found)
    return render(request, "editor/sharing/invitation.html", {"invitation": found})


@require_http_methods(["GET", "POST"])
@kept_secret
def invited(request: HttpRequest) -> HttpResponse:
    """Where somebody arrives who left an invitation for signing in. It may have been for the address that they have."""
    user = request.user
    if not isinstance(user, User):
        return send_to_sign_in(request)
    left = request.session.get(_LEFT)
    if left is None:
        raise Http404
    found = invitations.find_invitation_by_id(UUID(left["invitation"]))
    if found is not None:
        return _answer(request, found, user)
    return redirect("document", access_document(user, UUID(left["document"])).document.pk)


def _answer(request: HttpRequest, found: DocumentInvitation, user: User) -> HttpResponse:
    if request.method == "POST":
        invitations.accept(found, user)
        return HttpResponseClientRedirect(reverse("document", args=[found.document_id]))
    return render(request, "editor/sharing/invitation.html", {"invitation": found})


def _send_on(request: HttpRequest, found: DocumentInvitation) -> HttpResponse:
    """To an account, as they chose. Their session keeps where they came from, so that no address has the secret."""
    request.session[_LEFT] = {"invitation": str(found.pk), "document": str(found.document_id)}
    request.session[INVITED_ADDRESS] = found.email
    way = request.POST.get("way")
    if way == "single-sign-on":
        return single_sign_on.start(request)
    if way == "sign-in":
        return HttpResponseClientRedirect(f"{reverse('account_login')}?{urlencode({'next': reverse('invited')})}")
    # The mail that had this secret went to that address: it needs no other proof, and allauth asks for none.
    get_adapter().stash_verified_email(request, found.email)
    query = urlencode({"email": found.email, "next": reverse("invited")})
    return HttpResponseClientRedirect(f"{reverse('account_signup')}?{query}")
