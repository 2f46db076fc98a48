"""How much the library shows and keeps."""

MAX_FAVOURITES = 100
BRANCH_ROWS = 100
"""Documents of one branch that the tree shows before it offers more."""
MAX_BRANCH_ROWS = 2_000
MAX_OPEN_NODES = 40
"""Branches that a browser remembers as open."""
MAX_PLACES = 20
"""Destinations that are offered at once."""
MAX_MOVES_PER_MINUTE = 60
