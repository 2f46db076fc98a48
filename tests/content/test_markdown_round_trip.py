"""A document that is written as Markdown and read again is the same."""

from hypothesis import HealthCheck, given, settings

from editor.content.markdown import write_markdown
from editor.content.markdown_reader import read_markdown
from editor.content.tree import Node
from tests.content.documents import DOCUMENTS, without_ids


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_every_document_comes_back(doc: Node) -> None:
    assert without_ids(read_markdown(write_markdown(doc))) == without_ids(doc)
