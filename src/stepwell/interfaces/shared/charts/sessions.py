"""Every session of a person, one mark each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from stepwell.interfaces.shared.charts.drawing import table


class Came(StrEnum):
    """How a session went for one person."""

    HERE = "here"
    LATE = "late"
    VIDEO = "video"
    EXCUSED = "excused"
    MISSED = "missed"
    PLANNED = "planned"


@dataclass(frozen=True)
class SessionMark:
    """One session in the strip, and the words that name it, such as its day and group."""

    came: Came
    name: str = ""


def sessions_strip(sessions: Sequence[SessionMark | Came], *, label: str = "") -> SafeString:
    """Every session so far as one mark each, in order, on as many rows as it takes.

    Full marks are "came" (here, late, video), pale ones "told ahead", hollow ones
    "missed": the letter and the shape say it where color does not.
    """
    marks = [one if isinstance(one, SessionMark) else SessionMark(one) for one in sessions]
    counts = Counter(mark.came for mark in marks)
    words = _came_words()
    held = len(marks) - counts[Came.PLANNED]
    came = counts[Came.HERE] + counts[Came.LATE] + counts[Came.VIDEO]
    label = label or ngettext(
        "Came to %(came)s of %(held)s session", "Came to %(came)s of %(held)s sessions", held
    ) % {"came": came, "held": held}
    letters = {came: _letter(came, words) for came in Came}
    cells = format_html_join(
        "",
        '<span class="came came-{}" title="{}">{}</span>',
        (
            (mark.came, f"{mark.name}: {words[mark.came]}".removeprefix(": "), letters[mark.came])
            for mark in marks
        ),
    )
    key = format_html_join(
        "",
        '<span class="chart-key"><span class="came came-{}" aria-hidden="true">{}</span>{} <b>{}</b></span>',
        ((came, letters[came], words[came], counts[came]) for came in Came if counts[came]),
    )
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td></tr>',
        ((mark.name or number, words[mark.came]) for number, mark in enumerate(marks, start=1)),
    )
    heads = format_html(
        '<th scope="col">{}</th><th scope="col">{}</th>', gettext("Session"), gettext("How it went")
    )
    return format_html(
        '<figure class="chart chart-strip"><div class="strip" role="img" aria-label="{}">{}</div>'
        '<div class="chart-keys">{}</div>{}</figure>',
        label,
        cells,
        key,
        table(label, heads, rows) if marks else "",
    )


def _came_words() -> dict[Came, str]:
    return {
        Came.HERE: pgettext("attendance", "here"),
        Came.LATE: pgettext("attendance", "late"),
        Came.VIDEO: pgettext("attendance", "by video"),
        Came.EXCUSED: pgettext("attendance", "excused"),
        Came.MISSED: pgettext("attendance", "missed"),
        Came.PLANNED: pgettext("attendance", "planned"),
    }


def _letter(came: Came, words: Mapping[Came, str]) -> str:
    """The first letter of its word in the reader's language; none where the shape is enough."""
    return "" if came in (Came.HERE, Came.PLANNED) else words[came].split()[-1][:1].upper()
