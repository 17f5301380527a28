"""A person's record: progress, every session, measures, how to reach the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from stepwell.actions import charts, reviewing
from stepwell.actions.charts import Chart
from stepwell.actions.reviewing import Line, Occasion, StripMark
from stepwell.domain.hours.dose import judge
from stepwell.domain.instruments.instrument import Instrument
from stepwell.domain.instruments.phq9 import PHQ9, SAFETY_ITEM
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.clinician import heads
from stepwell.interfaces.clinician.words import (
    BANDS,
    CHANGE_TONES,
    CHANGES,
    PRESUMED,
    RESULTS,
    SAMPLES,
    Words,
)
from stepwell.interfaces.shared.charts.drawing import Tone
from stepwell.interfaces.shared.charts.lines import Series, line_chart
from stepwell.interfaces.shared.charts.sessions import Came, SessionMark, sessions_strip
from stepwell.interfaces.shared.numbers import number_told
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said, short_day, titled
from stepwell.kernel import clock
from stepwell.kernel.weeks import Week


@dataclass(frozen=True)
class Tab:
    """A section of the record: its key in the address, its template, what it shows."""

    key: str
    template: str
    context: Callable[[Chart, Request, date], dict[str, Any]]


@for_roles(Role.COUNSELOR)
@require_safe
def person(request: Request, person_id: UUID) -> HttpResponse:
    """One section of one person's record."""
    at, by = clock.now(), request.signed_in
    chart = charts.open_for(by, person_id, Purpose.TREATMENT, what="record", at=at)
    day = at.astimezone(heads.zone_of(chart)).date()
    tab = next((one for one in TABS if one.key == request.GET.get("tab")), TABS[0])
    with timezone.override(heads.zone_of(chart)):
        return heads.show(request, chart, tab.key, tab.template, tab.context(chart, request, day))


def _progress(chart: Chart, request: Request, day: date) -> dict[str, Any]:
    found = reviewing.progress(chart, day=day)
    days = reviewing.check_ins(chart, day=day)
    dose = reviewing.dose_of_week(chart, day=day)
    strip = reviewing.strip_so_far(chart, at=chart.at)
    episode = chart.find_episode()
    return {
        "chart_svg": _lines(found.lines, found.weeks) if found.lines else "",
        "changes": [_change(line) for line in found.lines],
        "check_ins": list(reversed(days)),
        "check_in_svg": _days(days, day) if days else "",
        "has_words": any(one.words for one in days),
        "days_asked": reviewing.CHECK_IN_DAYS,
        "dose": dose,
        "judgment": said(judge(dose, week_is_over=False).sentence) if _has_hours(episode) else "",
        "strip": _strip(strip.marks),
        "totals": strip.totals,
        "week_span": Week.of(day),
    }


def _has_hours(episode: object) -> bool:
    return bool(episode and getattr(episode, "is_open", False) and getattr(episode, "template", None))


def _lines(lines: tuple[Line, ...], weeks: int) -> SafeString:
    names = [gettext("start"), *(gettext("week %(n)d") % {"n": n} for n in range(1, weeks + 1))]
    tones = (Tone.WATER, Tone.SUN)
    series = [
        Series(line.instrument.title, line.values, tone) for line, tone in zip(lines, tones, strict=False)
    ]
    return line_chart(series, names, label=gettext("Depression and anxiety over the weeks"))


def _change(line: Line) -> dict[str, Any]:
    told = {"completion": line.completion, "instrument": line.instrument}
    if line.trend is None:
        text = gettext("%(name)s: one answer so far") % {"name": line.instrument.title}
        return {"text": text, "tone": "", **told}
    kind = line.trend.since_first.kind.value
    title, first, last = line.instrument.title, line.trend.first.total, line.trend.last.total
    return {
        "text": f"{title} {first} → {last}: {CHANGES[kind]}",
        "tone": CHANGE_TONES[kind],
        "crosses": line.trend.since_first.crosses_cutoff,
        "is_below": last < line.instrument.cutoff,
        **told,
    }


def _days(days: list[reviewing.DayRated], day: date) -> SafeString:
    """Craving and mood of the last four weeks, day by day; a day without a check-in is a gap."""
    since = day - timedelta(days=reviewing.CHECK_IN_DAYS - 1)
    by_day = {one.check_in.on: one.check_in for one in days}
    span = [since + timedelta(days=n) for n in range(reviewing.CHECK_IN_DAYS)]
    found = [by_day.get(on) for on in span]
    craving = tuple(float(one.craving) if one and one.craving is not None else None for one in found)
    mood = tuple(float(one.mood) if one and one.mood is not None else None for one in found)
    series = [
        Series(pgettext("chart", "Craving"), craving, Tone.CLAY),
        Series(gettext("Mood"), mood, Tone.WATER),
    ]
    names = [date_format(on, "MONTH_DAY_FORMAT") for on in span]
    return line_chart(series, names, label=gettext("Craving (0 to 10) and mood (1 to 5) day by day"), top=10)


def _strip(rows: Sequence[StripMark]) -> SafeString:
    marks = []
    for row in rows:
        name = titled(row.title)
        on = short_day(row.held_on) if row.held_on else gettext("no date known")
        came = Came.VIDEO if row.state == "here" and row.by_video else CAME_OF.get(row.state, Came.PLANNED)
        marks.append(SessionMark(came, f"{on} {name}"))
    return sessions_strip(marks) if marks else SafeString("")


def _mark(row: Any) -> StripMark:
    return StripMark(row.held_on, row.state, row.by_video, row.session.title)


CAME_OF = {
    "here": Came.HERE,
    "late": Came.LATE,
    "left_early": Came.LATE,
    "missed": Came.MISSED,
    "excused": Came.EXCUSED,
    "unrecorded": Came.PLANNED,
}


def _sessions(chart: Chart, request: Request, day: date) -> dict[str, Any]:
    page = reviewing.sessions_so_far(
        chart, page=number_told(request.GET.get("page", ""), otherwise=1), at=chart.at
    )
    return {
        "page": page,
        "strip": _strip([_mark(row) for row in page.attendances]),
        "totals": page.totals,
        "rows": tuple(reversed(page.attendances)),
    }


def _measures(chart: Chart, request: Request, day: date) -> dict[str, Any]:
    tests = reviewing.drug_tests(chart, page=number_told(request.GET.get("page", ""), otherwise=1))
    return {
        "responses": [_response(one) for one in reviewing.responses(chart)],
        "askable": reviewing.INSTRUMENTS,
        "tests": tests,
        "samples": [_sample(one) for one in tests.occasions],
        "use": reviewing.reported_use(chart),
    }


def _response(row: Any) -> dict[str, Any]:
    instrument = next((one for one in reviewing.INSTRUMENTS if one.key == row.instrument), None)
    answers = list(row.answers)
    blanks = sum(answer is None for answer in answers)
    item9 = answers[SAFETY_ITEM] if row.instrument == PHQ9.key and len(answers) > SAFETY_ITEM else None
    return {
        "row": row,
        "title": instrument.title if instrument else row.instrument,
        "maximum": instrument.maximum if instrument else None,
        "band": BANDS.get(row.band, row.band.replace("_", " ")),
        "blanks": blanks,
        "item9": item9,
        "items": _items(instrument, answers) if instrument else [],
    }


def _items(instrument: Instrument, answers: list[int | None]) -> list[dict[str, Any]]:
    shown = []
    for place, item in enumerate(instrument.items):
        answer = answers[place] if place < len(answers) else None
        words = {option.value: option.text for option in instrument.options_of(item)}
        shown.append(
            {
                "text": item.text,
                "answer": answer,
                "words": words.get(answer, "") if answer is not None else "",
                "is_marked": instrument is PHQ9 and place == SAFETY_ITEM and bool(answer),
            }
        )
    return shown


def _sample(one: Occasion) -> dict[str, Any]:
    words, tone = SAMPLES.get(one.status, (one.status, ""))
    found = sorted(one.sample.results.all(), key=lambda row: row.analyte) if one.sample else []
    codes = {row.result for row in found}
    is_tested = one.status == "tested"
    if is_tested:
        words, tone = next((RESULTS[code] for code in ("positive", "negative") if code in codes), (words, ""))
    results = [
        {"analyte": row.analyte, "words": said[0], "tone": said[1]}
        for row in sorted(found, key=lambda row: row.result != "positive")
        for said in [_result(row.result, is_tested=is_tested)]
    ]
    return {"one": one, "words": words, "tone": tone, "results": results}


def _result(code: str, *, is_tested: bool) -> tuple[Words, str]:
    if not is_tested:
        return PRESUMED.get(code, gettext("not tested")), ""
    return RESULTS.get(code, (code.replace("_", " "), ""))


def _contact(chart: Chart, request: Request, day: date) -> dict[str, Any]:
    rows = chart.busy_times.order_by("weekday", "on_date", "from_time")
    busy = [
        {"row": row, "when": WEEKDAYS[row.weekday] if row.weekday is not None else row.on_date}
        for row in rows
        if row.on_date is None or row.on_date >= day
    ]
    return {"wishes": chart.contact_wishes, "busy": busy}


TABS = (
    Tab("progress", "clinician/person_progress.html", _progress),
    Tab("sessions", "clinician/person_sessions.html", _sessions),
    Tab("measures", "clinician/person_measures.html", _measures),
    Tab("contact", "clinician/person_contact.html", _contact),
)
