"""What the worker does for the administration: measuring, and forgetting what is old."""

from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from editor.accounts import second_factor_secrets
from editor.accounts.rate_limit import forget_old_counts
from editor.operations import sizes, upkeep
from editor.operations.models import JobFailure, SizesOfDay
from editor.realtime.models import ActiveDay, Replica, Tally

COUNTS_KEPT = timedelta(days=400)
FAILURES_KEPT = timedelta(days=30)
DEAD_REPLICAS_KEPT = timedelta(days=1)
DONE_JOBS_KEPT_HOURS = 7 * 24


@app.periodic(cron="20 2 * * *")
@app.task(queueing_lock="measure_sizes", pass_context=False)
def measure_sizes(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    sizes.measure()


@app.periodic(cron="40 * * * *")
@app.task(queueing_lock="forget_what_is_old", pass_context=False)
def forget_what_is_old(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    now = timezone.now()
    forget_old_counts()
    JobFailure.objects.filter(at__lt=now - FAILURES_KEPT).delete()
    Replica.objects.filter(seen_at__lt=now - DEAD_REPLICAS_KEPT).delete()
    Tally.objects.filter(hour__lt=now - COUNTS_KEPT).delete()
    ActiveDay.objects.filter(day__lt=(now - COUNTS_KEPT).date()).delete()
    SizesOfDay.objects.filter(day__lt=(now - COUNTS_KEPT).date()).delete()


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="forget_done_jobs", pass_context=True)
async def forget_done_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    """Those that failed stay until somebody has looked at them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=DONE_JOBS_KEPT_HOURS, include_failed=False)


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="seal_second_factors", pass_context=False)
def seal_second_factors(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    """At night, and not when one is used: during a deploy replicas that can't read what is sealed use it too."""
    second_factor_secrets.seal_all()


@app.task
def do_upkeep(upkeep_id: int) -> None:
    upkeep.do(upkeep_id)
