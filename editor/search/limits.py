"""How much of everything one search may ask for and gets."""

MAX_QUERY_LENGTH = 200
MAX_TERMS = 16
"""Words and phrases that are looked for; those after them are not."""
PER_PALETTE = 8
PER_PAGE = 20
MAX_PAGES = 10
"""Beyond that a search is better made narrower; it also bounds what one search costs."""
MAX_NAMED = 2_000
"""Who may open no more documents than that is searched for among these by name, whatever others have."""
MAX_RECENT_AUTHORS = 500
"""Of the documents edited last, so many say whom one can choose as their author."""
MAX_PICKED = 1_000
"""Documents that are picked by their words alone; where more have them, the last edited are gone through instead."""
