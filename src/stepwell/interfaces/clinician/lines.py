"""A line of a roster: its words, and the line drawn from a template with gaps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.formats import time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from stepwell.actions.leading import Line, Lost
from stepwell.interfaces.clinician.words import REASONS, Words, remark
from stepwell.interfaces.shared.gaps import Gapped
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.interfaces.shared.templatetags.stepwell_ui import address, initials
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
    def held(self) -> str:
        """The answer that holds, as a button's value."""
        row = self.line.attendance
        state = "here" if row.state == "left_early" else str(row.state)
        return "video" if state == "here" and row.by_video else state

    @property
    def is_marked(self) -> bool:
        return not self.line.is_expected


@dataclass(frozen=True)
class Around:
    """The page a line stands on."""

    session_id: UUID
    token: str
    back: str
    is_closed: bool


def shown(line: Line, *, problem: str = "", told: str = "") -> ShownLine:
    """A line as it is drawn now."""
    return ShownLine(line, fresh_key(), remark(line), problem, told)


_LINE = Gapped(
    "clinician/parts/line.html",
    *("person", "name", "initials", "remark", "time", "csrf_token", "mark_url", "undo_url", "version"),
    *("makes_up_for", "key", "back", "buttons", "came_before", "details", "told", "problem"),
)
_DETAILS = Gapped(
    "clinician/parts/details.html",
    *("person", "name", "csrf_token", "mark_url", "version", "key", "back", "minutes_late"),
    *("minutes_left_early", "video", "lost_options", "reasons", "words"),
)


def draw(one: ShownLine, around: Around) -> SafeString:
    """The line with its buttons and details; without them where nothing can be marked now."""
    line, row, person = one.line, one.line.attendance, one.line.chart.person
    texted_at = None if one.remark else line.texted_at
    told: dict[str, object] = {
        "person": person.pk,
        "name": person.short_name,
        "initials": initials(person.short_name),
        "remark": one.remark,
        "time": time_format(localtime(texted_at), "TIME_FORMAT") if texted_at else "",
        "csrf_token": around.token,
        "mark_url": address("clinician:mark", around.session_id),
        "undo_url": address("clinician:undo", around.session_id),
        "version": row.version,
        "makes_up_for": row.makes_up_for_id,
        "key": one.key,
        "back": around.back,
        "buttons": _buttons(one.held, row.minutes_late, get_language()),
        "came_before": _came_before(line.came_before, line.sessions_before, get_language()),
        "told": one.told,
        "problem": one.problem,
    }
    told["details"] = "" if around.is_closed else _details(line, told)
    return _LINE.fill(
        told,
        is_closed=around.is_closed,
        is_marked=one.is_marked,
        has_remark=bool(one.remark),
        was_texted=texted_at is not None,
        makes_up=row.makes_up_for_id is not None,
        has_back=bool(around.back),
        has_told=bool(one.told),
        has_problem=bool(one.problem),
    )


def _details(line: Line, told: dict[str, object]) -> SafeString:
    row, lost = line.attendance, line.to_make_up
    more = {
        "minutes_late": row.minutes_late or "",
        "minutes_left_early": row.minutes_left_early or "",
        "video": SafeString(" checked" if row.by_video else ""),
        "lost_options": format_html_join(
            "", _LOST, (_lost(one, is_chosen=one.pk == row.makes_up_for_id) for one in lost)
        ),
        "reasons": _reasons(row.reason, get_language()),
        "words": line.words,
    }
    return _DETAILS.fill(told | more, has_back=bool(told["back"]), has_lost=bool(lost))


_BUTTON = '<button name="state" value="{}" aria-pressed="{}" data-key="{}" data-says="{}"{}>{}</button>'
_LOST = '<option value="{}"{}>{} · {}, {}</option>'
_REASON = '<option value="{}"{}>{}</option>'
_PIPS = '<span class="pips" role="img" aria-label="{}">{}</span>'


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


@lru_cache(maxsize=64)
def _reasons(chosen: str, language: str | None) -> SafeString:
    """The reasons to choose from."""
    return format_html_join(
        "",
        _REASON,
        ((code, SafeString(" selected" if code == chosen else ""), words) for code, words in REASONS.items()),
    )


@lru_cache(maxsize=256)
def _came_before(came: int, of: int, language: str | None) -> SafeString:
    """How many of the last sessions the person came to, as marks with their words."""
    label = gettext("Came to %(came)s of the last %(of)s sessions") % {"came": came, "of": of}
    marks = '<span class="pip pip-on"></span>' * came + '<span class="pip"></span>' * (of - came)
    return format_html(_PIPS, label, mark_safe(marks))  # noqa: S308  # nobody's words are in it
