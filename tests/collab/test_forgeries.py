"""Nobody writes, and nobody shows themselves, as somebody else: tried a thousand times, at two replicas."""

import json
from functools import partial
from random import Random

from editor.collab.protocol import CloseCode
from tests.collab.commits import committed, level
from tests.collab.presence import say, shown
from tests.collab.rooms import Client, Replica, World, a_world, edit_of, eventually, new_doc, typing

FORGERIES = 1_000
VICTIMS = 5


async def people_who_wrote(world: World, replica: Replica) -> list[Client]:
    people = [await world.join(replica) for _ in range(VICTIMS)]
    for number, person in enumerate(people, 1):
        await person.write(typing(f"{number} was here. "))
        await level(world, person, frames=1, rows=number)
    return people


async def test_nothing_is_written_under_somebody_elses_client_id() -> None:
    rng = Random(1)
    async with a_world() as world:
        replicas = [world.replica(name) for name in "ab"]
        victims = await people_who_wrote(world, replicas[0])
        text = committed(world)
        for _ in range(FORGERIES):
            forger, victim = await world.join(rng.choice(replicas)), rng.choice(victims)
            forged = new_doc(victim.doc.client_id)
            forged.apply_update(victim.doc.get_update())
            update = edit_of(forged, typing("forged"))
            await rng.choice((forger.send_update, forger.send_step_2))(update)
            await eventually(partial(is_closed, forger))
            assert (forger.close_code, [code for *_, code in forger.refusals]) == (
                CloseCode.INVALID,
                ["foreign-client"],
            )
            forger.room.leave(forger.peer)
        assert (committed(world), len(world.payloads())) == (text, VICTIMS)


async def test_nothing_is_written_under_a_client_id_that_somebody_else_shows_and_has_not_used() -> None:
    async with a_world() as world:
        here, there = [world.replica(name) for name in "ab"]
        victim = await world.join(here)
        second = await world.join(there, author=victim.peer.author)
        await say(victim)
        await eventually(lambda: victim.doc.client_id in shown(second))
        for forger in [await world.join(replica) for replica in (here, there)]:
            await forger.send_update(edit_of(new_doc(victim.doc.client_id), typing("forged")))
            await eventually(partial(is_closed, forger))
            assert [code for *_, code in forger.refusals] == ["foreign-client"]
        victim.room.leave(victim.peer)
        await eventually(lambda: victim.doc.client_id not in shown(second))
        late = await world.join(there)
        await late.send_update(edit_of(new_doc(victim.doc.client_id), typing("forged")))
        await eventually(partial(is_closed, late))
        # What was left unsent comes by another tab, or after the line is back.
        await second.send_update(edit_of(new_doc(victim.doc.client_id), typing("Mine.")))
        await level(world, second, frames=1, rows=1)
        assert committed(world) == "Mine."


async def test_nobody_is_shown_as_somebody_else() -> None:
    rng = Random(2)
    async with a_world() as world:
        replicas = [world.replica(name) for name in "ab"]
        victims = await people_who_wrote(world, replicas[0])
        for victim in victims:
            await say(victim)
        forger, witness = [await world.join(replica) for replica in replicas]
        claimed = {"id": str(victims[0].peer.author), "name": "Ada", "color": "#000000"}
        for clock in range(2, FORGERIES + 2):
            victim = rng.choice(victims)
            await say(forger, clock, number=victim.doc.client_id, state=rng.choice(['{"cursor":666}', "null"]))
            await say(forger, clock, state=json.dumps({"user": claimed, "cursor": clock}))
        await eventually(lambda: shown(witness).get(forger.doc.client_id, (0,))[0] == FORGERIES + 1)
        everybody = {person.doc.client_id: str(person.peer.author) for person in (*victims, forger)}
        seen = shown(witness)
        assert {client: state["user"]["id"] for client, (_, state) in seen.items()} == everybody
        assert {seen[victim.doc.client_id][0] for victim in victims} == {1}


def is_closed(client: Client) -> bool:
    return client.close_code is not None
