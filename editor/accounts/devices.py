"""What a browser says of itself, in words that its owner knows it by. A guess: browsers say what they like."""

from dataclasses import dataclass

# The first that is found counts: most browsers also claim to be those further down.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_IN_THE_HAND = {"iPhone", "iPad", "Android"}


@dataclass(frozen=True, slots=True)
class Device:
    """Either name is empty where the browser doesn't say."""

    browser: str
    system: str

    @property
    def is_handheld(self) -> bool:
        return self.system in _IN_THE_HAND


def device_of(user_agent: str) -> Device:
    return Device(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")
