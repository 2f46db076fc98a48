"""The colours of people."""

import re
from pathlib import Path
from uuid import uuid4

from editor.accounts.colors import PRESENCE_COLORS, presence_color, presence_hue

TOKENS = Path(__file__).parents[2] / "frontend" / "src" / "styles" / "tokens.css"


def test_the_server_and_the_style_sheet_name_the_same_eight() -> None:
    assert tuple(re.findall(r"--presence-\d: (#[0-9a-f]{6});", TOKENS.read_text())) == PRESENCE_COLORS


def test_a_person_keeps_their_colour() -> None:
    user_id = uuid4()
    assert presence_color(user_id) == presence_color(user_id)
    assert 1 <= presence_hue(user_id) <= 8
