"""A file with what a program rates by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.interfaces.shared.keys import Keyed


class EditionForm(Keyed):
    """An edition to load; the action reads it strictly."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON, as docs/exchange.md says. Begin with the sample."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    license = forms.CharField(
        label=_("By what the program may use it"),
        max_length=300,
        help_text=_("Its own words, or the license and its number."),
        error_messages={"required": _("Say by what the program may use it.")},
    )
