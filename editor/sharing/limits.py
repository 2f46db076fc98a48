"""How much of everything sharing may have."""

MAX_TEAMS = 50
"""Teams that one document is shared with."""
MAX_INVITATIONS = 200
"""Pending invitations to one document."""
MAX_REQUESTS = 100
"""Requests for access that wait in one document."""
MAX_WAY = 254
"""Characters in the field that names whom to share with."""
MAX_MESSAGE = 300
MAX_PASSWORD = 128
DECLINED_DAYS = 7
"""How long nobody hears of the same person's requests once they were declined."""
MAX_SHOWN_BY_LINK = 50
"""People who came by the link that the dialog names."""
