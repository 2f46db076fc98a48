"""The administration of what belongs to more than one concern: documents with their sizes and readers, people, jobs."""

from editor.operations.admin import documents, jobs, live, people

__all__ = ["documents", "jobs", "live", "people"]
