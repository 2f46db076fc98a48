"""How much of everything sharing may have, and for how long."""

from datetime import timedelta

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
MAX_LINK_TERM = timedelta(days=36_525)
"""How far ahead the last day of a link may be."""
MAX_GUESSES = 100
"""Wrong passwords of one link in an hour, by all that try together."""
KEPT_EXPIRED = timedelta(days=30)
"""How long an invitation that has run out can be sent again."""
FORGOTTEN_UNSEEN = timedelta(days=1)
"""A visitor who never came back after following the link, as programs don't, is forgotten after this."""
FORGOTTEN_SEEN = timedelta(days=90)
"""The same for one who did, and wrote nothing."""
MAX_SHOWN_BY_LINK = 50
"""People who came by the link that the dialog names."""
