"""What load balancers and orchestrators ask."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from editor.operations.readiness import check_dependencies, is_draining


@require_safe
async def healthz(_request: HttpRequest) -> HttpResponse:
    """The process is alive. It asks nobody else, so that a database's restart doesn't restart every replica."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
async def readyz(request: HttpRequest) -> HttpResponse:
    """200 where new people may be sent here, else 503 and why.

    `?needs=postgres` lets only these dependencies (comma-separated) decide. That is what a load balancer should ask:
    people can write while Redis or S3 is away, but not where no replica is ready.
    """
    if is_draining():
        return JsonResponse({"draining": True}, status=503)
    answers = await check_dependencies()
    needed = request.GET.get("needs", ",".join(answers)).split(",")
    ready = all(answers.get(name, "ok") == "ok" for name in needed)
    return JsonResponse(answers, status=200 if ready else 503)
