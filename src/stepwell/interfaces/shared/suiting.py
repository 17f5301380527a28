"""What suits somebody: the form of their wishes, the same for them and for who writes it down for them.

A week is told in mornings, middays and evenings. What somebody told in other hours before
stands beside the grid and is kept unless it is taken off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.charts import Chart
from stepwell.actions.timetabling import shaping, telling
from stepwell.actions.timetabling.telling import WishedBlock, Wishes
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.words import WEEK_PARTS

MODES = [
    ("either", _("Either is fine")),
    ("in", _("In person")),
    ("tele", _("By video")),
]
LEVELS = [(0, _("Fine")), (1, _("Less")), (2, _("Rather not")), (3, _("Hardly"))]
MORE = [(0, "–"), *LEVELS[1:]]
"""On one day, beyond what is told for each day."""
HOURS_A_DAY = [
    (None, _("As the program plans it")),
    (120, _("2 hours")),
    (180, _("3 hours")),
    (240, _("4 hours")),
]
GENDERS = [
    ("", _("No, any group is fine")),
    ("woman", _("Yes, a group for women")),
    ("man", _("Yes, a group for men")),
    ("word", _("Yes, in other words:")),
]
SAID = frozenset(code for code, _words in GENDERS)
EVERY = None
"""The line of the grid that is for each day."""
DAYS: tuple[int | None, ...] = (EVERY, 0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Part:
    """A third of a day that people name."""

    key: str
    begins: time
    ends: time

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return str(WEEK_PARTS[self.key])


PARTS = (
    Part("morning", time(6), time(12)),
    Part("midday", time(12), time(17)),
    Part("evening", time(17), time(22)),
)


@dataclass(frozen=True)
class Line:
    """A line of the grid: a day and its three cells."""

    name: str
    short: str
    cells: tuple[forms.BoundField, ...]


class SuitsForm(forms.Form):
    """The wishes as a whole. `own`: the person fills it in, else somebody for them."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput, initial=fresh_key)
    mode = forms.ChoiceField(
        label=_("Would rather come"),
        choices=MODES,
        initial="either",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose in person, by video, or either.")},
    )
    most_minutes_a_day = forms.TypedChoiceField(
        label=_("At most in one day"), coerce=int, empty_value=None, required=False
    )
    kept = forms.MultipleChoiceField(
        label=_("Also told"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take the tick off what no longer holds."),
    )
    gender = forms.ChoiceField(
        label=_("A group for one's own gender"), choices=GENDERS, required=False, widget=forms.RadioSelect
    )
    gender_word = forms.CharField(label=_("In own words"), max_length=20, required=False)
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        wishes: Wishes | None,
        asks_gender: bool,
        own: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.wishes = wishes or Wishes("either", False, "", ())
        self._told = _in_cells(self.wishes)
        self._other = {_code(block): block for block in self.wishes.blocks if _cell(block) is None}
        self._add_cells()
        self._offer(asks_gender=asks_gender or self.wishes.same_gender, own=own)

    def _add_cells(self) -> None:
        for day in DAYS:
            for part in PARTS:
                words = f"{_day_name(day)}, {part.name}"
                less, family = _names(day, part)
                self.fields[less] = forms.TypedChoiceField(
                    label=words,
                    choices=LEVELS if day is EVERY else MORE,
                    coerce=int,
                    empty_value=0,  # type: ignore[arg-type]  # the stubs know only text
                    required=False,
                    initial=self._told.get(less, 0),
                    widget=forms.Select(attrs={"aria-label": words}),
                )
                self.fields[family] = forms.BooleanField(
                    label=words, required=False, initial=bool(self._told.get(family))
                )

    def _offer(self, *, asks_gender: bool, own: bool) -> None:
        told = self.wishes
        hours: list[Any] = list(HOURS_A_DAY)
        most = told.most_minutes_a_day
        if most is not None and most not in dict(hours):
            hours.append((most, gettext("%(minutes)d minutes") % {"minutes": most}))
        choices: Any = [("" if minutes is None else minutes, words) for minutes, words in hours]
        self.fields["most_minutes_a_day"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.initial = {"mode": told.mode, "most_minutes_a_day": most or "", **self.initial}
        if self._other:
            kept: Any = self.fields["kept"]
            kept.choices = [(code, _told_as(block)) for code, block in self._other.items()]
            kept.initial = list(self._other)
        else:
            del self.fields["kept"]
        if asks_gender:
            gender = told.gender if told.same_gender else ""
            self.initial |= {"gender": gender if gender in SAID else "word"}
            self.initial |= {"gender_word": "" if gender in SAID else gender}
        else:
            del self.fields["gender"], self.fields["gender_word"]
        if own:
            self.fields["mode"].label = _("I would rather come")
            if asks_gender:
                self.fields["gender"].label = _("A group for my own gender, where there is one")
                self.fields["gender_word"].label = _("My own words")

    def clean(self) -> dict[str, Any]:
        """Who wants a group in other words says in which."""
        told = super().clean() or {}
        if told.get("gender") == "word" and not told.get("gender_word"):
            self.add_error("gender_word", gettext("Write the words, or choose another answer above."))
        return told

    def less_lines(self) -> list[Line]:
        """The grid of hours that are liked less."""
        return self._lines(0)

    def family_lines(self) -> list[Line]:
        """The grid of hours in which the family can come."""
        return self._lines(1)

    def has_family(self) -> bool:
        """Whether anything is told of the family, so that it stands open."""
        names = [_names(day, part)[1] for day in DAYS for part in PARTS]
        return any(self[name].value() for name in names)

    def _lines(self, which: int) -> list[Line]:
        return [
            Line(
                _day_name(day),
                _day_name(day) if day is EVERY else str(WEEKDAYS_ABBR[day]),
                tuple(self[_names(day, part)[which]] for part in PARTS),
            )
            for day in DAYS
        ]

    def blocks(self) -> list[WishedBlock]:
        """What the grids say, and what was kept of other hours."""
        told = self.cleaned_data
        found = [self._other[code] for code in told.get("kept", ()) if code in self._other]
        for part in PARTS:
            less, family = _names(EVERY, part)
            always, can_come = told[less], told[family]
            for day in DAYS:
                less, family = _names(day, part)
                if told[less] and (day is EVERY or told[less] > always):
                    found.append(WishedBlock(day, part.begins, part.ends, told[less]))
                if told[family] and (day is EVERY or not can_come):
                    found.append(WishedBlock(day, part.begins, part.ends, family=True))
        return found

    def save(self, chart: Chart, *, at: datetime) -> None:
        """Tell all of it as one act."""
        told = self.cleaned_data
        chosen = told.get("gender", "")
        gender = told.get("gender_word", "") if chosen == "word" else chosen
        if "gender" not in self.fields:
            gender = self.wishes.gender
        telling.tell_wishes(
            chart,
            mode=told["mode"],
            same_gender=bool(chosen),
            gender=gender,
            blocks=self.blocks(),
            most_minutes_a_day=told["most_minutes_a_day"],
            key=told["key"],
            at=at,
        )


def form_of(chart: Chart, data: Any = None, *, own: bool) -> SuitsForm:
    """The form with what the person wished last, or with what is sent."""
    return SuitsForm(data, wishes=telling.wishes_of(chart), asks_gender=shaping.is_by_gender(), own=own)


def summary_of(wishes: Wishes | None) -> Iterator[str]:
    """The wishes in a few lines, for a page that only shows them."""
    if wishes is None:
        return
    if wishes.mode != "either":
        yield str(dict(MODES)[wishes.mode])
    if wishes.most_minutes_a_day:
        most = wishes.most_minutes_a_day
        hours = dict(HOURS_A_DAY).get(most) or gettext("%(minutes)d minutes") % {"minutes": most}
        yield gettext("At most in one day: %(hours)s") % {"hours": hours}
    for block in wishes.blocks:
        yield _told_as(block)
    if wishes.same_gender:
        yield gettext("A group for one's own gender")


def _told_as(block: WishedBlock) -> str:
    part = next((one for one in PARTS if (one.begins, one.ends) == (block.from_time, block.until_time)), None)
    if part is not None:
        hours = part.name
    else:
        hours = (
            f"{time_format(block.from_time, 'TIME_FORMAT')}–{time_format(block.until_time, 'TIME_FORMAT')}"
        )
    what = gettext("family can come") if block.family else str(dict(LEVELS)[block.dislike])
    return gettext("%(day)s, %(hours)s: %(what)s") % {
        "day": _day_name(block.weekday),
        "hours": hours,
        "what": what,
    }


def _day_name(day: int | None) -> str:
    return gettext("Each day") if day is EVERY else str(WEEKDAYS[day])


def _names(day: int | None, part: Part) -> tuple[str, str]:
    place = f"{'all' if day is EVERY else day}-{part.key}"
    return f"less-{place}", f"family-{place}"


def _cell(block: WishedBlock) -> str | None:
    """The cell of the grid that says exactly this, or None."""
    for part in PARTS:
        if (part.begins, part.ends) == (block.from_time, block.until_time):
            return _names(block.weekday, part)[1 if block.family else 0]
    return None


def _in_cells(wishes: Wishes) -> dict[str, int]:
    found: dict[str, int] = {}
    for block in wishes.blocks:
        cell = _cell(block)
        if cell is not None:
            found[cell] = max(found.get(cell, 0), 1 if block.family else block.dislike)
    return found


def _code(block: WishedBlock) -> str:
    day = "all" if block.weekday is None else block.weekday
    kind = "family" if block.family else block.dislike
    return f"{day}_{block.from_time:%H%M}_{block.until_time:%H%M}_{kind}"
