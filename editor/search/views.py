"""The page of search, the list under the field that is open over any page, and documents to link to."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_safe

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.rate_limit import limited
from editor.documents.limits import MAX_OFFERED
from editor.search.filters import SearchForm
from editor.search.finding import NOTHING, search
from editor.search.limits import MAX_QUERY_LENGTH, PER_PALETTE
from editor.search.statement import Filters


@require_safe
@signed_in
@limited("search")
def page(request: PageRequest) -> HttpResponse:
    form = SearchForm(request.GET, request.user)
    number = request.GET.get("page", "1")
    found = NOTHING
    if form.is_valid():
        wanted_page = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
        found = search(request.user, form.cleaned_data["q"], form.filters, wanted_page)
    query = request.GET.copy()
    query.pop("page", None)
    typed = form.data.get("q", "").strip()
    context = {
        "form": form,
        "found": found,
        "typed": typed,
        "query": query.urlencode(),
        "without_filters": urlencode({"q": typed}),
    }
    template = "editor/search/_results.html" if request.htmx.target == "search-results" else "editor/search/page.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


@require_GET
@signed_in
@limited("search")
def palette(request: PageRequest) -> HttpResponse:
    """Options for a listbox: the best, or without words what was edited last."""
    typed = request.GET.get("q", "")[:MAX_QUERY_LENGTH]
    found = search(request.user, typed, size=PER_PALETTE)
    context = {"found": found, "typed": typed.strip(), "query": urlencode({"q": typed})}
    return render(request, "editor/search/_palette.html", context)


@require_GET
@signed_in
@limited("search")
def documents_to_link(request: PageRequest) -> HttpResponse:
    """The documents that have `q` in their title, or those edited last."""
    found = search(request.user, request.GET.get("q", ""), Filters(titles_only=True), size=MAX_OFFERED)
    return JsonResponse({"documents": [{"id": str(hit.id), "title": hit.title} for hit in found.hits]})
