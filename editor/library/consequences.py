"""Whom a move lets in, and whom it shuts out."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editor.accounts.models import User
from editor.documents.access import visible_documents
from editor.documents.actions import Place
from editor.documents.models import Document, Grant
from editor.sharing.models import Reach, ShareLink
from editor.teams.people import known_people

MAX_NAMED = 3


@dataclass(frozen=True, slots=True)
class Consequence:
    """Who may open the document after a move but not now, and the other way round; whose role would be another; and
    whether a link lets in anybody from then on: that of this document, if the mover may see it."""

    gained: frozenset[UUID]
    lost: frozenset[UUID]
    changed: frozenset[UUID]
    has_link: bool
    link_from: Document | None

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.changed or self.has_link)


def consequence(document: Document, user: User, place: Place) -> Consequence:
    """What moving the document there changes for other people."""
    now, then = [document.pk, *document.inherits_from], [document.pk, *_nodes_at(document, place)]
    had, will = _roles(now), _roles(then)
    gained, lost = will.keys() - had.keys(), had.keys() - will.keys() - {user.pk}
    changed = {holder for holder in will.keys() & had.keys() - {user.pk} if will[holder] != had[holder]}
    new = set(then) - set(now)
    linked = ShareLink.objects.filter(document_id__in=new, reach=Reach.ANYONE).values_list("document_id", flat=True)
    link_from = visible_documents(user).filter(pk__in=linked).first()
    return Consequence(frozenset(gained), frozenset(lost), frozenset(changed), bool(linked), link_from)


def _nodes_at(document: Document, place: Place) -> list[UUID]:
    """What the document would inherit from."""
    if not document.inherits:
        return []
    if place.parent_id is not None:
        parent = Document.objects.only("inherits_from").get(pk=place.parent_id)
        return [parent.pk, *parent.inherits_from]
    return [] if place.space_id is None else [place.space_id]


def _roles(nodes: Collection[UUID]) -> dict[UUID, int]:
    best: dict[UUID, int] = {}
    for holder, role in Grant.objects.filter(node_id__in=nodes).values_list("holder_id", "role"):
        best[holder] = max(role, best.get(holder, 0))
    return best


def describe(consequence: Consequence, place_name: str, user: User) -> list[str]:
    """The same in sentences, for who is about to move the document."""
    lines = []

    def names(holders: Collection[UUID]) -> str:
        return name_people(holders, user)

    if consequence.gained:
        text = _("Moving it here shares it with the people of %(place)s: %(names)s.")
        lines.append(text % {"place": place_name, "names": names(consequence.gained)})
    if consequence.lost:
        lines.append(_("No longer able to open it: %(names)s.") % {"names": names(consequence.lost)})
    if consequence.changed:
        lines.append(_("What they may do in it changes: %(names)s.") % {"names": names(consequence.changed)})
    if consequence.link_from is not None:
        text = _("Anyone with the link to “%(title)s” will be able to open it.")
        lines.append(text % {"title": consequence.link_from})
    elif consequence.has_link:
        lines.append(_("Anyone with the link to a document above will be able to open it."))
    return lines


def name_people(holders: Collection[UUID], user: User) -> str:
    """ "Ben, Cleo and 4 others": those that the user knows. Guests have no names."""
    found = known_people(user).filter(pk__in=holders).order_by("name", "email")[:MAX_NAMED]
    names = [person.display_name for person in found]
    others = len(holders) - len(names)
    if not names:
        return ngettext("one person", "%(count)d people", others) % {"count": others}
    if others > 0:
        names.append(_("%(count)d others") % {"count": others} if others > 1 else _("one other"))
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
