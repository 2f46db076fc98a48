"""All models, where Django looks for them."""

from editor.accounts.models import Invitation, Token, User
from editor.documents.models import Document, Membership, Role
from editor.log.models import ClientOwner, LogEntry, LogHead, Snapshot, Source
from editor.media.models import FileUse, MediaFile

__all__ = [
    "ClientOwner",
    "Document",
    "FileUse",
    "Invitation",
    "LogEntry",
    "LogHead",
    "MediaFile",
    "Membership",
    "Role",
    "Snapshot",
    "Source",
    "Token",
    "User",
]
