"""How much of everything a space may have."""

MAX_SPACE_MEMBERS = 200
"""People and teams together."""
MAX_SPACES_PER_HOUR = 20
"""How many spaces one person may make."""
