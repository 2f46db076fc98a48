"""The only gate to a document. Nothing else turns a reader and an id into a `Document`.

A reader is a user, or a visitor who came by a link. What gives a right is said once, in the database's view
`editor_grant` (see `models.Grant`): a grant reaches the document that is its node, and whatever inherits from that
node. The best one counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, Lookup, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from editor.accounts.models import User, Visitor
from editor.documents.models import Document, Grant, Role

Reader: TypeAlias = User | Visitor


class DocumentNotFound(Http404):
    """There is no such document, or not for this reader: the two are never told apart."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a reader may do with a document, as of an access version, and until when (None: until they change)."""

    role: Role
    access_version: int
    generation: UUID
    is_locked: bool = False
    valid_until: datetime | None = None

    @property
    def may_write(self) -> bool:
        return self.role >= Role.EDITOR and not self.is_locked

    @property
    def may_share(self) -> bool:
        return self.role >= Role.OWNER


@dataclass(frozen=True, slots=True)
class Access:
    """A document together with what its reader may do with it. `reader_id` is a user's or a visitor's."""

    document: Document
    rights: Rights
    reader_id: UUID


def access_document(
    reader: Reader, document_id: UUID, minimum: Role = Role.VIEWER, *, trashed: bool = False, writing: bool = False
) -> Access:
    """The document, if the reader has at least the role `minimum` in it; in the trash only where `trashed` asks for
    that. `writing` asks for what changes the content: not in a locked document.

    Raises DocumentNotFound for everything else.
    """
    rights = find_rights(reader.pk, document_id, trashed=trashed)
    if rights is None or rights.role < minimum or (writing and not rights.may_write):
        raise DocumentNotFound
    return Access(Document.objects.get(pk=document_id), rights, reader.pk)


def recheck(access: Access, minimum: Role, *, writing: bool = False) -> None:
    """Asks again, where the document's log head is locked: no change of rights gets in between from now on.

    Raises DocumentNotFound.
    """
    rights = find_rights(access.reader_id, access.document.pk, trashed=access.document.is_trashed)
    if rights is None or rights.role < minimum or (writing and not rights.may_write):
        raise DocumentNotFound


def find_rights(reader_id: UUID, document_id: UUID, *, trashed: bool = False) -> Rights | None:
    """What the reader may do now, role and access version read in one statement; None where that is nothing."""
    return rights_of(document_id, [reader_id], trashed=trashed).get(reader_id)


# For a statement that names as `asked` a document, a holder, and whether it is to be in the trash. Of the grants that
# give the best role, the one that ends last: until then nothing changes by itself.
BEST_RIGHT = """
SELECT g.role, h.access_version, h.generation, d.locked_at IS NOT NULL AS is_locked, g.valid_until
FROM editor_document d
JOIN editor_loghead h ON h.document_id = d.id
JOIN editor_grant g ON g.node_id = ANY (d.id || d.inherits_from)
WHERE d.id = asked.document_id AND (d.trashed_at IS NOT NULL) = asked.trashed AND g.holder_id = asked.holder_id
ORDER BY g.role DESC, g.valid_until DESC NULLS FIRST
LIMIT 1
"""
_RIGHTS = f"""
SELECT asked.holder_id, best.*
FROM (
    SELECT %(document)s::uuid AS document_id, %(trashed)s AS trashed, unnest(%(readers)s::uuid[]) AS holder_id
) asked, LATERAL ({BEST_RIGHT}) best
"""  # noqa: S608 - our own text


def rights_of(document_id: UUID, reader_ids: Collection[UUID], *, trashed: bool = False) -> dict[UUID, Rights]:
    """The same for many readers at once, in one query; who may do nothing is absent."""
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, {"document": document_id, "trashed": trashed, "readers": list(reader_ids)})
        return {row[0]: read_right(*row[1:]) for row in cursor.fetchall()}


def read_right(role: int, *others: Any) -> Rights:
    """What the columns of `BEST_RIGHT` say."""
    return Rights(Role(role), *others)


def visible_documents(
    reader: Reader | UUID, minimum: Role = Role.VIEWER, *, trashed: bool = False
) -> QuerySet[Document]:
    """The documents in which the reader has at least this role."""
    return Document.objects.filter(reached(granted_nodes(reader, minimum)), trashed_at__isnull=not trashed)


def with_role(documents: QuerySet[Document], reader: Reader) -> QuerySet[Any]:
    """The documents, each with the reader's `role` on it (0 for none), and no query more for it."""
    best = grants_reaching().filter(holder_id=reader.pk).order_by("-role").values("role")[:1]
    return documents.annotate(role=Coalesce(Subquery(best), Value(0)))


def grants_reaching() -> QuerySet[Grant]:
    """For a subquery within one of documents: everybody's grants that reach the document."""
    return Grant.objects.filter(reaching("node_id"))


def reaching(column: str) -> Q:
    """The same for whatever names a document or space in this column."""
    return Q(**{column: OuterRef("pk")}) | Q(_IsAnyOf(F(column), OuterRef("inherits_from")))


def granted_nodes(reader: Reader | UUID, minimum: Role = Role.VIEWER) -> QuerySet[Any]:
    """The ids of the documents and spaces from which the reader has at least this role."""
    reader_id = reader if isinstance(reader, UUID) else reader.pk
    return Grant.objects.filter(holder_id=reader_id, role__gte=minimum).values("node_id")


class _IsAnyOf(Lookup):
    """`value = ANY (array)`, which an index serves, as it doesn't serve `IN (SELECT …)` within an OR."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        value, value_params = self.process_lhs(compiler, connection)
        array, array_params = self.process_rhs(compiler, connection)
        return f"{value} = ANY ({array})", (*value_params, *array_params)


def reached(nodes: QuerySet[Any]) -> Q:
    """A condition for documents: they are among these nodes, or inherit from one of them."""
    found: Any = ArraySubquery(nodes)
    return Q(_IsAnyOf(F("pk"), found)) | Q(inherits_from__overlap=found)


def find_space_role(reader: Reader, space_id: UUID) -> Role | None:
    """The reader's role in a space, which is what they get in each document there; None where they have none."""
    roles = Grant.objects.filter(node_id=space_id, holder_id=reader.pk).values_list("role", flat=True)
    return Role(max(roles)) if roles else None


def has_owner(node_ids: Collection[UUID]) -> bool:
    """Whether anybody is an owner by a grant on one of these documents and spaces."""
    return Grant.objects.filter(node_id__in=node_ids, role__gte=Role.OWNER).exists()


_WITHOUT_OWNER = """
SELECT node.id FROM unnest(%s::uuid[]) AS node (id) LEFT JOIN editor_document d ON d.id = node.id
WHERE NOT EXISTS (
    SELECT FROM editor_grant g
    WHERE g.role >= 40 AND g.node_id = ANY (node.id || coalesce(d.inherits_from, ARRAY[]::uuid[]))
)
"""


def without_owner(node_ids: Collection[UUID]) -> set[UUID]:
    """Those of these documents and spaces in which nobody is an owner, whatever from."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_OWNER, [list(node_ids)])
        return {row[0] for row in cursor.fetchall()}


_GIVING = """
SELECT node.id FROM unnest(%s::uuid[]) AS node (id)
WHERE EXISTS (SELECT FROM editor_membership WHERE document_id = node.id)
    OR EXISTS (SELECT FROM editor_teamshare WHERE document_id = node.id)
    OR EXISTS (SELECT FROM editor_sharelink WHERE document_id = node.id)
    OR EXISTS (SELECT FROM editor_documentinvitation WHERE document_id = node.id)
    OR EXISTS (SELECT FROM editor_spacemember WHERE space_id = node.id)
    OR EXISTS (SELECT FROM editor_space WHERE id = node.id AND open_role IS NOT NULL)
"""


def giving_nodes(node_ids: Collection[UUID]) -> set[UUID]:
    """Those of these documents and spaces that are shared in any way: also by a link that nobody has come by yet, with
    a team that nobody is in, or with an address that has no account."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVING, [list(node_ids)])
        return {row[0] for row in cursor.fetchall()}


def readers_of(document: Document) -> QuerySet[Any]:
    """The ids of all users and visitors who may open the document. (A link for everybody signed in gives everybody.)"""
    return Grant.objects.filter(node_id__in=[document.pk, *document.inherits_from]).values("holder_id")
