"""Outgoing texts that give nothing away on a shared phone.

Source: issue of the way through, PRV-16: a reminder holds no program name, no word of
substance use and no clinician's title. The lists are in `telling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType

from stepwell.domain.wording.telling import TELLING
from stepwell.domain.wording.words import pattern, plain
from stepwell.kernel.decisions import Permit, Refuse

_TELLING = pattern(word for words in TELLING.values() for word in words)


def check(text: str, language: str, *, names: Iterable[str] = ()) -> Permit | Refuse:
    """Permit a text that a stranger may read over somebody's shoulder.

    >>> isinstance(check("You have an appointment at 6 pm.", "en"), Permit)
    True
    >>> check("Your Counseling group is at 6 pm.", "en").because
    'the text says "counseling"'

    Words of both languages are looked for in every text, and so are `names`:
    the program, its sites, its street if it is known by it. A language nobody
    has listed words for is refused. Pictures, links and senders are not
    looked at.
    """
    if language not in TELLING:
        return Refuse(f"nobody has listed telling words for the language {language!r}")
    words = plain(text)
    if not words.strip():
        return Refuse("the text is empty")
    found = _TELLING.search(words) or pattern(names).search(words)
    if found:
        return Refuse(f'the text says "{found.group()}"')
    return Permit("the text names no substance, care, title or program")


class AppointmentText(Enum):
    """What there is to say about an appointment."""

    BEFORE_SESSION = "before_session"
    MISSED_START = "missed_start"
    CHANGED = "changed"
    CANCELED = "canceled"


class UnknownLanguage(ValueError):
    """The texts are written in no such language; nothing is sent rather than something not understood."""


_TEXTS: Mapping[str, Mapping[AppointmentText, str]] = MappingProxyType(
    {
        "en": {
            AppointmentText.BEFORE_SESSION: "You have an appointment {when}.",
            AppointmentText.MISSED_START: "You had an appointment {when}. You can still come.",
            AppointmentText.CHANGED: "Your appointment has changed. It is now {when}.",
            AppointmentText.CANCELED: "Your appointment {when} is canceled.",
        },
        "es": {
            AppointmentText.BEFORE_SESSION: "Tienes una cita {when}.",
            AppointmentText.MISSED_START: "Tenías una cita {when}. Todavía puedes venir.",
            AppointmentText.CHANGED: "Tu cita cambió. Ahora es {when}.",
            AppointmentText.CANCELED: "Tu cita {when} queda cancelada.",
        },
    }
)
# Not strftime: its names follow the machine's locale.
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}


def appointment_text(
    kind: AppointmentText, starts_at_local: datetime, language: str, *, today: date | None = None
) -> str:
    """A neutral text about one appointment, in the person's language and the site's time.

    >>> six = datetime(2026, 3, 3, 18)
    >>> appointment_text(AppointmentText.BEFORE_SESSION, six, "en")
    'You have an appointment at 6 pm.'
    >>> appointment_text(AppointmentText.BEFORE_SESSION, six, "es")
    'Tienes una cita a las 6 pm.'

    `today`, the day it is read, adds the day where it is another one:

    >>> appointment_text(AppointmentText.CHANGED, six, "en", today=date(2026, 2, 27))
    'Your appointment has changed. It is now on Tuesday, March 3 at 6 pm.'
    """
    if language not in _TEXTS:
        raise UnknownLanguage(f"Appointment texts are written in {', '.join(_TEXTS)}, not in {language!r}.")
    words = [_day_words(starts_at_local.date(), today, language), clock_words(starts_at_local, language)]
    return _TEXTS[language][kind].format(when=" ".join(word for word in words if word))


def clock_words(starts_at_local: datetime, language: str) -> str:
    """The time with its preposition, as it is said.

    >>> clock_words(datetime(2026, 3, 3, 13, 30), "es"), clock_words(datetime(2026, 3, 3, 12), "en")
    ('a la 1:30 pm', 'at noon')
    """
    hour, minute = starts_at_local.hour, starts_at_local.minute
    if (hour, minute) == (12, 0):
        return "al mediodía" if language == "es" else "at noon"
    twelve = hour % 12 or 12
    said = f"{twelve}:{minute:02}" if minute else f"{twelve}"
    half = "am" if hour < 12 else "pm"
    if language == "es":
        return f"{'a la' if twelve == 1 else 'a las'} {said} {half}"
    return f"at {said} {half}"


def _day_words(day: date, today: date | None, language: str) -> str:
    if today is None or day == today:
        return ""
    if day == today + timedelta(days=1):
        return "mañana" if language == "es" else "tomorrow"
    weekday, month = _WEEKDAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    return f"el {weekday} {day.day} de {month}" if language == "es" else f"on {weekday}, {month} {day.day}"
