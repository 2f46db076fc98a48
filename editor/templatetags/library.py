"""The side panel, and where a document is."""

from typing import Any

from django import template

from editor.documents.models import Document
from editor.library.favourites import is_favourite
from editor.library.panel import panel_is_open, tree_context, view_of
from editor.library.whereabouts import ways_to

register = template.Library()


@register.simple_tag(takes_context=True)
def panel_stands_open(context: dict[str, Any]) -> bool:
    """Whether the document page is shown with its panel from the start."""
    return "request" in context and panel_is_open(context["request"])


@register.inclusion_tag("editor/library/_panel.html", takes_context=True)
def panel(context: dict[str, Any]) -> dict[str, Any]:
    """The side panel. On a document's page it comes without a tree unless it was left open there."""
    request = context["request"]
    at = request.resolver_match.url_name if request.resolver_match is not None else ""
    # Neither while the document is in the trash, nor where there is none.
    slides, is_open = bool(context.get("page")) and at == "document", panel_is_open(request)
    shown: dict[str, Any] = {"slides": slides, "is_open": is_open, "at": at}
    shown["csrf_token"] = context.get("csrf_token", "")
    if slides and not is_open:
        return shown | {"current": context["document"].pk}
    shown_here = context.get("document" if slides else "space") if at in {"document", "space"} else None
    return shown | tree_context(request.user, view_of(request, getattr(shown_here, "pk", None)))


@register.inclusion_tag("editor/library/_crumbs.html", takes_context=True)
def crumbs(context: dict[str, Any], document: Document) -> dict[str, Any]:
    return {"document": document, "way": ways_to([document], context["user"])[document.pk]}


@register.simple_tag(takes_context=True)
def has_star(context: dict[str, Any], document: Document) -> bool:
    return is_favourite(context["user"], document.pk)
