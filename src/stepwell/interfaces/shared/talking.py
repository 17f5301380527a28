"""A thread of messages, drawn alike for participants, supporters and counselors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.actions.messaging import MOST_WORDS, Line, Writer
from stepwell.interfaces.shared.keys import fresh_key

ROOM = 2 * MOST_WORDS
"""What the form takes at all; the action says in a sentence when it is too long."""


class MessageForm(forms.Form):
    """Words to be sent."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Your message"),
        max_length=ROOM,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("There are no words yet. Write a few, then send.")},
    )


def empty_form() -> MessageForm:
    """A form for the next message."""
    return MessageForm(initial={"key": fresh_key()})


def shown(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """What `shared/talk/thread.html` draws."""
    return [
        {
            "at": line.at,
            "name": line.name,
            "words": line.words,
            "is_mine": line.writer is Writer.YOU,
            "is_new": line.is_new,
            "tone": "plum" if line.writer is Writer.SUPPORTER else "water",
        }
        for line in lines
    ]
