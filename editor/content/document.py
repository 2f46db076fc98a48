"""The public face: a document from the CRDT as Markdown and as HTML."""

from typing import Any

from pycrdt import Doc

from editor.content.crdt import read_document
from editor.content.html import write_html
from editor.content.html_nodes import Addresses
from editor.content.markdown import write_markdown


def markdown_of(doc: Doc[Any]) -> str:
    """The body in the dialect of docs/markdown.md."""
    return write_markdown(read_document(doc))


def html_of(doc: Doc[Any], addresses: Addresses | None = None) -> str:
    """The body as clean HTML. Without addresses its pictures are their alternative texts."""
    return write_html(read_document(doc), addresses)
