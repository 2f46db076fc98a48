"""Who has access to a document, and why: what the dialog lists. A constant number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editor.accounts.models import User
from editor.documents.access import Access, Reader, visible_documents
from editor.documents.models import Document, Grant, Membership, Role
from editor.sharing.models import ShareLink, TeamShare
from editor.spaces.models import Space, SpaceMember
from editor.teams.access import keeps_teams
from editor.teams.models import Team, TeamMember


@dataclass(frozen=True, slots=True)
class Source:
    """Where a right comes from, in words; `document` or `space` is where to change it, if the reader may go there."""

    text: str
    role: Role
    document: UUID | None = None
    space: UUID | None = None


@dataclass(slots=True)
class Holder:
    """A person, a team, or everybody of some kind. `own_role` is what was given in this document itself."""

    key: str
    name: str
    note: str = ""
    person: User | None = None
    team: Team | None = None
    own_role: Role | None = None
    sources: list[Source] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    @property
    def role(self) -> Role:
        return max([source.role for source in self.sources] + ([self.own_role] if self.own_role else []))

    @property
    def better(self) -> list[Source]:
        """What gives more than was given here."""
        return [source for source in self.sources if self.own_role is None or source.role > self.own_role]


@dataclass(frozen=True, slots=True)
class Above:
    """The documents and the space that the document inherits from; named only where the reader may open them."""

    documents: Mapping[UUID, str]
    space: Space | None
    may_see_space: bool

    def source(self, node_id: UUID, role: int) -> Source:
        if self.space is not None and node_id == self.space.pk:
            text = _("from the space %(name)s") % {"name": self.space.name} if self.may_see_space else _("from a space")
            return Source(text, Role(role), space=node_id if self.may_see_space else None)
        title = self.documents.get(node_id)
        if title is None:
            return Source(_("from a document above"), Role(role))
        return Source(_("from “%(title)s”") % {"title": title}, Role(role), document=node_id)


def find_above(document: Document, reader: Reader) -> Above:
    nodes = document.inherits_from
    seen = visible_documents(reader).filter(pk__in=nodes).only("pk", "title") if nodes else ()
    space = Space.objects.filter(pk__in=nodes).first() if nodes else None
    may_see = space is not None and Grant.objects.filter(node_id=space.pk, holder_id=reader.pk).exists()
    return Above({found.pk: str(found) for found in seen}, space, may_see)


def list_holders(access: Access, reader: User, above: Above) -> list[Holder]:
    """Those with something of their own here first, by role and name; then those who come from above."""
    nodes = [access.document.pk, *access.document.inherits_from]
    holders: dict[str, Holder] = {}
    _add_people(holders, access.document, nodes, above)
    _add_teams(holders, access.document, nodes, above)
    _add_space(holders, above)
    _add_links_above(holders, access.document, above)
    _say_teams(holders, reader, may_share=access.rights.may_share)
    return sorted(holders.values(), key=lambda one: (one.own_role is None, -one.role, one.name.casefold(), one.key))


def _add_people(holders: dict[str, Holder], document: Document, nodes: Collection[UUID], above: Above) -> None:
    for found in Membership.objects.filter(document__in=nodes).select_related("user"):
        _add(_person(holders, found.user), found.document_id, found.role, document, above)


def _add_teams(holders: dict[str, Holder], document: Document, nodes: Collection[UUID], above: Above) -> None:
    for found in TeamShare.objects.filter(document__in=nodes).select_related("team"):
        _add(_team(holders, found.team), found.document_id, found.role, document, above)


def _add_space(holders: dict[str, Holder], above: Above) -> None:
    if above.space is None:
        return
    for found in SpaceMember.objects.filter(space=above.space).select_related("user", "team"):
        holder = _person(holders, found.user) if found.user is not None else _team(holders, _required(found.team))
        holder.sources.append(above.source(above.space.pk, found.role))
    if above.space.open_role is not None:
        everybody = holders.setdefault("everybody", Holder("everybody", _("Everybody signed in")))
        everybody.sources.append(above.source(above.space.pk, above.space.open_role))


def _add_links_above(holders: dict[str, Holder], document: Document, above: Above) -> None:
    for link in ShareLink.objects.filter(document__in=document.inherits_from):
        key = f"link-{link.document_id}"
        holders[key] = Holder(key, link.get_reach_display(), sources=[above.source(link.document_id, link.role)])


def _add(holder: Holder, node_id: UUID, role: int, document: Document, above: Above) -> None:
    if node_id == document.pk:
        holder.own_role = Role(role)
    else:
        holder.sources.append(above.source(node_id, role))


def _person(holders: dict[str, Holder], user: User) -> Holder:
    note = user.email if user.is_active else _("%(address)s · deactivated") % {"address": user.email}
    return holders.setdefault(f"person-{user.pk}", Holder(f"person-{user.pk}", user.display_name, note, person=user))


def _team(holders: dict[str, Holder], team: Team) -> Holder:
    return holders.setdefault(f"team-{team.pk}", Holder(f"team-{team.pk}", team.name, team=team))


def _required(team: Team | None) -> Team:
    if team is None:
        raise RuntimeError("a member of a space is a person or a team")
    return team


def _say_teams(holders: dict[str, Holder], reader: User, *, may_share: bool) -> None:
    """How many are in each team; who they are, to those in it; and of people, which team they have a better role by."""
    teams = {holder.team.pk: holder for holder in holders.values() if holder.team is not None}
    counts: Any = Team.objects.filter(pk__in=teams).annotate(size=Count("members")).values_list("pk", "size")
    for team_id, size in counts:
        teams[team_id].note = ngettext("%(n)d person", "%(n)d people", size) % {"n": size}
    members = list(TeamMember.objects.filter(team__in=teams, user__is_active=True).select_related("user"))
    mine = {member.team_id for member in members if member.user_id == reader.pk}
    sees_all = keeps_teams(reader)
    for member in sorted(members, key=lambda one: one.user.display_name.casefold()):
        through = teams[member.team_id]
        if sees_all or member.team_id in mine:
            through.people.append(member.user.display_name)
        person = holders.get(f"person-{member.user_id}")
        if person is not None and (may_share or member.user_id == reader.pk):
            text = _("through %(team)s") % {"team": through.name}
            person.sources.append(Source(text, through.role))


def reasons_of(access: Access, reader: User, above: Above) -> list[Source]:
    """Why the reader may open the document, the best reason first, each once."""
    document = access.document
    nodes = [document.pk, *document.inherits_from]
    grants = Grant.objects.filter(node_id__in=nodes, holder_id=reader.pk).values_list("node_id", "role", "via")
    shared = TeamShare.objects.filter(document__in=nodes, team__members__user=reader)
    teams = {(node, role): name for node, role, name in shared.values_list("document_id", "role", "team__name")}
    found: dict[str, Source] = {}
    for node_id, role, via in sorted(grants, key=lambda grant: -grant[1]):
        source = above.source(node_id, role) if node_id != document.pk else Source(_("given to you"), Role(role))
        if via == Grant.Via.TEAM and (node_id, role) in teams:
            source = Source(_("through %(team)s") % {"team": teams[node_id, role]}, Role(role))
        elif via == Grant.Via.LINK and node_id == document.pk:
            source = Source(_("by the link"), Role(role))
        found.setdefault(source.text, source)
    return list(found.values())
