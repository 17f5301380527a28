"""Four people at the screening: half-way through, stopped by a red flag, to be decided on, and signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from stepwell.actions import assessing, booking_screenings, deciding_levels, enquiring, minding_flags, readers
from stepwell.actions.assessing import NO, YES, Told
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.demo.places import Places
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.placement.models import Assessment
from stepwell.records.program.models import Staff

WITHDRAWAL = "withdrawal_danger"
Ratings = Mapping[str, tuple[str, str]]
BEGUN: Ratings = {
    "stopping": ("at_ease", "Last drink nine days ago, no shaking since."),
    "body": ("looked_after", "Blood pressure, seen by her own doctor."),
}
PETRA: Ratings = {
    "stopping": ("uneasy", "Sleeps badly since Friday; no seizures before."),
    "body": ("settled", ""),
    "mind": ("troubled", "Low for weeks; talks with her doctor about it."),
    "pull": ("returns_without_support", "Back to use twice this year within a week of stopping."),
    "around": ("mixed", "Lives with her mother, who helps; works near old friends."),
    "wishes": ("told", "Wants her license back and evenings free for her son."),
}
LELAND: Ratings = {
    "stopping": ("at_ease", ""),
    "body": ("settled", ""),
    "mind": ("troubled", "Worries that keep him up."),
    "pull": ("returns_without_a_day", "Payday is hard."),
    "around": ("mixed", "His wife helps; the evenings are long."),
    "wishes": ("told", "Wants to keep his job."),
}


def screen(found: Mapping[str, Enquiry], places: Places, *, at: datetime) -> None:
    """June screens; Priya is asked about Petra, and Daniel has signed for Leland."""
    june = _signed_in(places.staff["june"])
    _call(june, found["wendell"], at=at - timedelta(hours=2))
    _stopped(june, found["wendell"], at=at - timedelta(hours=2) + timedelta(minutes=5))
    _call(june, found["orla"], at=at - timedelta(minutes=40))
    _fill_in(june, found["orla"], BEGUN, at=at - timedelta(minutes=20))
    petra, form = _fill_in(june, found["petra"], PETRA, at=at - timedelta(days=4))
    _ask(petra, form, places.staff["priya"], at=at - timedelta(hours=6))
    words = "He keeps his job by coming in the evenings. We look again after two weeks."
    sign_level(june, places.staff["daniel"], found["leland"], words=words, at=at - timedelta(days=2))


def _call(june: SignedIn, enquiry: Enquiry, *, at: datetime) -> None:
    """June reaches them, and they talk at once."""
    chart = enquiring.open_chart(june, enquiry, at=at)
    booking_screenings.book_now(chart, enquiry, manner="phone", key=f"demo-now-{enquiry.pk}", at=at)


def _fill_in(june: SignedIn, enquiry: Enquiry, ratings: Ratings, *, at: datetime) -> tuple[Chart, Assessment]:
    """Every red flag asked and not up, and these ratings."""
    chart = enquiring.open_chart(june, enquiry, at=at)
    form = assessing.begin(chart, enquiry, key=f"demo-screen-{enquiry.pk}", at=at)
    flags = [Told("flag", line.asks.id, NO) for line in assessing.sheet_of(chart, form).flags]
    found = [Told("dimension", what, rating, words) for what, (rating, words) in ratings.items()]
    assessing.write(chart, form, [*flags, *found], at=at)
    return chart, form


def _stopped(june: SignedIn, enquiry: Enquiry, *, at: datetime) -> None:
    """Stopping alone is not safe for him; he is on his way, and the referral is to be written down."""
    chart = enquiring.open_chart(june, enquiry, at=at)
    form = assessing.begin(chart, enquiry, key=f"demo-screen-{enquiry.pk}", at=at)
    assessing.write(chart, form, [Told("flag", WITHDRAWAL, YES)], at=at)
    minding_flags.write_done(
        chart,
        form,
        flag=WITHDRAWAL,
        came_of="handed_over",
        words="Called Lakeside Detox with him. His brother drives him; Mr. Castellano waits for them.",
        key=f"demo-flag-{enquiry.pk}",
        at=at,
    )


def sign_level(june: SignedIn, clinician: Staff, enquiry: Enquiry, *, words: str, at: datetime) -> None:
    """The findings ask for a day program; the person wants less, and both are written down."""
    chart, form = _fill_in(june, enquiry, LELAND, at=at)
    _ask(chart, form, clinician, at=at)
    own = assessing.open_chart(_signed_in(clinician), enquiry, at=at)
    deciding_levels.sign(
        own,
        form,
        selected="intensive_outpatient",
        variance="person_wishes",
        words=words,
        seen=assessing.sheet_of(own, form).version,
        key=f"demo-sign-{enquiry.pk}",
        at=at + timedelta(hours=2),
    )


def _ask(chart: Chart, form: Assessment, clinician: Staff, *, at: datetime) -> None:
    deciding_levels.ask(
        chart, form, clinician=clinician.pk, took_place=True, key=f"demo-ask-{form.pk}", at=at
    )


def _signed_in(staff: Staff) -> SignedIn:
    assert staff.account is not None  # hired with one
    return readers.of(staff.account)
