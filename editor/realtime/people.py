"""What a person's open pages are told. A hint: pages ask again when somebody looks at them, and now and then."""

import json
from collections.abc import Collection, Mapping
from uuid import UUID

from editor.collab.ports import EventHappened
from editor.realtime.server_writes import announce_now

_SENDER = "server"


def announce_people(user_ids: Collection[UUID], *events: Mapping[str, str]) -> None:
    """Tells every open page of these people, at every replica. Call it once the transaction is committed.

    On the bus a person's id is an address as a document's is: no two things of ours have the same one.
    """
    said = [json.dumps(event) for event in events]
    announce_now([EventHappened(user_id, _SENDER, one) for user_id in user_ids for one in said])


def announce_person(user_id: UUID, event: Mapping[str, str]) -> None:
    announce_people([user_id], event)
