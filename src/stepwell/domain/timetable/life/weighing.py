"""What each thing costs in a week of half hours.

Source: program policy, in the proportions of the exchange problems. There a slot is an hour; here it is half
an hour, so what is counted by the slot would count twice. The other way round keeps whole numbers: what is
counted by the slot keeps its weight, and what is counted by the thing (a day, a trip, a seat) has the double.
An objective here is thus twice what the same week would cost there.
"""

from __future__ import annotations

from stepwell.domain.timetable.facts import Weights

HALF_HOURS = Weights(
    unmet_hour=1000,
    therapy_short=400,
    day_short=2 * 500,
    indiv_missing=2 * 800,
    group_hour=20,
    pref=1,
    mode=2,
    trip=2 * 2,
    cont=2 * 6,
    lead=2 * 4,
    load60=1,
    load80=2,
    excess=3,
    indiv_moved=2 * 3,
)
