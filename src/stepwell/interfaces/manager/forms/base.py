"""Fields that many forms of these pages have: one row or some of them, hours, zones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.interfaces.manager.words import WEEKDAYS

T = TypeVar("T")

US_ZONES = [
    ("America/New_York", _("Eastern (New York)")),
    ("America/Chicago", _("Central (Chicago)")),
    ("America/Denver", _("Mountain (Denver)")),
    ("America/Phoenix", _("Mountain without summer time (Phoenix)")),
    ("America/Los_Angeles", _("Pacific (Los Angeles)")),
    ("America/Anchorage", _("Alaska (Anchorage)")),
    ("Pacific/Honolulu", _("Hawaii (Honolulu)")),
    ("America/Puerto_Rico", _("Atlantic (Puerto Rico)")),
]
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
DAYS = list(enumerate(WEEKDAYS))


class Pick(forms.ChoiceField):
    """One of some rows; the cleaned value is the row itself."""

    def __init__(self, *, blank: str = "", **options: Any) -> None:
        super().__init__(choices=[], **options)
        self.blank = blank
        self._rows: dict[str, Any] = {}

    def offer(self, rows: Iterable[tuple[Any, Any]]) -> None:
        """Offer these (row, words)."""
        found = list(rows)
        self._rows = {str(row.pk): row for row, _words in found}
        shown: list[tuple[str, Any]] = [(str(row.pk), words) for row, words in found]
        empty = [("", self.blank or "–")] if not self.required or len(shown) != 1 else []
        self.choices = [*empty, *shown]

    def clean(self, value: Any) -> Any:
        return self._rows.get(str(super().clean(value)))


class PickSome(forms.MultipleChoiceField):
    """Some of some rows; the cleaned value is a list of rows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[], widget=forms.CheckboxSelectMultiple, **options)
        self._rows: dict[str, Any] = {}

    def offer(self, rows: Iterable[tuple[Any, Any]]) -> None:
        found = list(rows)
        self._rows = {str(row.pk): row for row, _words in found}
        self.choices = [(str(row.pk), words) for row, words in found]

    def clean(self, value: Any) -> list[Any]:
        return [self._rows[one] for one in super().clean(value)]


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def zones() -> list[Any]:
    """Zones of the United States first, then all."""
    first = [name for name, _words in US_ZONES]
    rest: Sequence[str] = sorted(name for name in available_timezones() if "/" in name and name not in first)
    return [(_("United States"), US_ZONES), (_("All"), [(name, name.replace("_", " ")) for name in rest])]
