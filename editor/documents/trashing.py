"""The trash: documents go there with what is below them, and come back."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Func, Q
from django.utils import timezone

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access, DocumentNotFound, find_rights, granted_nodes, reached
from editor.documents.actions import hold_rights, keep_owner, raise_access
from editor.documents.models import Document, Grant, Membership, Role


@transaction.atomic
def trash(access: Access, user: User) -> None:
    """Moves the document and what is below it to the trash, for everybody. Doing it twice changes nothing.

    An owner may; so may who made it, while they may write in it and nothing is below it. What others have cut off below
    it isn't taken along: it moves up.
    """
    tree.hold_tree()
    hold_rights(access, Role.EDITOR)
    document = Document.objects.get(pk=access.document.pk)  # where it is now
    below = tree.subtree(document.pk)
    rights = find_rights(user.pk, document.pk)
    is_owner = rights is not None and rights.role >= Role.OWNER
    if not is_owner and (document.created_by_id != user.pk or len(below) > 1):
        raise DocumentNotFound
    _lift_others(document, user)
    trash_documents([document.pk], user)


def _lift_others(document: Document, user: User) -> None:
    """What doesn't inherit and isn't this user's goes to the place of the document that is to be trashed."""
    cut_off = Document.objects.filter(path__contains=[document.pk], inherits=False, trashed_at__isnull=True)
    mine = reached(granted_nodes(user, Role.OWNER))
    while (other := cut_off.exclude(mine).order_by(Func("path", function="cardinality")).first()) is not None:
        Document.objects.filter(pk=other.pk).update(parent=document.parent_id, space=document.space_id)
        tree.derive([other.pk])


@transaction.atomic
def restore(access: Access, user: User) -> None:
    """Takes the document out of the trash, with what went there with it, to where it was, or else to the top."""
    tree.hold_tree()
    hold_rights(access, Role.OWNER)
    restore_documents([access.document.pk], user)


# Each goes with the topmost of those that take it along; what was in the trash already stays as it is.
_TRASH = """
UPDATE editor_document d SET trashed_at = %(now)s, trashed_by_id = %(by)s, trashed_with_id = (
    SELECT node.id FROM unnest(d.path || d.id) WITH ORDINALITY AS node (id, depth)
    WHERE node.id = ANY (%(roots)s) ORDER BY node.depth LIMIT 1
)
WHERE d.trashed_at IS NULL AND (d.id = ANY (%(roots)s) OR d.path && %(roots)s)
RETURNING d.id
"""


@transaction.atomic
def trash_documents(document_ids: Collection[UUID], user: User) -> None:
    """Moves documents, each with what is below it, to the trash without asking for rights: for the administration."""
    tree.hold_tree()
    roots = list(Document.objects.filter(pk__in=document_ids, trashed_at__isnull=True).only("title"))
    with connection.cursor() as cursor:
        cursor.execute(_TRASH, {"roots": [root.pk for root in roots], "now": timezone.now(), "by": user.pk})
        ids = [row[0] for row in cursor.fetchall()]
    for document in roots:
        record("document.trashed", user, document=document.pk, subject=document.title)
    raise_access(ids)


@transaction.atomic
def restore_documents(document_ids: Collection[UUID], user: User) -> None:
    """Takes documents out of the trash without asking for rights: for the administration."""
    tree.hold_tree()
    downwards = Document.objects.filter(pk__in=document_ids).order_by(Func("path", function="cardinality"))
    for document_id in list(downwards.values_list("pk", flat=True)):
        _restore(document_id, user)


def _restore(document_id: UUID, user: User) -> None:
    trashed = Document.objects.filter(pk=document_id, trashed_at__isnull=False, removed_at__isnull=True)
    document = trashed.select_related("parent").first()
    if document is None:
        return
    with_it = Q(trashed_with=document.trashed_with_id, path__contains=[document_id])
    together = Q(pk=document_id) | Q(trashed_with=document_id) | with_it
    ids = list(Document.objects.filter(together, trashed_at__isnull=False).values_list("pk", flat=True))
    Document.objects.filter(pk__in=ids).update(trashed_at=None, trashed_by=None, trashed_with=None)
    if document.parent is not None and document.parent.is_trashed:
        lift_to_top([document])
        document.refresh_from_db()
        keep_owner(document, user)
    record("document.restored", user, document=document_id, subject=document.title)
    raise_access({*ids, *tree.reached_by([document_id])})


def lift_to_top(documents: Collection[Document]) -> None:
    """Puts documents whose place is gone to the top, as the tree does. Whoever owned one owns it still."""
    owners = {document.pk: _owners([document.pk, *document.inherits_from]) for document in documents}
    tree.lift_to_top(owners)
    for lifted in Document.objects.filter(pk__in=owners).only("inherits_from"):
        for owner in owners[lifted.pk] - _owners([lifted.pk, *lifted.inherits_from]):
            Membership.objects.update_or_create(document=lifted, user_id=owner, defaults={"role": Role.OWNER})


def _owners(node_ids: Collection[UUID]) -> set[UUID]:
    grants = Grant.objects.filter(node_id__in=node_ids, role__gte=Role.OWNER)
    return set(User.objects.filter(pk__in=grants.values("holder_id")).values_list("pk", flat=True))
