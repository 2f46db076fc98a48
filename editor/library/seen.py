"""Whether a part of a page is still what its reader sees."""

from hashlib import sha256


def seen_as(rows: str) -> str:
    """Short for what is shown; the page asks with it, and gets nothing where it would be the same."""
    return sha256(rows.encode()).hexdigest()[:16]
