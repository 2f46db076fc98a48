"""What a browser says of itself, in words."""

import pytest

from editor.accounts.devices import Device, device_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Device("Firefox", "Linux")),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36", Device("Chrome", "Windows")),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0", Device("Edge", "Windows")),
        (f"Mozilla/5.0 (Macintosh) {WEBKIT} Version/18.5 Safari/605.1.15", Device("Safari", "Mac")),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {WEBKIT} Safari/604.1", Device("Safari", "iPhone")),
        (f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/140.0 Mobile Safari/537.36", Device("Chrome", "Android")),
        ("curl/8.5.0", Device("", "")),
        ("", Device("", "")),
    ],
)
def test_browser_and_system(user_agent: str, device: Device) -> None:
    assert device_of(user_agent) == device


def test_what_is_held_in_the_hand() -> None:
    assert device_of("iPad").is_handheld
    assert not device_of("Windows").is_handheld
