"""Somebody whose screening is agreed, for tests of the form, the decision and what follows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from cast import AT, Cast
from on_the_way import ask, opened
from stepwell.actions import assessing, deciding_levels, moving_enquiries, stepping
from stepwell.actions.assessing import Sheet, Told
from stepwell.actions.charts import Chart
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.kernel.identifiers import new_id
from stepwell.records.enquiries.models import Enquiry, Screening
from stepwell.records.placement.models import Assessment

AT_EASE = {
    "stopping": "uneasy",
    "body": "settled",
    "mind": "settled",
    "pull": "manageable",
    "around": "holds",
    "wishes": "told",
}
"""Ratings of the neutral edition that ask for this program, because of the first."""


def key() -> str:
    return str(new_id())


def agree(cast: Cast, name: str = "Robin", *, at: datetime = AT) -> Enquiry:
    """Somebody asked, and June screens them at `at`."""
    enquiry = ask(cast, name, at=at)
    chart = opened(cast, enquiry, at=at)
    before = Screening.objects.count()
    with transaction.atomic():
        row = stepping.locked(chart, enquiry)
        Screening.objects.create(
            enquiry=row,
            staff=cast.june,
            starts_at=at + timedelta(hours=before),
            ends_at=at + timedelta(hours=before + 1),
            manner="phone",
            booked_at=at,
        )
        moving_enquiries.move(chart, row, to=State.SCREENING, at=at)
    return Enquiry.objects.select_related("site", "owner").get(pk=enquiry.pk)


def begin(cast: Cast, enquiry: Enquiry) -> tuple[Chart, Assessment]:
    """June's chart and the form she began."""
    chart = opened(cast, enquiry)
    return chart, assessing.begin(chart, enquiry, key=key(), at=AT)


def sheet(chart: Chart, form: Assessment) -> Sheet:
    return assessing.sheet_of(chart, Assessment.objects.select_related("edition").get(pk=form.pk))


def told(chart: Chart, form: Assessment, about: str, what: str, value: str, words: str = "") -> Told:
    """An answer given by who saw the form as it stands."""
    now = sheet(chart, form)
    lines = now.flags if about == "flag" else now.dimensions
    seen = next(line.seen for line in lines if line.asks.id == what)
    return Told(about, what, value, words, seen)


def fill_in(chart: Chart, form: Assessment, ratings: dict[str, str] | None = None) -> None:
    """Every flag asked and not up, every dimension rated."""
    now = sheet(chart, form)
    flags = [Told("flag", line.asks.id, "no", "", line.seen) for line in now.flags]
    rated = AT_EASE | (ratings or {})
    found = [Told("dimension", line.asks.id, rated[line.asks.id], "", line.seen) for line in now.dimensions]
    assert assessing.write(chart, form, [*flags, *found], at=AT) == ()


def ask_priya(cast: Cast, chart: Chart, form: Assessment, *, took_place: bool = True) -> Chart:
    """Priya is asked to decide; her chart of this person."""
    deciding_levels.ask(
        chart, form, clinician=cast.priya.pk, took_place=took_place, key=key(), at=AT + timedelta(minutes=40)
    )
    enquiry = Enquiry.objects.select_related("site").get(pk=form.enquiry_id)
    return assessing.open_chart(cast.sign_in(cast.priya), enquiry, at=AT)
