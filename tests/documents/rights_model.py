"""The rules of who may do what, as plainly as they can be said: dictionaries, and loops over everything."""

from dataclasses import dataclass, field
from typing import Any

Name = str


@dataclass
class Doc:
    parent: Name | None
    space: Name | None
    creator: Name
    inherits: bool = True
    trashed_with: Name | None = None


@dataclass
class Link:
    reach: int  # 10: anyone signed in, 20: anyone
    role: int
    has_password: bool
    is_over: bool
    passes: set[Name] = field(default_factory=set)


@dataclass
class Model:
    users: list[Name]
    visitors: list[Name]
    teams: dict[Name, set[Name]] = field(default_factory=dict)
    inactive: set[Name] = field(default_factory=set)
    docs: dict[Name, Doc] = field(default_factory=dict)
    grants: dict[tuple[Name, Name], int] = field(default_factory=dict)
    """Roles by node (a document or a space) and holder (a user or a team)."""
    open_roles: dict[Name, int] = field(default_factory=dict)
    links: dict[Name, Link] = field(default_factory=dict)

    def nodes(self, name: Name) -> list[Name]:
        """From where rights flow to the document: itself, and upwards until one that is cut off."""
        doc = self.docs[name]
        if not doc.inherits:
            return [name]
        if doc.parent is not None:
            return [name, *self.nodes(doc.parent)]
        return [name] if doc.space is None else [name, doc.space]

    def role(self, reader: Name, name: Name) -> int:
        """The best role that anything gives; 0: none."""
        return max((self._role_from(reader, node) for node in self.nodes(name)), default=0)

    def space_role(self, reader: Name, space: Name) -> int:
        return self._role_from(reader, space)

    def _role_from(self, reader: Name, node: Name) -> int:
        if reader in self.inactive:
            return 0
        found = [self.grants.get((node, reader), 0)]
        found += [self.grants.get((node, team), 0) for team, members in self.teams.items() if reader in members]
        if reader in self.users:
            found.append(self.open_roles.get(node, 0))
        link = self.links.get(node)
        if link is not None and not link.is_over:
            is_user = reader in self.users
            came_in = reader in link.passes and (is_user or link.reach == 20)
            if came_in or (is_user and link.reach == 10 and not link.has_password):
                found.append(link.role)
        return max(found)

    def ancestors(self, name: Name) -> list[Name]:
        parent = self.docs[name].parent
        return [] if parent is None else [*self.ancestors(parent), parent]

    def below(self, name: Name) -> list[Name]:
        return [other for other in self.docs if name in self.ancestors(other)]

    def has_owner(self, name: Name) -> bool:
        return any(self.role(user, name) == 40 for user in self.users)

    # -- What people do. Each answers whether they may; if they may not, nothing changes. -------------------------

    def may_write_in(self, user: Name, parent: Name | None, space: Name | None) -> bool:
        if parent is not None:
            return self.docs[parent].trashed_with is None and self.role(user, parent) >= 30
        return space is None or self.space_role(user, space) >= 30

    def create(self, user: Name, name: Name, parent: Name | None, space: Name | None) -> bool:
        if not self.may_write_in(user, parent, space):
            return False
        self.docs[name] = Doc(parent, space if parent is None else self.docs[parent].space, user)
        if parent is None and space is None:
            self.grants[name, user] = 40
        return True

    def move(self, user: Name, name: Name, parent: Name | None, space: Name | None) -> bool:
        doc = self.docs[name]
        if doc.trashed_with is not None or self.role(user, name) < 30:
            return False
        if parent is not None:
            space = None
        if (parent, space) == (doc.parent, doc.space if doc.parent is None else None):
            return True
        if not self.may_write_in(user, parent, space) or parent in {name, *self.below(name)}:
            return False
        was_owner, before = self.role(user, name) == 40, self._giving(name)
        old = (doc.parent, doc.space)
        self._put(name, parent, space if parent is None else self.docs[parent].space)
        if self._giving(name) == before:
            return True
        if not was_owner:
            self._put(name, *old)
            return False
        self._keep_owner(name, user)
        return True

    def _giving(self, name: Name) -> set[Name]:
        """What is above the document and shared with anybody, also where nobody gets anything by it yet."""
        shared = {node for node, _ in self.grants} | {space for space, role in self.open_roles.items() if role}
        return set(self.nodes(name)[1:]) & (shared | set(self.links))

    def _put(self, name: Name, parent: Name | None, space: Name | None) -> None:
        self.docs[name].parent = parent
        for moved in [name, *self.below(name)]:
            self.docs[moved].space = space

    def _keep_owner(self, name: Name, user: Name) -> None:
        if not self.has_owner(name):
            self.grants[name, user] = 40

    def set_inherits(self, user: Name, name: Name, inherits: bool) -> bool:
        doc = self.docs[name]
        if doc.trashed_with is not None or self.role(user, name) < 40:
            return False
        if doc.inherits != inherits:
            doc.inherits = inherits
            self._keep_owner(name, user)
        return True

    def trash(self, user: Name, name: Name) -> bool:
        doc = self.docs[name]
        role = self.role(user, name)
        if doc.trashed_with is not None or role < 30:
            return False
        if role < 40 and (doc.creator != user or self.below(name)):
            return False
        for other in sorted(self.below(name), key=lambda other: len(self.ancestors(other))):
            cut = self.docs[other]
            is_below_still = name in self.ancestors(other)
            if is_below_still and not cut.inherits and cut.trashed_with is None and self.role(user, other) < 40:
                self._put(other, doc.parent, doc.space)
        for gone in [name, *self.below(name)]:
            if self.docs[gone].trashed_with is None:
                self.docs[gone].trashed_with = name
        return True

    def restore(self, user: Name, name: Name) -> bool:
        doc = self.docs[name]
        if doc.trashed_with is None or self.role(user, name) < 40:
            return False
        together = doc.trashed_with
        for other, gone in self.docs.items():
            if gone.trashed_with == name or (gone.trashed_with == together and name in self.ancestors(other)):
                gone.trashed_with = None
        doc.trashed_with = None
        if doc.parent is not None and self.docs[doc.parent].trashed_with is not None:
            reaches = not doc.inherits or doc.space in self.nodes(name)
            owners = [owner for owner in self.users if self.role(owner, name) == 40]
            self._put(name, None, doc.space if reaches else None)
            for owner in owners:
                if self.role(owner, name) < 40:
                    self.grants[name, owner] = 40
            self._keep_owner(name, user)
        return True


def picture(model: Model) -> dict[str, Any]:
    """All rights, by document and reader."""
    readers = [*model.users, *model.visitors]
    return {name: {reader: model.role(reader, name) for reader in readers} for name in model.docs}
