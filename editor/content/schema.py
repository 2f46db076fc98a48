"""Which elements and marks a document may have, by version."""

SCHEMA_VERSION = 1
"""Raised whenever an older browser bundle would delete something that it doesn't know."""
