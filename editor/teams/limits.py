"""How much of everything a team may have."""

MAX_TEAM_MEMBERS = 500
MAX_TEAMS_PER_HOUR = 20
"""How many teams one person may make."""
MAX_ADDITIONS_PER_HOUR = 100
"""How often one person may look up an address to add: enough for a team, too little to try out a list."""
