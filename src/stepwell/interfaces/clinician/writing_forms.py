"""What is typed into the note of a session, as it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms

from stepwell.actions import writing_notes
from stepwell.domain.notes.written import MOST, OfSession, Participation, Written

_ROOMY = 4 * MOST
"""A form takes more than a note does, so that too long a text comes back with a sentence and whole."""


@dataclass(frozen=True)
class Typed:
    """What could not be saved: of whom, or of the session where it is nobody; and why."""

    person: UUID | None
    problem: str
    written: Written | None = None
    of_session: OfSession | None = None


class _Sent(forms.Form):
    base_version = forms.IntegerField(min_value=0)
    key = forms.CharField(max_length=80, required=False)
    device = forms.CharField(max_length=60, required=False)

    def typed(self) -> writing_notes.Typed:
        """How it came."""
        asked = self.cleaned_data
        return writing_notes.Typed(asked["base_version"], asked["device"], asked["key"])


class LineForm(_Sent):
    """One person's part of a note."""

    person = forms.UUIDField()
    participation = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Participation], required=False
    )
    line = forms.CharField(max_length=_ROOMY, required=False, strip=False)
    talk_with = forms.BooleanField(required=False)

    def written(self) -> Written:
        """What is told. Goals are keys of a plan, and come as they were ticked."""
        asked = self.cleaned_data
        goals = self.data.getlist("goals") if hasattr(self.data, "getlist") else []
        return Written(
            participation=Participation(asked["participation"]),
            goals=tuple(dict.fromkeys(str(key)[:60] for key in goals[:20])),
            line=asked["line"],
            talk_with=asked["talk_with"],
        )


class AboutForm(_Sent):
    """What a session was about."""

    topic = forms.CharField(max_length=60, required=False)
    title = forms.CharField(max_length=200, required=False)
    did = forms.CharField(max_length=_ROOMY, required=False, strip=False)
    interventions = forms.CharField(max_length=_ROOMY, required=False, strip=False)

    def told(self) -> OfSession:
        """What is told."""
        asked = self.cleaned_data
        return OfSession(asked["topic"], asked["title"], asked["did"], asked["interventions"])
