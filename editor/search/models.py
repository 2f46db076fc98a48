"""What search looks in."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from editor.documents.models import Document


class SearchEntry(models.Model):
    """A document's title, and its title and text, without accents, capitals and signs, and the words in them.

    What is written with spaces between words stands in `spaced`, what is written without in `unspaced`; in the place
    of the other script each has spaces.

    Triggers of the database write it, in the transaction that writes title or text, and a foreign key of the database
    removes it (migration 0014): so replicas of an earlier version keep it right too.
    """

    document = models.OneToOneField(
        Document, on_delete=models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False
    )
    title = models.TextField()
    spaced = models.TextField()
    unspaced = models.TextField()
    title_words = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return self.title
