"""What stands over a document's text."""

from typing import Any

from django import template

from editor.documents.access import Access
from editor.sharing.standing import standing_of

register = template.Library()


@register.inclusion_tag("editor/sharing/_standing.html", takes_context=True)
def standing(context: dict[str, Any], access: Access) -> dict[str, Any]:
    return standing_of(access, context["request"].reader)
