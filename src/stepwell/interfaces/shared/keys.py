"""Keys that make a form's writing happen once, however often it is sent."""

from __future__ import annotations

from django import forms

from stepwell.kernel.identifiers import new_id


def fresh_key() -> str:
    """A new key for the hidden `key` field of a form, made when the form is shown."""
    return str(new_id())


class Keyed(forms.Form):
    """A form with a hidden key, made when it is shown: sending it twice is sending it once."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput, initial=fresh_key)
    use_required_attribute = False
