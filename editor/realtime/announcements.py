"""Announcements as the channel layer carries them. Replicas of two versions run side by side during a deploy."""

from typing import Any
from uuid import UUID

from editor.collab.ports import AccessChanged, Announcement, CloseAsked, Committed, EventHappened, PresenceChanged, Row

VERSION = 1
TYPE = "document.announcement"


def group_of(document: UUID) -> str:
    """The layer's group for a document."""
    return f"document.{document.hex}"


def to_message(announcement: Announcement) -> dict[str, Any]:
    message: dict[str, Any] = {
        "type": TYPE,
        "version": VERSION,
        "document": announcement.document.bytes,
        "sender": announcement.sender,
    }
    match announcement:
        case Committed(_, _, generation, first, last, rows):
            written = [[row.number, row.payload, row.author.bytes] for row in rows]
            message.update(kind="committed", generation=generation.bytes, first=first, last=last, rows=written)
        case PresenceChanged(_, _, update, wants_reply):
            message.update(kind="presence", update=update, wants_reply=wants_reply)
        case AccessChanged():
            message.update(kind="access")
        case EventHappened(_, _, event):
            message.update(kind="event", event=event)
        case CloseAsked(_, _, connection):
            message.update(kind="close", connection=connection)
    return message


def from_message(message: dict[str, Any], replica: str = "") -> Announcement | None:
    """None: a kind or a version that this replica doesn't know. It is a hint; the log tells in a second.

    The rows that `replica` itself has announced are left out: a message comes back to its sender, too, which has them.
    """
    if message.get("type") != TYPE or message.get("version") != VERSION:
        return None
    if message["sender"] == replica and message["kind"] == "committed":
        message = {**message, "rows": ()}
    return _read(message["kind"], UUID(bytes=message["document"]), message["sender"], message)


def _read(kind: str, document: UUID, sender: str, message: dict[str, Any]) -> Announcement | None:
    announcement: Announcement | None = None
    match kind:
        case "committed":
            rows = [Row(number, payload, UUID(bytes=author)) for number, payload, author in message["rows"]]
            generation = UUID(bytes=message["generation"])
            announcement = Committed(document, sender, generation, message["first"], message["last"], rows)
        case "presence":
            announcement = PresenceChanged(document, sender, message["update"], message["wants_reply"])
        case "access":
            announcement = AccessChanged(document, sender)
        case "event":
            announcement = EventHappened(document, sender, message["event"])
        case "close":
            announcement = CloseAsked(document, sender, message["connection"])
    return announcement
