"""What people ask for around the library, checked."""

from django import forms

from editor.documents.forms import PlaceForm


class MoveForm(PlaceForm):
    """Where to put a document: there before one document, or behind one, or last.

    `sure`: its mover was asked; `undo`: it goes back to where it was.
    """

    before = forms.UUIDField(required=False)
    after = forms.UUIDField(required=False)
    sure = forms.BooleanField(required=False)
    undo = forms.BooleanField(required=False)
