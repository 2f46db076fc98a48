"""Copies of documents: duplicates, templates, and documents made from templates. All go the same way.

The document itself is copied with the wish for it, in one transaction; what is below it follows, each document in a
transaction of its own, which notes what it made. So whoever is killed in the middle, or asked twice, goes on there.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from editor.accounts.models import User
from editor.accounts.rate_limit import may_go_on
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.access import Access, DocumentNotFound, find_rights, find_space_role, visible_documents
from editor.documents.actions import TOP, Place, Refused, create_document
from editor.documents.models import Document, Role
from editor.documents.ports import realtime
from editor.documents.projections import project_title, refresh_projection
from editor.library.copied_content import Content, read_content
from editor.library.copies import CopiedDocument, Copying, Kind
from editor.log.models import Source
from editor.media import problems
from editor.media.sharing import bring_files

MAX_COPIED = 500
AT_ONCE = 10
"""As many are copied while somebody waits; more are a job."""
MAX_COPIES_PER_HOUR = 120
SAME_WISH = timedelta(seconds=30)
"""Who comes back to a page after that, and clicks there again, wants another copy."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants. `id` is given out with the dialog: the same one twice at once is the same wish."""

    id: UUID
    kind: Kind
    place: Place = TOP
    with_below: bool = False


def duplicate_place(user: User, document: Document) -> Place:
    """Beside the document where the person may write there, else among their own."""
    if document.parent_id is not None:
        rights = find_rights(user.pk, document.parent_id)
        return Place(parent_id=document.parent_id) if rights and rights.role >= Role.EDITOR else TOP
    if document.space_id is not None and (find_space_role(user, document.space_id) or 0) >= Role.EDITOR:
        return Place(space_id=document.space_id)
    return TOP


def below_of(user: User, document: Document) -> list[Document]:
    """What is below it that the person may open, parents before children; templates below templates alone."""
    below = visible_documents(user).filter(path__contains=[document.pk], is_template=document.is_template)
    found = below.defer("text", "violations").order_by("position", "pk")[: MAX_COPIED + 1]
    return sorted(found, key=lambda one: len(one.path))


def copy(access: Access, user: User, wish: Wish) -> Copying:
    """Makes the copy of the document, and begins with what is below it. Asked again it says what became of it.

    Raises Refused, and DocumentNotFound where the person may not write in that place.
    """
    if (known := _known(user, wish)) is not None:
        if known.finished_at is None or known.finished_at > timezone.now() - SAME_WISH:
            return known
        wish = replace(wish, id=uuid4())
    below = below_of(user, access.document) if wish.with_below else []
    if len(below) >= MAX_COPIED:
        raise Refused(_("That are too many documents: %(most)d can be copied at once.") % {"most": MAX_COPIED})
    if not may_go_on("copy", user.pk, MAX_COPIES_PER_HOUR, 3600):
        raise Refused(_("You have made many copies in a short time. Try again in an hour."))
    copying = _begin(access.document, user, wish, total=len(below) + 1)
    if copying.finished_at is None and len(below) > AT_ONCE:
        app.configure_task("editor.library.copy_tasks.go_on_copying").defer(copying_id=str(copying.pk))
    elif copying.finished_at is None:
        go_on(copying)
    return copying


def _known(user: User, wish: Wish) -> Copying | None:
    known = Copying.objects.filter(pk=wish.id).first()
    if known is not None and known.user_id != user.pk:
        raise DocumentNotFound
    return known


def _begin(source: Document, user: User, wish: Wish, total: int) -> Copying:
    content = read_content(source.pk)
    title = _("Copy of %(title)s") % {"title": content.title} if wish.kind == Kind.DUPLICATE else content.title
    with transaction.atomic():
        tree.hold_tree()
        if (known := _known(user, wish)) is not None:
            return known
        copying = Copying.objects.create(
            pk=wish.id, user=user, source=source, kind=wish.kind, with_below=wish.with_below, total=total
        )
        made = _make(copying, source, content, wish.place, title)
        if wish.kind == Kind.DUPLICATE:
            _put_after(made, source, user)
        record("document.copied", user, document=made.pk, subject=title, source=str(source.pk), kind=wish.kind)
    refresh_projection(made.pk)
    return copying


def go_on(copying: Copying) -> None:
    """Copies what is below and isn't copied yet. May be cut off, and run twice at once."""
    made = dict(copying.copied.values_list("source", "copy"))
    try:
        for document in below_of(copying.user, copying.source) if copying.with_below else []:
            if document.pk not in made:
                made[document.pk] = _copy_below(copying, document, _copy_above(document, made))
    except Refused as refused:
        copying.problem = str(refused)
    except DocumentNotFound:
        copying.problem = _("The copy was moved or deleted meanwhile.")
    copying.finished_at = timezone.now()
    copying.save(update_fields=["problem", "finished_at"])


def _copy_above(document: Document, made: dict[UUID, UUID]) -> UUID:
    """The copy of the nearest document above it that has one. Raises DocumentNotFound where all are deleted."""
    for above in reversed(document.path):
        if above in made:
            return made[above]
    raise DocumentNotFound


def _copy_below(copying: Copying, source: Document, parent_id: UUID) -> UUID:
    content = read_content(source.pk)
    with transaction.atomic():
        tree.hold_tree()
        done = copying.copied.filter(source=source.pk).values_list("copy", flat=True).first()
        if done is not None:
            return done
        made = _make(copying, source, content, Place(parent_id=parent_id), content.title)
    refresh_projection(made.pk)
    return made.pk


def _make(copying: Copying, source: Document, content: Content, place: Place, title: str) -> Document:
    """Call it in a transaction that holds the tree."""
    made = create_document(copying.user, place)
    is_template = copying.kind == Kind.TEMPLATE or (copying.kind == Kind.DUPLICATE and source.is_template)
    Document.objects.filter(pk=made.pk).update(is_template=is_template, icon=source.icon)
    cover = [] if source.cover is None else [source.cover]
    try:
        bring_files(source.pk, made.pk, [*content.files, *cover])
    except problems.Refused as refused:
        raise Refused(refused.message) from refused
    Document.objects.filter(pk=made.pk, file_uses__file=source.cover).update(
        cover=source.cover, cover_position=source.cover_position
    )
    realtime().write(made.pk, lambda doc: content.write(doc, title), copying.user.pk, Source.SYSTEM)
    project_title(made.pk, title)
    CopiedDocument.objects.create(copying=copying, source=source.pk, copy=made)
    return made


def _put_after(made: Document, source: Document, user: User) -> None:
    if (made.parent_id, made.space_id) != (source.parent_id, source.space_id):
        return
    siblings = Document.objects.filter(parent=source.parent_id, space=source.space_id, position__gt=source.position)
    if made.parent_id is None and made.space_id is None:
        siblings = siblings.filter(memberships__user=user)
    after = siblings.exclude(pk=made.pk).order_by("position", "pk").first()
    if after is not None:
        tree.put_before(made, after.pk)


def forget_old_copyings() -> None:
    """After a day nobody clicks a second time."""
    before = timezone.now() - timedelta(days=1)
    Copying.objects.filter(created_at__lt=before, finished_at__isnull=False).delete()


def unfinished_copyings() -> list[UUID]:
    """Those whose process was killed, or whose job was lost."""
    before = timezone.now() - timedelta(minutes=5)
    waiting = Copying.objects.filter(finished_at__isnull=True, created_at__lt=before)
    return list(waiting.order_by("created_at").values_list("pk", flat=True)[:100])
