"""How much of everything a document may have."""

MAX_TITLE_LENGTH = 500
MAX_MEMBERS = 200
MAX_OFFERED = 10
"""How many people or documents are offered at once while somebody types a name."""
MAX_ASKED_NAMES = 200
"""How many titles or names one request may ask for."""
MAX_LOOKUPS_PER_MINUTE = 120
"""How often one person may look up people or documents: fast typing, but not a crawl."""
