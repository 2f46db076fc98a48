"""All models, where Django looks for them."""

from editor.accounts.models import Invitation, Token, User, UserSession, Visitor
from editor.audit.models import AuditEvent
from editor.documents.models import Document, DocumentLink, Grant, Membership, Role
from editor.library.copies import CopiedDocument, Copying
from editor.library.models import Favourite, Opening
from editor.log.models import ClientOwner, LogEntry, LogHead, Snapshot, Source
from editor.media.models import FileUse, MediaFile
from editor.notifications.models import Attention, MailChoice, Mention, Notification
from editor.operations.models import DocumentSize, JobFailure, SizesOfDay, Upkeep
from editor.realtime.models import ActiveDay, LiveSession, Replica, Tally
from editor.search.models import SearchEntry
from editor.sharing.models import AccessRequest, DocumentInvitation, LinkPass, Reach, ShareLink, TeamShare
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team, TeamMember

__all__ = [
    "AccessRequest",
    "ActiveDay",
    "Attention",
    "AuditEvent",
    "ClientOwner",
    "CopiedDocument",
    "Copying",
    "Document",
    "DocumentInvitation",
    "DocumentLink",
    "DocumentSize",
    "Favourite",
    "FileUse",
    "Grant",
    "Invitation",
    "JobFailure",
    "LinkPass",
    "LiveSession",
    "LogEntry",
    "LogHead",
    "MailChoice",
    "MediaFile",
    "Membership",
    "Mention",
    "Notification",
    "Opening",
    "Reach",
    "Replica",
    "Role",
    "SearchEntry",
    "ShareLink",
    "SizesOfDay",
    "Snapshot",
    "Source",
    "Space",
    "SpaceMember",
    "Tally",
    "Team",
    "TeamMember",
    "TeamShare",
    "Token",
    "Upkeep",
    "User",
    "UserSession",
    "Visitor",
]
