"""The way through in numbers: gates, reasons, who stays, what is ahead; and the same as a file."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stepwell.actions import counting_hours, counting_ways
from stepwell.actions.counting_ways import SAID, SINCE_DAYS, Counted, Through
from stepwell.domain.funnel.gates import Gate, Passage
from stepwell.domain.funnel.small import SMALLEST, told, without_small
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.manager import asked
from stepwell.interfaces.manager.views.hours import harmless
from stepwell.interfaces.manager.way_pictures import draw_gates, draw_weeks
from stepwell.interfaces.manager.words import GATES, SOURCES, titled
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.MANAGER)
@require_safe
def show(request: Request) -> HttpResponse:
    """A picture first, then every figure with its denominator."""
    at, by = clock.now(), request.signed_in
    choice = _choice(request)
    counted = counting_ways.count(by, **choice, at=at)
    ahead = counting_ways.capacity(by, site=choice["site"], at=at)
    context = {
        "counted": counted,
        "capacity": ahead,
        "picture": draw_gates(counted.passages, GATES),
        "weeks_picture": draw_weeks(ahead.weeks),
        "passages": [(one, GATES[one.start], GATES[one.end]) for one in counted.passages],
        "by_source": [(_source(one), one) for one in counted.by_source],
        "by_program": [(_program(one), one) for one in counted.by_program],
        "lost": [(_gate(one.after), _said(one.why), one.count) for one in counted.lost],
        "choices": counting_hours.choices_of(by),
        "choice": choice,
        "since_days": SINCE_DAYS,
        "smallest": SMALLEST,
        "query": urlencode({name: value for name, value in choice.items() if value}),
    }
    return render(request, "manager/way.html", context)


@for_roles(Role.MANAGER)
@require_safe
def download(request: Request) -> HttpResponse:
    """The figures as CSV to take outside: small counts are withheld, and no word of anybody is in it."""
    at, by = clock.now(), request.signed_in
    counted = counting_ways.count(by, **_choice(request), at=at)
    text = io.StringIO()
    text.write("\ufeff")
    out = csv.writer(text)
    for line in _lines(counted):
        out.writerow([harmless(cell) for cell in line])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="way.csv"'
    return response


def _choice(request: Request) -> dict[str, Any]:
    days = request.GET.get("days", "")
    return {
        "days": int(days) if days in {str(each) for each in SINCE_DAYS} else SINCE_DAYS[0],
        "site": asked.key(request.GET.get("site")),
        "program": asked.key(request.GET.get("program")),
    }


def _lines(counted: Counted) -> list[list[Any]]:
    withheld = _("withheld: 1 to %(most)d") % {"most": SMALLEST - 1}
    head = [
        _("Figure"),
        _("Of"),
        _("Passed"),
        _("Lost"),
        _("On the way"),
        _("Median, hours"),
        _("p90, hours"),
    ]
    lines: list[list[Any]] = [head]
    lines += [_passage(f"{GATES[p.start]} → {GATES[p.end]}", p, withheld) for p in counted.passages]
    for one in counted.by_source:
        lines.append(
            _passage(
                f"{_source(one)}: {GATES[Gate.ENQUIRY]} → {GATES[Gate.ADMISSION]}", one.to_start, withheld
            )
        )
    for one in counted.by_program:
        lines.append(
            _passage(
                f"{_program(one)}: {GATES[Gate.ADMISSION]} → {GATES[Gate.GRADUATION]}", one.to_end, withheld
            )
        )
    for kept in counted.retained:
        cells = without_small({"stayed": kept.stayed, "gone": kept.of - kept.stayed})
        shown = [
            _cell(told(kept.of), withheld),
            _cell(cells["stayed"], withheld),
            _cell(cells["gone"], withheld),
        ]
        lines.append([_("Here after %(days)d days") % {"days": kept.days}, *shown])
    return lines


def _passage(name: str, one: Passage, withheld: str) -> list[Any]:
    """Counts that make one another known are withheld together; times of few people are times of somebody."""
    of = told(one.of)
    parts = without_small({"passed": one.passed, "lost": one.lost, "on_the_way": one.on_the_way})
    if of is None:
        parts = dict.fromkeys(parts, None)
    times = [one.median, one.p90] if told(one.passed) else [None, None]
    return [
        name,
        _cell(of, withheld),
        *(_cell(parts[key], withheld) for key in ("passed", "lost", "on_the_way")),
        *(round(time.total_seconds() / 3600, 1) if time is not None else "" for time in times),
    ]


def _cell(count: int | None, withheld: str) -> Any:
    return withheld if count is None else count


def _source(one: Through) -> str:
    return str(SOURCES.get(one.key, one.key))


def _program(one: Through) -> str:
    return titled(one.title) if one.key else _("no program yet")


def _gate(gate: Gate | None) -> str:
    return str(GATES[gate]) if gate is not None else _("before the first gate")


def _said(why: str) -> str:
    words = SAID.get(why)
    if words:
        return _(words)
    return _("not told") if not why else why.replace("_", " ")
