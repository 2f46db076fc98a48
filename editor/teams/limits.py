"""How much of everything a team may have."""

MAX_TEAM_MEMBERS = 500
MAX_TEAMS_PER_HOUR = 20
"""How many teams one person may make."""
