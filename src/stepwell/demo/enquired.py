"""Ten people at the early gates: who asked just now, who waits too long, how the way went on or ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from stepwell.actions import booking_screenings, enquiring, moving_enquiries, readers, referring
from stepwell.actions.charts import Chart
from stepwell.actions.enquiring import Asked
from stepwell.actions.readers import SignedIn
from stepwell.demo.places import Places
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.enquiries.models import Enquiry


@dataclass(frozen=True)
class Enquirer:
    """Somebody who asked, how long ago, and at which site."""

    key: str
    given: str
    family: str
    asker: str
    ago: timedelta
    site: str = "riverside"
    asker_name: str = ""
    calls_asker: bool = False
    language: str = "en"
    words: str = ""


ENQUIRERS = (
    Enquirer(
        "rowan", "Rowan", "Achebe", "self", timedelta(minutes=35), words="Evenings are best, I work until 5."
    ),
    Enquirer(
        "beatriz",
        "Beatriz",
        "Fuentes",
        "relative",
        timedelta(hours=7),
        asker_name="Inés Fuentes",
        calls_asker=True,
        language="es",
        words="She is my daughter. She doesn't know that I ask.",
    ),
    Enquirer("silas", "Silas", "Okoro", "self", timedelta(hours=3), words="My doctor said to ask."),
    Enquirer(
        "petra", "Petra", "Lindholm", "hospital", timedelta(days=5), asker_name="Dr. Amadi, Lakeside Hospital"
    ),
    Enquirer(
        "gideon", "Gideon", "Marsh", "court", timedelta(days=6), "hill", asker_name="Ms. Doran, probation"
    ),
    Enquirer("tilda", "Tilda", "Nyberg", "self", timedelta(days=9)),
    Enquirer("amos", "Amos", "Whitlock", "self", timedelta(days=12), "hill"),
    Enquirer("orla", "Orla", "Devane", "self", timedelta(days=1, hours=2)),
    Enquirer("wendell", "Wendell", "Pruitt", "relative", timedelta(days=1, hours=5), asker_name="Ray Pruitt"),
    Enquirer(
        "dario", "Dario", "Velez", "hospital", timedelta(days=16), asker_name="Ms. Quill, Lakeside Hospital"
    ),
    Enquirer("theo", "Theo", "Brandt", "self", timedelta(days=13), words="I want to be there for my son."),
    Enquirer("marisol", "Marisol", "Vance", "self", timedelta(days=6), words="I am four months along."),
    Enquirer("leland", "Leland", "Sorensen", "self", timedelta(days=4), words="I can come in the evenings."),
)


def ask_for_help(places: Places, *, at: datetime) -> dict[str, Enquiry]:
    """Everybody asks in the order of time; June answers, and each way goes on from there."""
    account = places.staff["june"].account
    assert account is not None  # hired with one
    june = readers.of(account)
    found = {each.key: _ask(each, places, at=at) for each in sorted(ENQUIRERS, key=lambda one: -one.ago)}
    _never_reached(june, found["amos"])
    _chose_otherwise(june, found["tilda"])
    _needs_more_first(june, found["gideon"], at=at)
    _screened(june, found["petra"])
    _booked(june, found["silas"], at=at - timedelta(minutes=10))
    for key in ("dario", "theo", "marisol", "leland", "wendell", "orla"):
        _booked(june, found[key], at=found[key].asked_at + timedelta(minutes=15))
    return found


def _ask(one: Enquirer, places: Places, *, at: datetime) -> Enquiry:
    asked = Asked(
        asker=one.asker,
        given_name=one.given,
        family_name=one.family,
        phone=f"555-01{60 + ENQUIRERS.index(one)}",
        safe_from=time(8),
        safe_until=time(20),
        may_leave_message=one.asker == "self",
        language=one.language,
        asker_name=one.asker_name,
        calls_asker=one.calls_asker,
        words=one.words,
    )
    by = enquiring.by_the_public()
    return enquiring.enquire(by, asked, site=places.sites[one.site], key=f"demo-{one.key}", at=at - one.ago)


def _booked(june: SignedIn, enquiry: Enquiry, *, at: datetime) -> None:
    _book(_open(june, enquiry, at), enquiry, at=at)


def _screened(june: SignedIn, enquiry: Enquiry) -> None:
    at = enquiry.asked_at + timedelta(minutes=25)
    chart = _open(june, enquiry, at)
    starts_at = _book(chart, enquiry, at=at)
    booking_screenings.hold(
        chart, enquiry, key=f"demo-held-{enquiry.pk}", at=starts_at + timedelta(minutes=45)
    )


def _needs_more_first(june: SignedIn, enquiry: Enquiry, *, at: datetime) -> None:
    """Withdrawal first, at a place that was called together; the way back has its date."""
    then = enquiry.asked_at + timedelta(hours=2)
    away = referring.Asked(
        level="residential",
        place="Lakeside Detox",
        taken_over_by="Mr. Castellano",
        called_together=True,
        returns_on=enquiry.site.day_at(at) + timedelta(days=6),
        reason="needs_more",
    )
    referring.refer_warmly(_open(june, enquiry, then), enquiry, away, key="demo-referred", at=then)


def _chose_otherwise(june: SignedIn, enquiry: Enquiry) -> None:
    then = enquiry.asked_at + timedelta(days=1)
    moving_enquiries.end(
        _open(june, enquiry, then), enquiry, to=State.DECLINED, reason="too_far", key="demo-declined", at=then
    )


def _never_reached(june: SignedIn, enquiry: Enquiry) -> None:
    then = enquiry.asked_at
    for number in range(moving_enquiries.TRIES):
        then = enquiry.asked_at + timedelta(days=number, hours=1)
        moving_enquiries.note_try(
            _open(june, enquiry, then), enquiry, was_reached=False, key=f"demo-try-{number}", at=then
        )
    then += timedelta(days=2)
    moving_enquiries.end(
        _open(june, enquiry, then), enquiry, to=State.LOST, reason="not_reached", key="demo-lost", at=then
    )


def _book(chart: Chart, enquiry: Enquiry, *, at: datetime) -> datetime:
    safe = booking_screenings.safe_hours(enquiry)
    first = booking_screenings.offer_times(enquiry.site, manner="phone", safe=safe, at=at)[0]
    booking_screenings.book(
        chart, enquiry, starts_at=first.starts_at, manner="phone", key=f"demo-book-{enquiry.pk}", at=at
    )
    return first.starts_at


def _open(june: SignedIn, enquiry: Enquiry, at: datetime) -> Chart:
    return enquiring.open_chart(june, enquiry, at=at)
