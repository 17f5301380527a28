"""Codes of the records in the desk's words."""

from __future__ import annotations

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stepwell.actions.leading import Line

Words = str | Promise

REASONS: dict[str, Words] = {
    "ill": _("not well"),
    "work": _("work"),
    "school": _("school"),
    "court": _("court date"),
    "travel": _("travel"),
    "care": _("caring for someone"),
    "other": _("another reason"),
}
EPISODE_STATES: dict[str, Words] = {
    "enquiry": _("asked"),
    "screening": _("screening"),
    "referred": _("referred, coming back"),
    "waiting": _("on the waiting list"),
    "declined": _("chose otherwise"),
    "lost": _("not reached any more"),
    "pending": _("not started"),
    "admitted": _("admitted"),
    "active": _("active"),
    "step_up": _("stepped up"),
    "step_down": _("stepped down"),
    "hold": _("on hold"),
    "lapsed": _("out of touch"),
    "left": _("left"),
    "administrative": _("ended by the program"),
    "discharged": _("discharged"),
    "graduated": _("graduated"),
    "continuing_care": _("continuing care"),
    "alumni": _("alumni"),
    "completed": _("the year after is over"),
    "ended": _("ended; how was not recorded"),
}
BANDS: dict[str, Words] = {
    "minimal": _("minimal"),
    "none_minimal": _("minimal"),
    "mild": _("mild"),
    "moderate": _("moderate"),
    "moderately_severe": _("moderately severe"),
    "severe": _("severe"),
}
CHANGES: dict[str, Words] = {
    "reliable_gain": _("reliable gain"),
    "reliable_worsening": _("reliable worsening"),
    "within_error": _("within error"),
}
CHANGE_TONES = {"reliable_gain": "water", "reliable_worsening": "clay", "within_error": ""}
URGENCIES: dict[str, tuple[Words, str]] = {
    "CALL_FIRST": (_("call first"), "clay"),
    "TALK_TODAY": (_("talk today"), "sun"),
    "GOOD_NEWS": (_("good news"), "water"),
}
TASKS: dict[str, Words] = {
    "call_after_miss": _("Call after a missed start"),
    "safety": _("Talk about safety"),
    "change": _("Find what fits a changed week"),
}
OUTCOMES: dict[str, Words] = {
    "talked": _("We talked"),
    "left_message": _("Left a message"),
    "no_answer": _("No answer"),
    "safe": _("Safe, and the plan is clear"),
    "needs_more_care": _("Needs more care"),
    "emergency": _("Emergency services called"),
    "came_after_all": _("Came after all"),
    "not_needed": _("Not needed"),
    "arranged": _("Arranged"),
}
OUTCOMES_OF: dict[str, tuple[str, ...]] = {
    "call_after_miss": ("talked", "left_message", "no_answer", "not_needed"),
    "safety": ("safe", "needs_more_care", "emergency", "no_answer"),
    "change": ("arranged", "talked", "no_answer", "not_needed"),
}
BUSY: dict[str, Words] = {
    "work": _("Work"),
    "school": _("School"),
    "court": _("Court"),
    "travel": _("Travel"),
    "care": _("Caring for someone"),
    "other": _("Other"),
}
SAMPLES: dict[str, tuple[Words, str]] = {
    "tested": (_("tested"), "water"),
    "no_test": (_("attended, no test recorded"), ""),
    "absent": (_("absent"), "sun"),
}
RESULTS: dict[str, tuple[Words, str]] = {
    "positive": (_("tested positive"), "clay"),
    "negative": (_("tested negative"), "water"),
}
PRESUMED: dict[str, Words] = {
    "positive": _("presumed positive, not tested"),
    "negative": _("presumed negative, not tested"),
}
LEVELS: dict[str, Words] = {"1": _("OP 1"), "2.1": _("IOP 2.1"), "2.5": _("PHP 2.5")}
REMARKS: dict[str, Words] = {
    "undated": _("no date in the records brought along"),
    "undated sample": _("no date in the records brought along"),
    "undated, placed on its planned day": _("no date told, shown on its planned day"),
    "same row again": _("the same entry came twice"),
    "repeated day": _("another entry for the same day"),
    "repeated analyte": _("the same test came twice"),
    "same day told in two ways": _("another entry for that day says something else"),
    "after the last contact": _("after the last contact on record"),
    "attended, no test recorded": "",
}
MOODS: dict[int, Words] = {1: _("hard"), 2: _("low"), 3: _("OK"), 4: _("good"), 5: _("strong")}
USES: dict[str, Words] = {"yes": _("yes"), "no": _("no"), "unsaid": _("rather not say")}


def hours(minutes: int) -> str:
    """Minutes as people say them.

    >>> hours(545), hours(540), hours(45)
    ('9 h 5 min', '9 h', '45 min')
    """
    whole, rest = divmod(minutes, 60)
    if not whole:
        return gettext("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d h") % {"hours": whole}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": whole, "minutes": rest}


def hours_of(done: int, planned: int) -> str:
    """Hours of so many that were planned; a list says the same few again and again.

    >>> hours_of(540, 585)
    '9 h of 9 h 45 min planned'
    """
    return _hours_of(done, planned, get_language())


@lru_cache(maxsize=4096)
def _hours_of(done: int, planned: int, language: str | None) -> str:
    return gettext("%(done)s of %(of)s planned") % {"done": hours(done), "of": hours(planned)}


def week_of(week: int, weeks: int | None) -> str:
    """Which week of how many, where that is planned.

    >>> week_of(3, 12), week_of(3, None)
    ('week 3 of 12', 'week 3')
    """
    return _week_of(week, weeks, get_language())


@lru_cache(maxsize=4096)
def _week_of(week: int, weeks: int | None, language: str | None) -> str:
    if weeks is None:
        return gettext("week %(n)s") % {"n": week}
    return gettext("week %(n)s of %(of)s") % {"n": week, "of": weeks}


def how_long(minutes: int) -> str:
    """A time to go or gone by in its largest unit, as people say it of a call.

    >>> how_long(1), how_long(45), how_long(60), how_long(2134), how_long(2900)
    ('1 minute', '45 minutes', '1 hour', '35 hours', '2 days')
    """
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}


def remark(line: Line) -> str:
    """The latest that is worth knowing about one line of a roster, in a few words."""
    row = line.attendance
    if row.state == "excused":
        said = str(REASONS.get(row.reason, row.reason))
        return f"{said}: {line.words}" if line.words else said
    parts = []
    if row.minutes_late:
        parts.append(
            ngettext("%(n)d minute late", "%(n)d minutes late", row.minutes_late) % {"n": row.minutes_late}
        )
    if row.minutes_left_early:
        early = row.minutes_left_early
        parts.append(ngettext("left %(n)d minute early", "left %(n)d minutes early", early) % {"n": early})
    if parts:
        parts.append(gettext("%(hours)s count") % {"hours": hours(row.credited_minutes)})
    elif line.is_expected and line.cannot_come:
        said = str(REASONS.get(row.reason, ""))
        parts.append(gettext("can't make it") + (f": {said}" if said else ""))
    elif line.is_expected and row.makes_up_for_id:
        parts.append(gettext("comes instead of another session"))
    elif line.is_expected and line.is_coming:
        parts.append(gettext("said: coming"))
    return ", ".join(parts)


def remarked(remark: str) -> str:
    """What was odd about a row that was brought along, said in words; what nobody listed stays as it is.

    >>> remarked("same row again; after the last contact")
    'the same entry came twice; after the last contact on record'
    """
    said = (str(REMARKS.get(part, part)) for part in remark.split("; ") if part)
    return "; ".join(part for part in said if part)
