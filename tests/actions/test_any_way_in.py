"""Whatever is done in whatever order: the states follow the rules, and the next step is never lost."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import AT, Cast
from screened import fill_in, key, sheet, told
from stepwell.actions import (
    assessing,
    booking_screenings,
    deciding_levels,
    enquiring,
    minding_flags,
    moving_enquiries,
    referring,
    stepping,
)
from stepwell.actions.charts import Chart
from stepwell.actions.enquiring import Asked
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.lifecycle import may_move
from stepwell.kernel.decisions import Permit
from stepwell.kernel.identifiers import new_id
from stepwell.records.enquiries.models import Enquiry, EnquiryState
from stepwell.records.program.models import StaffAvailability
from stepwell.records.steps.models import NextStep

ASKED = Asked("self", "Robin", "", "555-0177", time(8), time(20), may_leave_message=True, language="en")
SCREENING = frozenset({"begin", "stop", "go_on", "sign", "sign_elsewhere", "refer", "other_day"})
AWAY = referring.Asked(
    level="residential",
    place="Lakeside",
    taken_over_by="Mr. Castellano",
    called_together=True,
    returns_on=date(2026, 6, 1),
    reason="needs_more",
)
ACTS = st.sampled_from(
    [
        *("try", "reach", "book", "hold", "miss", "done", "refer", "decline", "lose", "wait", "seat", "back"),
        *("begin", "stop", "go_on", "sign", "sign_elsewhere", "other_day"),
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=8))
def test_any_order_of_acts_keeps_the_rules_and_a_next_step(cast: Cast, acts: list[str]) -> None:
    for weekday in range(7):
        hours = {"from_time": time(0, 30), "until_time": time(23, 30)}
        StaffAvailability.objects.get_or_create(
            staff=cast.june, site=cast.riverside, weekday=weekday, defaults=hours
        )
    by = enquiring.by_the_public()
    cast.june.credential = "RN"
    cast.june.save(update_fields=["credential"])
    enquiry = enquiring.enquire(by, ASKED, site=cast.riverside, key=str(new_id()), at=AT)
    chart = enquiring.open_chart(cast.sign_in(cast.june), enquiry, at=AT)

    for number, act in enumerate(acts):
        _do(chart, enquiry, act, at=AT + timedelta(hours=number + 1))

    row = Enquiry.objects.get(pk=enquiry.pk)
    states = list(EnquiryState.objects.filter(enquiry=row).order_by("from_at"))
    moves = [(State(one.state), State(next_one.state)) for one, next_one in pairwise(states)]
    open_steps = NextStep.objects.filter(enquiry=row, done_at=None).count()
    assert all(isinstance(may_move(*move), Permit) for move in moves)
    assert [one.state for one in states if one.until_at is None] == [row.state]
    assert open_steps == (1 if row.is_open else 0)


def _do(chart: Chart, enquiry: Enquiry, act: str, *, at: datetime) -> None:
    """One act. What is refused is refused in words, and the rest goes on from where it was."""
    with_key = {"key": str(new_id()), "at": at}
    found = NextStep.objects.filter(enquiry=enquiry, done_at=None).first()
    step = found.what if found else ""
    states = {"wait": State.WAITING, "seat": State.PENDING, "back": State.ENQUIRY}
    ends = {"decline": State.DECLINED, "lose": State.LOST}
    try:
        if act in {"try", "reach"}:
            moving_enquiries.note_try(chart, enquiry, was_reached=act == "reach", **with_key)
        elif act == "book":
            first = booking_screenings.offer_times(enquiry.site, manner="phone", at=at)[0]
            booking_screenings.book(chart, enquiry, starts_at=first.starts_at, manner="phone", **with_key)
        elif act == "hold":
            booking_screenings.hold(chart, enquiry, **with_key)
        elif act == "miss":
            booking_screenings.miss(chart, enquiry, **with_key)
        elif act == "done":
            stepping.finish_step(chart, enquiry, step=step, **with_key)
        elif act in SCREENING:
            _screen(chart, enquiry, act, at=at)
        elif act in ends:
            moving_enquiries.end(chart, enquiry, to=ends[act], reason="own_wish", **with_key)
        else:
            moving_enquiries.advance(chart, enquiry, to=states[act], **with_key)
    except Refusal:
        return


def _screen(chart: Chart, enquiry: Enquiry, act: str, *, at: datetime) -> None:
    """One act at the form of the screening that is agreed, or a referral."""
    if act == "refer":
        referring.refer_warmly(chart, enquiry, AWAY, key=key(), at=at)
        return
    if act == "other_day":
        referring.agree_return(chart, enquiry, returns_on=date(2026, 6, 5), key=key(), at=at)
        return
    form = assessing.begin(chart, enquiry, key=key(), at=at)
    if act == "stop":
        assessing.write(chart, form, [told(chart, form, "flag", "medical_emergency", "yes")], at=at)
    elif act == "go_on":
        minding_flags.write_done(
            chart, form, flag="medical_emergency", came_of="goes_on", words="Looked.", key=key(), at=at
        )
    elif act.startswith("sign"):
        fill_in(chart, form)
        level = "intensive_outpatient" if act == "sign" else "residential"
        variance = "" if act == "sign" else "safety"
        seen = sheet(chart, form).version
        deciding_levels.sign(
            chart, form, selected=level, variance=variance, words=variance, seen=seen, key=key(), at=at
        )
