"""Which elements and marks a document may have, by version."""

SCHEMA_VERSION = 1
"""Raised whenever an older browser bundle would delete something that it doesn't know."""

OLDEST_WRITABLE_SCHEMA = 1
"""The oldest bundle that may still write; an older one only reads and is told to reload."""
