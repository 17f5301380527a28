"""The person's own scores over the weeks, in pictures and plain words."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from stepwell.actions import measuring, watching_progress
from stepwell.actions.watching_progress import Progress, ScoreLine
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.participant.opening import own_chart, show
from stepwell.interfaces.shared.charts import CutOff, Series, Tone, line_chart
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock


@for_roles(Role.PARTICIPANT)
@require_safe
def progress(request: Request) -> HttpResponse:
    """What changed beyond the scales' own error, and the check-ins week by week."""
    at = clock.now()
    chart = own_chart(request, what="progress", at=at)
    found = watching_progress.progress_of(chart, at=at)
    context = {
        "progress": found,
        "scores": [(line, draw_score(line)) for line in found.scores],
        "craving": draw_craving(found),
        "mood": draw_mood(found),
        "due": measuring.list_due(chart, at=at),
    }
    return show(request, chart, "participant/progress.html", context)


def draw_score(line: ScoreLine) -> SafeString | None:
    """One questionnaire with its cut-off, or None before there is a total."""
    if not line.with_total:
        return None
    form = line.instrument
    cut_off = CutOff(gettext("the scale's line, %(value)s") % {"value": form.cutoff}, form.cutoff)
    series = Series(form.title, tuple(given.total for given in line.given))
    return line_chart(
        [series],
        [date_format(given.on, "BRIEF_DAY_FORMAT") for given in line.given],
        label=gettext("Your %(name)s scores") % {"name": form.title},
        cut_offs=[cut_off],
        top=form.maximum,
    )


def draw_craving(found: Progress) -> SafeString | None:
    """Craving by week, or None where nobody answered."""
    if not any(week.craving_days for week in found.weeks):
        return None
    series = Series(pgettext("chart", "Craving"), tuple(week.craving for week in found.weeks), Tone.SUN)
    return line_chart([series], _weeks(found), label=gettext("Your craving by week, 0 to 10"), top=10)


def draw_mood(found: Progress) -> SafeString | None:
    """Mood by week, or None where nobody answered."""
    if not any(week.mood_days for week in found.weeks):
        return None
    series = Series(gettext("Mood"), tuple(week.mood for week in found.weeks))
    return line_chart([series], _weeks(found), label=gettext("Your mood by week, 1 to 5"), top=5, bottom=1)


def _weeks(found: Progress) -> list[str]:
    return [date_format(week.monday, "BRIEF_DAY_FORMAT") for week in found.weeks]
