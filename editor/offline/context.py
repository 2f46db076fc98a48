"""What every page says of itself to the browser."""

from django.http import HttpRequest

from editor.offline.release import release


def version(_request: HttpRequest) -> dict[str, str | int]:
    return {"version": release().version, "built": release().built}
