"""The real thing beside the plain model: whatever is done to one is done to the other."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.utils import timezone

from editor.accounts.actions import set_active
from editor.accounts.models import User, Visitor
from editor.documents import actions, trashing, tree
from editor.documents.access import DocumentNotFound, Reader, access_document
from editor.documents.models import Membership, Role
from editor.log.models import LogHead
from editor.sharing.models import LinkPass, ShareLink, TeamShare
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team, TeamMember
from tests.documents.rights_model import Link, Model
from tests.people import make_user

T = TypeVar("T")
MOST_DOCUMENTS = 8
ROLES = (0, 10, 20, 30, 40)


class World:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.users: dict[str, User] = {name: make_user(name) for name in ("ada", "ben", "cho", "dan")}
        self.visitors = {name: Visitor.objects.create() for name in ("guest",)}
        self.teams = {name: Team.objects.create(name=f"{name} {uuid4()}") for name in ("red", "blue")}
        self.spaces = {name: Space.objects.create(name=name) for name in ("open", "shut")}
        self.documents: dict[str, UUID] = {}
        self.model = Model(list(self.users), list(self.visitors), {name: set() for name in self.teams})
        self._make("ada", None, None)

    @property
    def readers(self) -> dict[str, Reader]:
        return {**self.users, **self.visitors}

    def versions(self) -> dict[str, int]:
        found = dict(LogHead.objects.values_list("document_id", "access_version"))
        return {name: found[document_id] for name, document_id in self.documents.items()}

    def name_of(self, document_id: UUID) -> str:
        return next(name for name, known in self.documents.items() if known == document_id)

    def node(self, name: str) -> UUID:
        return self.documents[name] if name in self.documents else self.spaces[name].pk

    # -- Steps. Mostly those do something who may. ------------------------------------------------------------------

    def create(self) -> None:
        if len(self.documents) == MOST_DOCUMENTS:
            return
        parent, space = self._one(self._places())
        self._make(self._actor(lambda user: self.model.may_write_in(user, parent, space)), parent, space)

    def _make(self, user: str, parent: str | None, space: str | None) -> None:
        name = f"d{len(self.documents)}"
        may = self.model.create(user, name, parent, space)
        made = self._try(may, lambda: actions.create_document(self.users[user], self._place(parent, space)))
        if made is not None:
            self.documents[name] = made.pk

    def move(self) -> None:
        user, name = self._document_of()
        place = self._one(self._places())
        may = self.model.move(user, name, *place)
        self._as(user, name, may, lambda access: actions.move(access, self.users[user], self._place(*place)))

    def cut(self) -> None:
        user, name = self._document_of()
        inherits = self._chance(0.4)
        may = self.model.set_inherits(user, name, inherits)
        self._as(user, name, may, lambda access: actions.set_inherits(access, self.users[user], inherits=inherits))

    def trash(self) -> None:
        user, name = self._document_of()
        may = self.model.trash(user, name)
        self._as(user, name, may, lambda access: trashing.trash(access, self.users[user]))

    def restore(self) -> None:
        user, name = self._document_of()
        may = self.model.restore(user, name)
        self._as(user, name, may, lambda access: trashing.restore(access, self.users[user]), trashed=True)

    def grant(self) -> None:
        """A person or a team gets a role in a document or a space, or loses it."""
        holders, nodes = [*self.users, *self.teams], [*self.documents, *self.spaces]
        who, node, given = self._one(holders), self._one(nodes), self._one(ROLES)
        self.model.grants.pop((node, who), None)
        if given:
            self.model.grants[node, who] = given
        tree.hold_tree()
        rows, values = self._grants(who, node)
        rows.objects.filter(**values).delete()
        if given:
            rows.objects.create(**values, role=given)
        actions.change_access([self.node(node)])

    def join(self) -> None:
        name, who = self._one(list(self.teams)), self._one(list(self.users))
        tree.hold_tree()
        if self._chance(0.6):
            self.model.teams[name].add(who)
            TeamMember.objects.get_or_create(team=self.teams[name], user=self.users[who])
        else:
            self.model.teams[name].discard(who)
            TeamMember.objects.filter(team=self.teams[name], user=self.users[who]).delete()
        shared = TeamShare.objects.filter(team=self.teams[name]).values_list("document_id", flat=True)
        spaces = SpaceMember.objects.filter(team=self.teams[name]).values_list("space_id", flat=True)
        actions.change_access([*shared, *spaces])

    def open_space(self) -> None:
        name, given = self._one(list(self.spaces)), self._one(ROLES[:4])
        tree.hold_tree()
        self.model.open_roles[name] = given
        Space.objects.filter(pk=self.spaces[name].pk).update(open_role=given or None)
        actions.change_access([self.spaces[name].pk])

    def link(self) -> None:
        """A new link instead of the old one, or none."""
        name, given = self._one(list(self.documents)), self._one(ROLES[:4])
        reach, has_password, is_over = self._one((10, 20)), self._chance(0.4), self._chance(0.2)
        document_id = self.documents[name]
        tree.hold_tree()
        ShareLink.objects.filter(document_id=document_id).delete()
        self.model.links.pop(name, None)
        if given:
            self.model.links[name] = Link(reach, given, has_password, is_over)
            ShareLink.objects.create(
                document_id=document_id,
                reach=reach,
                role=given,
                digest=uuid4().hex,
                edition=uuid4(),
                password="something" if has_password else "",
                expires_at=timezone.now() + timedelta(days=-1 if is_over else 1),
            )
        actions.change_access([document_id])

    def come_by_link(self) -> None:
        if not self.model.links:
            return
        reader, name = self._one(list(self.readers)), self._one(list(self.model.links))
        link = self.model.links[name]
        link.passes.add(reader)
        real = ShareLink.objects.get(document_id=self.documents[name])
        LinkPass.objects.get_or_create(link=real, holder_id=self.readers[reader].pk, defaults={"edition": real.edition})

    def change_reach(self) -> None:
        """A link's reach alone: the passes stay."""
        if self.model.links:
            name, reach = self._one(list(self.model.links)), self._one((10, 20))
            tree.hold_tree()
            self.model.links[name].reach = reach
            ShareLink.objects.filter(document_id=self.documents[name]).update(reach=reach)
            actions.change_access([self.documents[name]])

    def activate(self) -> None:
        name, active = self._one(list(self.users)), self._chance(0.7)
        (self.model.inactive.discard if active else self.model.inactive.add)(name)
        set_active(self.users[name].pk, active=active)

    # -----------------------------------------------------------------------------------------------------------------

    def _one(self, things: Sequence[T]) -> T:
        return self._random.choice(things)

    def _chance(self, likelihood: float) -> bool:
        return self._random.random() < likelihood

    def _actor(self, may: Callable[[str], bool]) -> str:
        able = [user for user in self.users if may(user)]
        return self._one(able if able and self._chance(0.7) else list(self.users))

    def _document_of(self) -> tuple[str, str]:
        """A document and somebody, most often an owner of it."""
        name = self._one(list(self.documents))
        return self._actor(lambda user: self.model.role(user, name) == max(ROLES)), name

    def _places(self) -> list[tuple[str | None, str | None]]:
        return [(None, None), *((None, space) for space in self.spaces), *((name, None) for name in self.documents)]

    def _place(self, parent: str | None, space: str | None) -> actions.Place:
        return actions.Place(
            self.documents[parent] if parent is not None else None, self.spaces[space].pk if space is not None else None
        )

    def _grants(self, who: str, node: str) -> tuple[Any, dict[str, Any]]:
        if node in self.spaces:
            return SpaceMember, {"space_id": self.node(node), **self._holder(who)}
        return (Membership if who in self.users else TeamShare), {"document_id": self.node(node), **self._holder(who)}

    def _holder(self, who: str) -> dict[str, Any]:
        return {"user": self.users[who]} if who in self.users else {"team": self.teams[who]}

    def _as(self, user: str, name: str, may: bool, act: Callable[[Any], Any], *, trashed: bool = False) -> None:
        document_id = self.documents[name]
        self._try(may, lambda: act(access_document(self.users[user], document_id, Role.VIEWER, trashed=trashed)))

    def _try(self, may: bool, act: Callable[[], T]) -> T | None:
        """Does it if the model says so; otherwise it must be refused."""
        try:
            done = act()
        except (DocumentNotFound, actions.Refused):
            assert not may
            return None
        assert may
        return done
