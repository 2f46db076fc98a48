"""The colour in which others see a person: one of eight hues, the same everywhere and for ever."""

from uuid import UUID

# The same as --presence-1 … --presence-8 in frontend/src/styles/tokens.css; a test compares the two.
PRESENCE_COLORS = ("#b23a48", "#a8551c", "#7d6a12", "#3f7a35", "#1c7a73", "#2a6fb5", "#6a57c2", "#a2418f")


def presence_hue(user_id: UUID) -> int:
    """1 … 8. The last bytes decide, since an id begins with the time it was made."""
    return user_id.int % len(PRESENCE_COLORS) + 1


def presence_color(user_id: UUID) -> str:
    """The hue as #rrggbb."""
    return PRESENCE_COLORS[presence_hue(user_id) - 1]
