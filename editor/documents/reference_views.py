"""What the editor asks while somebody mentions a person or links to another document. JSON, for signed-in people."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.rate_limit import may_go_on
from editor.documents import references
from editor.documents.access import access_document
from editor.documents.forms import words_in
from editor.documents.limits import MAX_ASKED_NAMES, MAX_LOOKUPS_PER_MINUTE, MAX_OFFERED, MAX_TITLE_LENGTH


@require_GET
@signed_in
def people(request: PageRequest, document_id: UUID) -> HttpResponse:
    """Who may open the document: by `q`, what somebody typed, or the names that `ids` have now. Who writes here is
    offered people whom they know from elsewhere after those, with `access` false.

    Addresses are told to those only who are in the document by name themselves.
    """
    access = access_document(request.user, document_id)
    if not _may_ask(request, "people"):
        return _too_many()
    if "ids" in request.GET:
        named = references.people_among(access, _ids(request))
        return JsonResponse({"people": [{"id": str(user.pk), "name": user.display_name} for user in named]})
    inside = references.is_inside(access)
    typed = words_in(request.GET, "q", MAX_TITLE_LENGTH)
    found = references.find_people(access, typed, by_address=inside)
    listed: list[dict[str, object]] = [
        {"id": str(user.pk), "name": user.display_name, **({"email": user.email} if inside else {})} for user in found
    ]
    others = references.find_others(access, request.user, typed)[: MAX_OFFERED - len(found)]
    listed += [{"id": str(user.pk), "name": user.display_name, "access": False} for user in others]
    return JsonResponse({"people": listed})


@require_GET
@signed_in
def titles(request: PageRequest) -> HttpResponse:
    """The titles that the documents in `ids` have now, of those that the person may open."""
    if not _may_ask(request, "titles"):
        return _too_many()
    found = references.titles_among(request.user, _ids(request))
    return JsonResponse({"titles": {str(document_id): title for document_id, title in found.items()}})


def _ids(request: PageRequest) -> list[UUID]:
    asked = request.GET.get("ids", "").split(",")[:MAX_ASKED_NAMES]
    return [found for one in asked if (found := _uuid(one)) is not None]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _may_ask(request: PageRequest, what: str) -> bool:
    return may_go_on(f"look-up-{what}", request.user.pk, MAX_LOOKUPS_PER_MINUTE, 60)


def _too_many() -> JsonResponse:
    message = _("You have looked up a great many in a short time. Try again in a minute.")
    return JsonResponse({"problem": "too-many", "message": message}, status=429)
