"""What a browser complains of: errors in its console, exceptions, violations of the content security policy."""

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""

# What Chromium says of servers that are away, or answer with an error status.
UNREACHABLE = ("WebSocket connection to", "Failed to load resource")


class Faults:
    def __init__(self) -> None:
        self._seen: list[str] = []
        self._expected: tuple[str, ...] = ()

    @property
    def unexpected(self) -> list[str]:
        return [fault for fault in self._seen if not any(part in fault for part in self._expected)]

    def expect(self, *parts: str) -> None:
        """Those that contain one of these are part of the test."""
        self._expected += parts

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._seen.append(f"{message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self._seen.append(str(error.error))
