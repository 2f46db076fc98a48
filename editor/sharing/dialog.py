"""The sharing dialog as it is now, for everybody who may open the document."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from editor.accounts.gate import PageRequest
from editor.documents import references
from editor.documents.access import Access
from editor.documents.models import Document, Role
from editor.sharing.forms import GIVEN_BY_LINK, REACHES, RESTRICTED, LinkForm, ShareForm
from editor.sharing.holders import find_above, list_holders, reasons_of
from editor.sharing.limits import MAX_SHOWN_BY_LINK
from editor.sharing.models import AccessRequest, DocumentInvitation, Reach, ShareLink
from editor.sharing.secrets import is_current, link_secret
from editor.sharing.visits import came_by_link


def show_dialog(
    request: PageRequest,
    access: Access,
    *,
    form: ShareForm | None = None,
    link_form: LinkForm | None = None,
    said: str = "",
    refused: tuple[str, str] | None = None,
) -> HttpResponse:
    """`refused` is the key of a holder and why nothing was changed there."""
    document, may_share = access.document, access.rights.may_share
    above = find_above(document, request.user)
    reasons = reasons_of(access, request.user, above)
    # Those who came as one of everybody see why they may, but not everybody's name and address.
    is_inside = may_share or references.is_inside(access)
    holders = list_holders(access, request.user, above) if is_inside else []
    invitations = DocumentInvitation.objects.filter(document=document).order_by("email") if is_inside else []
    by_link = _about_link(document, link_form, may_share=may_share)
    context: dict[str, Any] = {
        "access": access,
        "document": document,
        "form": form or ShareForm(initial={"role": Role.EDITOR}),
        "holders": holders,
        "has_own": any(one.own_role for one in holders) or invitations or _has_come(by_link),
        "is_inside": is_inside,
        "invitations": invitations,
        "requests": _requests(document) if may_share else [],
        "above": above,
        "reasons": reasons,
        "roles": Role.choices,
        "said": said,
        "refused": refused,
        **by_link,
    }
    failed = refused is not None or any(one is not None and one.errors for one in (form, link_form))
    return render(request, "editor/sharing/dialog.html", context, status=422 if failed else 200)


def _has_come(by_link: Mapping[str, Any]) -> bool:
    return bool(by_link.get("by_link") or by_link.get("guests"))


def _requests(document: Document) -> Any:
    waiting = AccessRequest.objects.filter(document=document, declined_at__isnull=True, user__is_active=True)
    return waiting.select_related("user").order_by("created_at")


def _about_link(document: Document, form: LinkForm | None, *, may_share: bool) -> dict[str, Any]:
    link = ShareLink.objects.filter(document=document).first()
    about: dict[str, Any] = {
        "link": link,
        "reaches": REACHES,
        "reach": link.reach if link else RESTRICTED,
        "link_roles": GIVEN_BY_LINK,
        "link_form": form,
        "address": settings.PUBLIC_ORIGINS[0] + reverse("document", args=[document.pk]),
    }
    if link is None or not may_share:
        return about
    about["is_stale"] = not is_current(link)
    if link.reach == Reach.ANYONE:
        about["address"] = settings.PUBLIC_ORIGINS[0] + reverse("link", args=[link_secret(link)])
    users, about["guests"] = came_by_link(link)
    about["by_link"] = users.order_by("name", "email")[:MAX_SHOWN_BY_LINK]
    about["expires"] = (link.expires_at - timedelta(seconds=1)).date() if link.expires_at else None
    return about
