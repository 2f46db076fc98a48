"""Random trees, people, teams, spaces and links: what the gate answers is what the plain rules say."""

import os
from random import Random
from uuid import UUID

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from editor.documents.access import readers_of, rights_of, visible_documents, with_role
from editor.documents.models import Document, Role
from tests.documents.rights_model import picture
from tests.documents.rights_world import World

STEPS = {
    "create": 2,
    "move": 2,
    "cut": 1,
    "trash": 1,
    "restore": 1,
    "grant": 3,
    "join": 2,
    "open_space": 1,
    "link": 1,
    "come_by_link": 2,
    "change_reach": 1,
    "activate": 1,
}
"""How often each is taken, beside the others."""
EXAMPLES = int(os.environ.get("RIGHTS_EXAMPLES", "12"))
STEPS_TAKEN = 50


class Rights(TestCase):
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**32))
    def test_the_gate_the_lists_and_the_plain_rules_agree(self, seed: int) -> None:
        world, random = World(seed), Random(seed)
        for step in ["create"] * 4 + random.choices(list(STEPS), list(STEPS.values()), k=STEPS_TAKEN):
            before, versions = effective(world), world.versions()
            getattr(world, step)()
            look(world)
            expect_versions_raised(world, before, versions)
        look_at_lists(world)


def effective(world: World) -> dict[str, dict[str, int]]:
    """What everybody may do now; nothing in what is in the trash."""
    docs = world.model.docs
    return {
        name: {reader: 0 if docs[name].trashed_with else role for reader, role in roles.items()}
        for name, roles in picture(world.model).items()
    }


def look(world: World) -> None:
    """The gate's answers."""
    everybody = {reader.pk: name for name, reader in world.readers.items()}
    for name, roles in picture(world.model).items():
        document_id, trashed = world.documents[name], world.model.docs[name].trashed_with is not None
        rights = rights_of(document_id, everybody, trashed=trashed)
        found = {everybody[reader_id]: granted.role for reader_id, granted in rights.items()}
        assert found == {reader: role for reader, role in roles.items() if role}, name
        assert rights_of(document_id, everybody, trashed=not trashed) == {}


def expect_versions_raised(world: World, before: dict[str, dict[str, int]], versions: dict[str, int]) -> None:
    """Whoever may do less than before was told to the log: no append that was checked before can follow."""
    after, now = effective(world), world.versions()
    for name, roles in before.items():
        if any(after[name][reader] < role for reader, role in roles.items()):
            assert now[name] > versions[name], name


def look_at_lists(world: World) -> None:
    everywhere = {document.pk: document for document in Document.objects.all()}
    for name, doc in world.model.docs.items():
        document = everywhere[world.documents[name]]
        assert [world.name_of(above) for above in document.path] == world.model.ancestors(name)
        expected = {world.readers[reader].pk for reader, role in picture(world.model)[name].items() if role}
        assert set(readers_of(document).values_list("holder_id", flat=True)) & ids(world) == expected
        assert document.is_trashed == (doc.trashed_with is not None)
    for reader in world.readers:
        for trashed in (False, True):
            look_at_list(world, reader, trashed)


def look_at_list(world: World, reader: str, trashed: bool) -> None:
    roles = {
        world.documents[name]: world.model.role(reader, name)
        for name, doc in world.model.docs.items()
        if (doc.trashed_with is not None) == trashed
    }
    for minimum in Role:
        listed = with_role(visible_documents(world.readers[reader], minimum, trashed=trashed), world.readers[reader])
        found = {document.pk: document.role for document in listed}
        assert found == {document_id: role for document_id, role in roles.items() if role >= minimum}


def ids(world: World) -> set[UUID]:
    return {reader.pk for reader in world.readers.values()}
