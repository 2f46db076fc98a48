"""The tables in which replicas say who is connected to them, written in one transaction for all that has changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from editor.realtime.models import ActiveDay, LiveSession, Replica, alive_since


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed at a replica since it wrote last. `afresh`: what the table has of it is not to be relied on."""

    joined: Sequence[LiveSession] = ()
    left: Collection[str] = ()
    roles: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    afresh: bool = False


@transaction.atomic
def write(replica: str, host: str, changes: Changes) -> list[str]:
    """Returns the connections of this replica that somebody has asked to close."""
    Replica.objects.bulk_create(
        [Replica(id=replica, host=host, seen_at=Now())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["seen_at"],
    )
    mine = LiveSession.objects.filter(replica_id=replica)
    if changes.afresh:
        mine.delete()
    if changes.left:
        mine.filter(connection__in=changes.left).delete()
    if changes.joined:
        LiveSession.objects.bulk_create(changes.joined, ignore_conflicts=True)
        today = timezone.now().date()
        ActiveDay.objects.bulk_create(
            [ActiveDay(day=today, reader_id=reader) for reader in sorted({one.reader_id for one in changes.joined})],
            ignore_conflicts=True,
        )
    for connection_name, role in changes.roles.items():
        mine.filter(connection=connection_name).update(role=role)
    count(changes.counts)
    return list(mine.filter(asked_to_close_at__isnull=False).values_list("connection", flat=True))


_COUNT = """
INSERT INTO editor_tally AS tally (hour, what, count)
SELECT date_trunc('hour', now(), 'UTC'), given.what, given.count
FROM unnest(%s::text[], %s::bigint[]) AS given (what, count)
ORDER BY given.what
ON CONFLICT (hour, what) DO UPDATE SET count = tally.count + excluded.count
"""


def count(counts: Mapping[str, int]) -> None:
    """Adds to this hour's counts."""
    if counts:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [list(counts), list(counts.values())])


def forget(replica: str) -> None:
    """Takes the replica's rows away, as it stops."""
    Replica.objects.filter(pk=replica).delete()


def sweep() -> None:
    """Takes away the connections of replicas that have died. Every replica does it."""
    LiveSession.objects.filter(replica__seen_at__lte=alive_since()).delete()
