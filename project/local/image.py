"""`make image-check`: builds the container image, starts it against real servers and asks it."""

import json
import os
import secrets
import shutil
import subprocess
import urllib.request
from collections.abc import Mapping, Sequence

from project.local.console import say
from project.local.folder import ROOT
from project.local.health import answers_ok
from project.local.ports import free_port
from project.local.process import Process, ServerError, Watchdog
from project.local.stack import Stack

TAG = "scriptorium"
_MANIFEST = "import pathlib; print(pathlib.Path('static/bundle/manifest.json').read_text())"


def check_image() -> int:
    """Raises ServerError where the image doesn't do what it should."""
    tool = next((name for name in ("docker", "podman", "buildah") if _works(name)), None)
    if tool is None:
        raise ServerError("Building the image takes docker, podman or buildah; none of them works here.")
    say(f"Building the image with {tool}.")
    _run([tool, "bud" if tool == "buildah" else "build", "-t", TAG, str(ROOT)])
    with Stack.throw_away() as stack:
        port = free_port()
        environment = {
            **{name: value for name, value in stack.environment.items() if name != "SCRIPTORIUM_ENV"},
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PUBLIC_ORIGINS": f"http://127.0.0.1:{port}",
            "PORT": str(port),
        }
        _check(Container(tool, environment), port, stack.watchdog)
    say("The image is well.")
    return 0


def _works(tool: str) -> bool:
    return bool(shutil.which(tool)) and not subprocess.run([tool, "info"], capture_output=True, check=False).returncode


class Container:
    """How a command is run in the image; with the host's network, where the servers are."""

    def __init__(self, tool: str, environment: Mapping[str, str]) -> None:
        variables = [word for name, value in environment.items() for word in ("--env", f"{name}={value}")]
        if tool == "buildah":
            name = _run(["buildah", "from", TAG]).strip()
            self._command = ["buildah", "run", *variables, name, "--"]
        else:
            self._command = [tool, "run", "--rm", "--init", "--network", "host", *variables, TAG]

    def command(self, *words: str) -> list[str]:
        return [*self._command, *words]


def _check(container: Container, port: int, watchdog: Watchdog) -> None:
    if _run(container.command("id", "-u")).strip() == "0":
        raise ServerError("The image runs as root.")
    _run(container.command("python", "manage.py", "migrate", "--noinput", "--verbosity=0"))
    web = Process("web", container.command("python", "-m", "project.serve"), watchdog=watchdog, environment=os.environ)
    web.start()
    try:
        web.wait_until(lambda: answers_ok(port, "/healthz"), seconds=60)
        web.wait_until(lambda: answers_ok(port, "/readyz"), seconds=10)
        say("/healthz and /readyz answer.")
        _run(container.command("python", "-m", "project.healthcheck", str(port)))
        manifest = json.loads(_run(container.command("python", "-c", _MANIFEST)))
        _check_script(f"http://127.0.0.1:{port}/static/bundle/{manifest['src/main.ts']['file']}")
    finally:
        web.stop()


def _check_script(url: str) -> None:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as response:
        if "immutable" not in response.headers["Cache-Control"] or response.headers["Content-Encoding"] != "br":
            raise ServerError(f"{url} is not compressed or not kept by browsers: {dict(response.headers)}")
    say("The bundle is compressed, and browsers keep it for ever.")


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise ServerError(f"`{' '.join(command[:3])} …` failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout
