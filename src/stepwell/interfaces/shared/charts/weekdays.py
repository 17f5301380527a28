"""A person's week in seven dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext


class Day(StrEnum):
    """What a day of the week holds."""

    DONE = "done"
    COMING = "coming"
    PLANNED = "planned"
    OFF = "off"


@dataclass(frozen=True)
class WeekDay:
    """One day of a person's week."""

    on: date
    holds: Day = Day.OFF
    is_today: bool = False


def week_dots(days: Sequence[WeekDay]) -> SafeString:
    """The days of a week, each with what it holds.

    A full dot is done, a ring with a heart is coming, an empty ring is planned.
    """
    words = {
        Day.DONE: pgettext("day", "done"),
        Day.COMING: pgettext("day", "you are coming"),
        Day.PLANNED: pgettext("day", "planned"),
        Day.OFF: pgettext("day", "nothing planned"),
    }
    items = format_html_join(
        "",
        '<li class="week-day{}"{}><span aria-hidden="true">{}<b>{}</b></span>'
        '<span class="visually-hidden">{}: {}</span><span class="dot dot-{}" aria-hidden="true"></span></li>',
        (
            (
                " is-today" if day.is_today else "",
                mark_safe(' aria-current="date"') if day.is_today else "",
                date_format(day.on, "D")[:1].upper(),
                day.on.day,
                date_format(day.on, "LONG_DAY_FORMAT"),
                words[day.holds],
                day.holds,
            )
            for day in days
        ),
    )
    held = {day.holds for day in days}
    key = format_html_join(
        "",
        '<span class="chart-key"><span class="dot dot-{}"></span>{}</span>',
        ((state, words[state]) for state in Day if state in held and state is not Day.OFF),
    )
    return format_html(
        '<div class="chart"><ol class="week-dots" role="list">{}</ol>'
        '<div class="chart-keys" aria-hidden="true">{}</div></div>',
        items,
        key,
    )
