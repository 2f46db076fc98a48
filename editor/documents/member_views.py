"""The dialog that says who belongs to a document."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.rate_limit import may_go_on
from editor.documents import members
from editor.documents.access import Access, access_document
from editor.documents.actions import Refused
from editor.documents.forms import MemberForm, RoleForm
from editor.documents.limits import MAX_INVITATIONS_PER_HOUR
from editor.documents.models import Membership, Role


@require_http_methods(["GET", "POST"])
@signed_in
def member_list(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET shows everybody, to everybody in the document; POST adds somebody, for owners."""
    if request.method == "GET":
        return _dialog(request, access_document(request.user, document_id), MemberForm(initial={"role": Role.EDITOR}))
    access = access_document(request.user, document_id, Role.OWNER)
    form = MemberForm(request.POST)
    if form.is_valid() and not may_go_on("add-member", request.user.pk, MAX_INVITATIONS_PER_HOUR, 3600):
        form.add_error("email", "You have added many people in a short time. Try again in an hour.")
    if not form.is_valid():
        return _dialog(request, access, form, status=422)
    try:
        added = members.add_member(access, form.cleaned_data["email"], form.cleaned_data["role"], request.user)
    except Refused as refused:
        form.add_error("email", str(refused))
        return _dialog(request, access, form, status=422)
    said = f"{added.user.display_name} was added."
    return _dialog(request, access, MemberForm(initial={"role": Role.EDITOR}), said=said)


@require_http_methods(["POST", "DELETE"])
@signed_in
def member(request: PageRequest, document_id: UUID, user_id: UUID) -> HttpResponse:
    """POST gives a member another role, DELETE takes them out; everybody may take out themselves."""
    leaving = request.method == "DELETE" and user_id == request.user.pk
    access = access_document(request.user, document_id, Role.VIEWER if leaving else Role.OWNER)
    form = RoleForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        return _dialog(request, access, MemberForm(), refused=(user_id, "Choose a role."), status=422)
    try:
        if request.method == "DELETE":
            members.remove_member(access, user_id, request.user)
        else:
            members.change_role(access, user_id, form.cleaned_data["role"], request.user)
    except Refused as refused:
        return _dialog(request, access, MemberForm(), refused=(user_id, str(refused)), status=422)
    if leaving:
        return HttpResponseClientRedirect("/")
    return _dialog(request, access_document(request.user, document_id), MemberForm(initial={"role": Role.EDITOR}))


def _dialog(
    request: PageRequest,
    access: Access,
    form: MemberForm,
    *,
    said: str = "",
    refused: tuple[UUID, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    everybody = Membership.objects.filter(document=access.document).select_related("user").order_by("-role", "pk")
    context = {
        "access": access,
        "document": access.document,
        "form": form,
        "members": everybody,
        "roles": Role.choices,
        "said": said,
        "refused": refused,
    }
    return render(request, "editor/documents/_members.html", context, status=status)
