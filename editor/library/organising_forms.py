"""What people choose when they copy a document or change its look, checked."""

from django import forms

from editor.documents.forms import PlaceForm


class CopyForm(forms.Form):
    """`wish` comes with the dialog, so that a second click is the same wish."""

    wish = forms.UUIDField()
    with_below = forms.BooleanField(required=False)


class TemplateForm(CopyForm):
    space = forms.UUIDField(required=False)


class StartForm(CopyForm, PlaceForm):
    """Where the new document goes."""


class CoverForm(forms.Form):
    """One of them: a picture, or which part of it is shown; nothing takes the cover away."""

    file = forms.UUIDField(required=False)
    position = forms.IntegerField(required=False, min_value=0, max_value=100)
