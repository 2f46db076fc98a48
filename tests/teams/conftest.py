"""What the replicas are told, as the documents' tests remember it."""

from tests.documents.conftest import told

__all__ = ["told"]
