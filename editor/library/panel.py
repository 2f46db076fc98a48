"""What the side panel shows, as the page and its cookies ask for it."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from editor.accounts.models import User
from editor.documents.models import Document
from editor.library.branches import View, read_tree
from editor.library.limits import BRANCH_ROWS, MAX_BRANCH_ROWS, MAX_OPEN_NODES
from editor.library.seen import seen_as

OPEN_COOKIE = "tree"
"""The nodes that are open in this browser, the last opened first, and the sections that are closed; written by
frontend/src/library/open-nodes.ts."""
PANEL_COOKIE = "panel"
SECTIONS = frozenset({"favourites", "private", "shared"})


def id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def panel_is_open(request: HttpRequest) -> bool:
    """Whether this browser's reader left the panel open on the document page."""
    return request.COOKIES.get(PANEL_COOKIE) == "open"


def view_of(request: HttpRequest, page_of: UUID | None = None) -> View:
    """What is asked for: by the page of a document or space, or for a part of one by `here`, `reveal` and `rows`."""
    current = page_of or id_in(request.GET.get("here", ""))
    words = request.COOKIES.get(OPEN_COOKIE, "").split(".")[:MAX_OPEN_NODES]
    opened = {node for node in map(id_in, words) if node is not None}
    above = [] if current is None else _above(current)
    # A part doesn't open what its reader has closed meanwhile.
    if "here" not in request.GET or "reveal" in request.GET:
        opened |= set(above)
    return View(
        opened=frozenset(opened),
        here=frozenset([*above, current] if current is not None else []),
        rows=_rows_in(request.GET.get("rows", "")),
        current=current,
        closed=frozenset(words) & SECTIONS,
    )


def _rows_in(text: str) -> int:
    return min(max(int(text), BRANCH_ROWS), MAX_BRANCH_ROWS) if re.fullmatch(r"[0-9]{1,5}", text) else BRANCH_ROWS


def _above(node_id: UUID) -> list[UUID]:
    document = Document.objects.filter(pk=node_id).values_list("path", "space_id").first()
    if document is None:
        return [node_id]
    path, space_id = document
    return [*path, *([space_id] if space_id is not None else [])]


def tree_context(user: User, view: View) -> dict[str, Any]:
    """For `_tree_region.html`; `seen` stands for what it shows."""
    context = {"tree": read_tree(user, view), "view": view}
    rows = render_to_string("editor/library/_tree.html", context)
    return {"rows": rows, "seen": seen_as(rows), "view": view}
