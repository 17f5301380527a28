"""A roster and its lines as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from stepwell.actions.attending import Marked
from stepwell.actions.leading import Line, Lost, Roster
from stepwell.interfaces.clinician.words import REASONS, Words, remark
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.words import ATTENDANCE, short_day, titled


@dataclass(frozen=True)
class Button:
    """One answer: what is sent, its word, its key, its color when chosen."""

    value: str
    text: Words
    key: str
    tone: str = ""


BUTTONS = (
    Button("here", pgettext_lazy("attendance button", "Here"), "h"),
    Button("late", pgettext_lazy("attendance button", "Late"), "l", "sun"),
    Button("missed", pgettext_lazy("attendance button", "Missed"), "m", "clay"),
    Button("excused", pgettext_lazy("attendance button", "Excused"), "e", "sun"),
    Button("video", pgettext_lazy("attendance button", "Video"), "v"),
)


@dataclass(frozen=True)
class ShownLine:
    """A line with a fresh key, and what there is to say about the last tap."""

    line: Line
    key: str
    remark: str
    problem: str = ""
    told: str = ""

    @property
    def buttons(self) -> SafeString:
        """Each answer, whether it holds now, and its word (late tells the minutes)."""
        return _buttons(self.held, self.line.attendance.minutes_late, get_language())

    @property
    def lost_options(self) -> SafeString:
        """The sessions this one may make up for, to choose from."""
        made_up = self.line.attendance.makes_up_for_id
        return format_html_join(
            "", _LOST, (_lost(row, is_chosen=row.pk == made_up) for row in self.line.to_make_up)
        )

    @property
    def is_plain(self) -> bool:
        """Nothing is said in the details yet, so they are drawn as for everybody."""
        row = self.line.attendance
        said = (row.minutes_late, row.minutes_left_early, row.by_video, row.reason, row.makes_up_for_id)
        return not any(said) and not self.line.words

    @property
    def held(self) -> str:
        """The answer that holds, as a button's value."""
        row = self.line.attendance
        state = "here" if row.state == "left_early" else str(row.state)
        return "video" if state == "here" and row.by_video else state

    @property
    def is_marked(self) -> bool:
        return not self.line.is_expected


def shown(line: Line, *, problem: str = "", told: str = "") -> ShownLine:
    """A line as it is drawn now."""
    return ShownLine(line, fresh_key(), remark(line), problem, told)


def reasons() -> dict[str, Any]:
    """The reasons to choose from, and the same drawn once for all the lines that have none yet."""
    pairs = list(REASONS.items())
    return {"reasons": pairs, "reason_options": format_html_join("", _OPTION, pairs)}


_BUTTON = '<button name="state" value="{}" aria-pressed="{}" data-key="{}" data-says="{}"{}>{}</button>'
_LOST = '<option value="{}"{}>{} · {}, {}</option>'


@lru_cache(maxsize=256)
def _buttons(held: str, minutes_late: int, language: str | None) -> SafeString:
    """The same few rows of buttons stand on every line: each is drawn once for each language."""
    return format_html_join(
        "\n", _BUTTON, (_drawn(one, minutes_late, is_held=one.value == held) for one in BUTTONS)
    )


def _drawn(one: Button, minutes_late: int, *, is_held: bool) -> tuple[object, ...]:
    pressed = "true" if is_held else "false"
    tone = format_html(' data-tone="{}"', one.tone) if one.tone else ""
    text = str(one.text)
    if one.value == "late" and is_held and minutes_late:
        text = pgettext("attendance button", "%(minutes)d min") % {"minutes": minutes_late}
    return one.value, pressed, one.key, one.text, tone, text


def _lost(row: Lost, *, is_chosen: bool) -> tuple[object, ...]:
    on = short_day(row.held_on) if row.held_on else ""
    chosen = SafeString(" selected") if is_chosen else ""
    return row.pk, chosen, on, titled(row.title), ATTENDANCE.get(row.state, row.state)


GAPS: dict[str, Any] = {
    "who": {"pk": "@person@"},
    "row": {"version": "@version@"},
    "one": {"key": "@key@", "lost_options": SafeString("@lost@")},
    "name": "@name@",
}
"""What the details of a line are drawn with once; each line fills them in."""


@dataclass(frozen=True)
class Blanks:
    """The details drawn with gaps: without sessions to make up for, and with some."""

    plain: str
    with_lost: str


def fill_in(one: ShownLine, blanks: Blanks) -> SafeString:
    """The details drawn with gaps, as those of this line; what may hold anything comes last."""
    row, person = one.line.attendance, one.line.chart.person
    drawn = blanks.with_lost if one.line.to_make_up else blanks.plain
    filled = drawn.replace("@person@", str(person.pk)).replace("@version@", str(row.version))
    filled = filled.replace("@key@", str(one.key))
    parts = (part.replace("@name@", escape(person.short_name)) for part in filled.split("@lost@"))
    filled = one.lost_options.join(parts)
    return mark_safe(filled)  # noqa: S308  # the page's own markup; what was filled in is escaped or a key


_OPTION = '<option value="{}">{}</option>'


def context(roster: Roster, *, at: datetime, problem: tuple[UUID, str] | None = None) -> dict[str, Any]:
    """What the roster's template needs."""
    about, sentence = problem or (None, "")
    lines = [shown(line, problem=sentence if line.chart.person.pk == about else "") for line in roster.lines]
    return {
        "roster": roster,
        "session": roster.session,
        "lines": lines,
        "everyone_key": fresh_key(),
        "saved_at": roster.saved_at,
        **reasons(),
        "came": roster.came,
        "expected": len(lines),
        "still_expected": roster.still_expected,
        "is_closed": not roster.is_open,
        "can_join": bool(roster.session.video_link),
    }


def what_was_replaced(marked: Marked) -> str:
    """The sentence about a conflict, or nothing when there was none."""
    entry = marked.replaced
    if entry is None:
        return ""
    return gettext("Changed on another device at %(time)s to %(state)s. Your answer now holds.") % {
        "time": date_format(localtime(entry.written_at), "TIME_FORMAT"),
        "state": str(ATTENDANCE.get(entry.state, entry.state)),
    }
