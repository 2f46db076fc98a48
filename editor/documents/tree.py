"""Where documents are: what is derived from parents and spaces, and the lock under which any of it changes.

Everything that changes the tree, or who may do what in it, takes `hold_tree` first: so whoever looks up which documents
a change reaches sees all of them, and no document slips in between.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, Func, IntegerField, Max, OuterRef, Q, QuerySet

from editor.documents.models import Document, Membership

MAX_DEPTH = 20
"""Documents under documents; the deepest has this many above it."""

_TREE_LOCK = 0x7363_7269_7074  # any number that nothing else locks


def hold_tree() -> None:
    """Until the transaction ends nobody else changes the tree or rights in it. Take it before every other lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])


_DERIVE = """
WITH RECURSIVE below AS (
    SELECT d.id,
        CASE WHEN p.id IS NULL THEN ARRAY[]::uuid[] ELSE p.path || p.id END AS path,
        CASE WHEN NOT d.inherits THEN ARRAY[]::uuid[]
            WHEN p.id IS NOT NULL THEN p.id || p.inherits_from
            WHEN d.space_id IS NOT NULL THEN ARRAY[d.space_id]
            ELSE ARRAY[]::uuid[] END AS inherits_from,
        CASE WHEN p.id IS NOT NULL THEN p.space_id ELSE d.space_id END AS space_id
    FROM editor_document d LEFT JOIN editor_document p ON p.id = d.parent_id
    WHERE d.id = ANY (%s)
    UNION ALL
    SELECT c.id, b.path || b.id, CASE WHEN c.inherits THEN b.id || b.inherits_from ELSE ARRAY[]::uuid[] END, b.space_id
    FROM editor_document c JOIN below b ON c.parent_id = b.id
)
UPDATE editor_document d SET path = b.path, inherits_from = b.inherits_from, space_id = b.space_id
FROM below b WHERE d.id = b.id
"""


def derive(document_ids: Collection[UUID]) -> None:
    """Writes what follows from parent, space and `inherits` for these documents and all that is below them."""
    with connection.cursor() as cursor:
        cursor.execute(_DERIVE, [list(document_ids)])


_LIFT = """
UPDATE editor_document
SET parent_id = NULL, space_id = CASE WHEN NOT inherits OR space_id = ANY (inherits_from) THEN space_id END
WHERE id = ANY (%s)
"""


def lift_to_top(document_ids: Collection[UUID]) -> None:
    """Puts documents whose place is gone to the top of their space if they inherit from it, or else outside all spaces:
    nobody who couldn't open them before can now."""
    with connection.cursor() as cursor:
        cursor.execute(_LIFT, [list(document_ids)])
    derive(document_ids)


def reached_by(node_ids: Collection[UUID]) -> list[UUID]:
    """The documents that a grant on one of these documents or spaces reaches, whether in the trash or not."""
    nodes = list(node_ids)
    reached = Document.objects.filter(Q(pk__in=nodes) | Q(inherits_from__overlap=nodes))
    return list(reached.values_list("pk", flat=True))


def subtree(document_id: UUID) -> list[UUID]:
    """The document and everything below it, cut off or not."""
    below = Document.objects.filter(Q(pk=document_id) | Q(path__contains=[document_id]))
    return list(below.values_list("pk", flat=True))


class _Depth(Func):
    function = "cardinality"
    output_field = IntegerField()


def height(document_id: UUID) -> int:
    """How many levels are below the document: 0 if nothing is."""
    depths = Document.objects.filter(path__contains=[document_id]).annotate(depth=_Depth("path"))
    own: int = Document.objects.annotate(depth=_Depth("path")).values_list("depth", flat=True).get(pk=document_id)
    return int((depths.aggregate(Max("depth"))["depth__max"] or own) - own)


def last_position(parent_id: UUID | None, space_id: UUID | None) -> int:
    """A position behind all documents in that place."""
    return int(_siblings(parent_id, space_id).aggregate(Max("position"))["position__max"] or 0) + 1


def put_before(document: Document, before_id: UUID | None) -> None:
    """Gives the document a position before another one in the same place, or else behind all there."""
    siblings = _siblings(document.parent_id, document.space_id)
    others = siblings.exclude(pk=document.pk)
    before = None if before_id is None else others.filter(pk=before_id).first()
    if before is None:
        document.position = last_position(document.parent_id, document.space_id)
    else:
        following = siblings.filter(Q(position__gt=before.position) | Q(position=before.position, pk__gte=before.pk))
        _among_its_people(following, document).update(position=F("position") + 2)
        document.position = before.position + 1
    document.save(update_fields=["position"])


def _among_its_people(siblings: QuerySet[Document], document: Document) -> QuerySet[Document]:
    """At the top outside all spaces, everybody's documents are siblings; those of other people need no order."""
    if document.parent_id is not None or document.space_id is not None:
        return siblings
    people = document.memberships.values("user_id")
    return siblings.filter(Exists(Membership.objects.filter(document=OuterRef("pk"), user_id__in=people)))


def _siblings(parent_id: UUID | None, space_id: UUID | None) -> QuerySet[Document]:
    if parent_id is not None:
        return Document.objects.filter(parent_id=parent_id)
    at_the_top = Document.objects.filter(parent__isnull=True)
    return at_the_top.filter(space__isnull=True) if space_id is None else at_the_top.filter(space_id=space_id)
