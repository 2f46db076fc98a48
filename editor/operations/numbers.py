"""The numbers of the administration's first page. Each is one bounded query, however much there is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDay
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.accounts.models import User
from editor.documents.models import Document
from editor.operations.models import SizesOfDay
from editor.realtime.measuring import EDITS, SAVE_BOUNDS_MS, SAVES
from editor.realtime.models import ActiveDay, Replica, Tally, live_sessions

DAYS = 30
HOURS = 48

ByDay = list[tuple[str, float]]


def active_by_day(today: date) -> ByDay:
    """How many people and visitors had a document open."""
    counted = ActiveDay.objects.filter(day__gt=today - timedelta(days=DAYS)).values_list("day")
    return _every_day(today, dict(counted.annotate(count=Count("reader_id")).order_by("day")))


def edits_by_day(today: date) -> ByDay:
    counted = Tally.objects.filter(what=EDITS, hour__gt=timezone.now() - timedelta(days=DAYS))
    days = counted.values_list(TruncDay("hour")).annotate(count=Sum("count")).order_by()
    return _every_day(today, {day.date(): count for day, count in days})


def storage_by_day(today: date) -> ByDay:
    """In megabytes."""
    return [(_said(size.day), size.together / 1_000_000) for size in _sizes(today)]


def documents_by_day(today: date) -> ByDay:
    return [(_said(size.day), size.documents) for size in _sizes(today)]


def save_times(now: datetime) -> list[tuple[str, float, float]]:
    """Of each hour with edits: how long half of the commits took at most, and how long 95 % did, in milliseconds."""
    tallies = Tally.objects.filter(what__in=SAVES, hour__gt=now - timedelta(hours=HOURS)).order_by("hour")
    hours: dict[datetime, Counter[str]] = {}
    for hour, what, count in tallies.values_list("hour", "what", "count"):
        hours.setdefault(hour, Counter())[what] += count
    return [(f"{hour:%d %b %H:00}", quantile(counts, 0.5), quantile(counts, 0.95)) for hour, counts in hours.items()]


def quantile(counts: Mapping[str, int], share: float) -> float:
    """Within the bucket in which that many are reached, as if they were spread evenly in it."""
    in_order = [counts.get(what, 0) for what in SAVES]
    wanted = sum(in_order) * share
    bounds = [0, *SAVE_BOUNDS_MS, SAVE_BOUNDS_MS[-1] * 2]
    for place, reached in enumerate(accumulate(in_order)):
        if in_order[place] and reached >= wanted:
            into = (wanted - (reached - in_order[place])) / in_order[place]
            return bounds[place] + into * (bounds[place + 1] - bounds[place])
    return 0.0


def totals() -> dict[str, int]:
    jobs = dict(ProcrastinateJob.objects.values_list("status").annotate(count=Count("pk")).order_by())
    documents = Document.objects.filter(removed_at__isnull=True)
    return {
        "people": User.objects.filter(is_active=True).count(),
        "documents": documents.count(),
        "trashed": documents.filter(trashed_at__isnull=False).count(),
        "connections": live_sessions().count(),
        "readers": live_sessions().aggregate(count=Count("reader_id", distinct=True))["count"],
        "waiting": jobs.get("todo", 0),
        "failed": jobs.get("failed", 0),
    }


def replicas() -> QuerySet[Replica]:
    """Those that are alive, and those that died within a day without saying so."""
    return Replica.objects.annotate(connections=Count("sessions")).order_by("host", "started_at")


def _sizes(today: date) -> Sequence[SizesOfDay]:
    return list(SizesOfDay.objects.filter(day__gt=today - timedelta(days=DAYS)).order_by("day"))


def _every_day(today: date, counts: Mapping[date, int]) -> ByDay:
    """Days without anything too; nothing at all where there was nothing on any day."""
    if not counts:
        return []
    days = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    return [(_said(day), counts.get(day, 0)) for day in days]


def _said(day: date) -> str:
    return f"{day:%d %b}"
