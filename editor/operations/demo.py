"""What a fresh development installation starts with: two people and a document that they share."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.accounts.models import User
from editor.content.plain_text import BODY, TITLE
from editor.documents.access import access_document
from editor.documents.actions import create_document
from editor.documents.members import add_member
from editor.documents.models import Document, Role
from editor.documents.ports import realtime
from editor.documents.projections import refresh_projection
from editor.log.models import Source

PASSWORD = "scriptorium"  # noqa: S105 — of the two demonstration accounts, in development only
PEOPLE = {"ada@example.org": "Ada", "ben@example.org": "Ben"}

Block = tuple[str, dict[str, Any], str]
TITLE_TEXT = "Welcome to Scriptorium"
OPEN_TWICE = (
    "This is a document that Ada and Ben share. Open it as one of them in this browser, and as the other in a "
    "private window, and write in both."
)
SAVED = (
    "When the bar says Saved, every letter is in the database. Until then it says how many edits wait, and this "
    "browser keeps them, even if you close the tab."
)
BLOCKS: list[Block] = [
    ("paragraph", {}, OPEN_TWICE),
    ("heading", {"level": 2}, "What to try"),
    ("bulletItem", {}, "Type # and a space at the start of a line for a heading, - and a space for a list."),
    ("bulletItem", {}, "Type / on an empty line to see what can be put there."),
    ("bulletItem", {}, "Select some text for the formatting bar."),
    ("heading", {"level": 2}, "What Saved means"),
    ("paragraph", {}, SAVED),
]


@transaction.atomic
def make_demo() -> Document | None:
    """The two people and their document; None: there are users already, and nothing was made."""
    if User.objects.exists():
        return None
    ada, ben = (_person(email, name) for email, name in PEOPLE.items())
    document = create_document(ada)
    add_member(access_document(ada, document.pk), ben.email, Role.EDITOR, ada)
    realtime().write(document.pk, write_sample, ada.pk, Source.SYSTEM)
    refresh_projection(document.pk)
    return document


def write_sample(doc: Doc[Any]) -> None:
    title: Text = doc.get(TITLE, type=Text)
    body: XmlFragment = doc.get(BODY, type=XmlFragment)
    title += TITLE_TEXT
    bullets: XmlElement | None = None
    for tag, attributes, text in BLOCKS:
        if tag != "bulletItem":
            bullets = None
            _append(body, tag, attributes, text)
            continue
        if bullets is None:
            bullets = body.children.append(XmlElement("bulletList"))
        item = bullets.children.append(XmlElement("listItem"))
        _append(item, "paragraph", attributes, text)


def _append(parent: XmlFragment | XmlElement, tag: str, attributes: dict[str, Any], text: str) -> None:
    element = parent.children.append(XmlElement(tag))
    for name, value in attributes.items():
        element.attributes[name] = value
    element.children.append(XmlText(text))


def _person(email: str, name: str) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=name == "Ada", is_superuser=name == "Ada")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
