"""People on the way in, made by the product's own actions, for tests of what comes after the screening."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from cast import AT, TODAY, Cast
from stepwell.actions import enquiring, moving_enquiries, stepping, tracks
from stepwell.actions.charts import Chart
from stepwell.actions.enquiring import Asked
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Need
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.people.models import Person
from stepwell.records.waiting.models import Track


def ask(cast: Cast, name: str = "Robin", *, at: datetime = AT) -> Enquiry:
    """Somebody asked at Riverside, for themselves."""
    asked = Asked("self", name, "Ekberg", "555-0177", time(8), time(20), True, "en")
    return enquiring.enquire(enquiring.by_the_public(), asked, site=cast.riverside, key=f"ask {name}", at=at)


def opened(cast: Cast, enquiry: Enquiry, *, at: datetime = AT) -> Chart:
    """Their chart, as June of intake opens it."""
    return enquiring.open_chart(cast.sign_in(cast.june), enquiry, at=at)


def person_of(enquiry: Enquiry) -> Person:
    return Person.objects.get(pk=enquiry.person_id)


def wait(cast: Cast, name: str = "Robin", *, at: datetime = AT) -> Enquiry:
    """Somebody who asked, was screened, and is on the waiting list with a level signed."""
    enquiry = ask(cast, name, at=at)
    row = stepping.locked(opened(cast, enquiry, at=at), enquiry)
    has = {Need.SCREENING_TIME, Need.LEVEL_SIGNED}
    chart = opened(cast, enquiry, at=at)
    moving_enquiries.move(chart, row, to=State.SCREENING, has=has, at=at)
    moving_enquiries.move(chart, row, to=State.WAITING, has=has, at=at)
    return Enquiry.objects.select_related("site", "owner").get(pk=enquiry.pk)


def make_track(cast: Cast, *, title: str = "Evenings", groups: list[UUID] | None = None) -> Track:
    """A track at Riverside of the group of the cast."""
    return tracks.open_track(
        cast.sign_in(cast.june),
        site_id=cast.riverside.pk,
        template_id=cast.template.pk,
        title=title,
        groups=groups or [cast.group.pk],
        key=f"track {title}",
        at=AT,
    )


__all__ = ["AT", "TODAY", "ask", "make_track", "opened", "person_of", "wait"]
