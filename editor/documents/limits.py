"""How much of everything a document may have."""

MAX_TITLE_LENGTH = 500
MAX_MEMBERS = 200
MAX_INVITATIONS_PER_HOUR = 100
"""How often one person may look up an address to share with: enough for a team, too little to try out a list."""
