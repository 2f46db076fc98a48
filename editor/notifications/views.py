"""The pages and partials of notifications. Nothing in them is about a document that the reader may not open."""

from uuid import UUID

from django.conf import settings as project
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.documents.access import access_document
from editor.notifications.choices import attention_of, choose_mails, chosen_documents, mails_chosen, pay_attention
from editor.notifications.forms import AttentionForm, MailsForm
from editor.notifications.kinds import KINDS
from editor.notifications.lists import count_unread, latest, list_notifications, mark_read, visible_notifications
from editor.notifications.models import Attention
from editor.notifications.unsubscribing import read_token, unsubscribe
from editor.realtime.people import announce_person

CHANGED = {"type": "notifications"}
MAX_DOCUMENTS = 200


@require_safe
@signed_in
def notification_list(request: PageRequest) -> HttpResponse:
    listing = list_notifications(request.user, request.GET.get("page"))
    template = "editor/notifications/_section.html" if request.htmx else "editor/notifications/list.html"
    return render(request, template, {"listing": listing})


@require_safe
@signed_in
def panel(request: PageRequest) -> HttpResponse:
    """What the bell opens."""
    return render(request, "editor/notifications/_panel.html", {"rows": latest(request.user)})


@require_safe
@signed_in
def badge(request: PageRequest) -> HttpResponse:
    return render(request, "editor/notifications/_badge.html", {"count": count_unread(request.user)})


@require_safe
@signed_in
def notification(request: PageRequest, notification_id: UUID) -> HttpResponse:
    """Leads to what it is about, and is read from then on."""
    found = visible_notifications(request.user).filter(pk=notification_id).first()
    if found is None:
        raise Http404
    if found.read_at is None:
        mark_read(request.user, notification_id)
        announce_person(request.user.pk, CHANGED)
    return _lead(found.target_url or (reverse("document", args=[found.document_id]) if found.document_id else ""))


def _lead(path: str) -> HttpResponseRedirect:
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return HttpResponseRedirect(path if is_ours else reverse("notifications"))


@require_POST
@signed_in
def read_all(request: PageRequest) -> HttpResponse:
    """Everything up to what stood at the top of the reader's list."""
    try:
        until = UUID(request.POST.get("until", ""))
    except ValueError:
        until = None
    mark_read(request.user, until=until)
    announce_person(request.user.pk, CHANGED)
    if not request.htmx:
        return redirect("notifications")
    return trigger_client_event(HttpResponse(status=204), "notifications-changed")


@require_http_methods(["GET", "POST"])
@signed_in
def settings(request: PageRequest) -> HttpResponse:
    form = MailsForm(request.POST if request.method == "POST" else None, initial=mails_chosen(request.user))
    if form.is_valid():
        choose_mails(request.user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings_notifications")
    context = {
        "form": form,
        "chosen": chosen_documents(request.user)[:MAX_DOCUMENTS],
        "levels": Attention.Level.choices,
        "by_mail": project.NOTIFICATIONS["by_mail"],
    }
    return render(request, "editor/notifications/settings.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def attention(request: PageRequest, document_id: UUID) -> HttpResponse:
    """The dialog for how much the reader wants to hear of one document."""
    document = access_document(request.user, document_id).document
    form = AttentionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        pay_attention(request.user, document, form.cleaned_data["level"])
        return trigger_client_event(HttpResponse(status=204), "close-dialog")
    context = {
        "document": document,
        "level": attention_of(request.user, document_id),
        "levels": Attention.Level,
    }
    return render(request, "editor/notifications/_attention.html", context, status=422 if form.is_bound else 200)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscribing(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button; the button, or a mail program by itself (RFC 8058), stops the mails that the token names.

    What the token names is said in general words: whoever has the link may not be whom it was sent to.
    """
    wish = read_token(token)
    if wish is None:
        raise Http404
    if request.method == "POST":
        unsubscribe(wish)
    labels = [KINDS[kind].label for kind in wish.kinds]
    context = {"wish": wish, "labels": labels, "is_done": request.method == "POST"}
    return render(request, "editor/notifications/unsubscribe.html", context)
