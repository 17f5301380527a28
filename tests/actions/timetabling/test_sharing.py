"""A video group of several sites: decided once, filled by each site for itself, published as one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from actions.timetabling.by_hand import WEEK
from actions.timetabling.two_sites import prepare, share, solve, two_sites
from cast import Cast
from stepwell.actions import charts, enrolling, leading, readers, weeks
from stepwell.actions.timetabling import joining_sites, moving, publishing, solving, viewing
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.timetable.life import keeping
from stepwell.domain.timetable.life.shared import read_shared
from stepwell.records.schedule.models import Group, RosterEntry, Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState
from stepwell.records.timetable.models import DraftPart, DraftState


def _here() -> set[str]:
    rows = Attendance.objects.filter(session__by_video=True, state=AttendanceState.EXPECTED)
    return {row.person.given_name for row in rows.select_related("person")}


def test_people_of_two_sites_sit_in_one_video_group(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)

    assert [share.host for share in two.shares]
    assert two.members(cast.hill) == {str(cast.nadia.pk)}
    assert two.members(cast.riverside) <= {str(cast.marcus.pk), str(two.tova.pk)}
    assert two.members(cast.riverside)
    assert {part.state for part in DraftPart.objects.filter(draft=two.draft)} == {DraftState.READY}


def test_the_draft_waits_until_it_is_decided_and_then_each_site_has_a_job(cast: Cast, at: datetime) -> None:
    prepare(cast, at)
    by = cast.sign_in(cast.grace)
    draft = solving.start_solving(by, site_ids=[cast.riverside.pk, cast.hill.pk], week=WEEK, key="k", at=at)
    runs = dict(DraftPart.objects.filter(draft=draft).values_list("pk", "run"))

    def breaks(problem: object, seconds: float) -> object:
        raise RuntimeError("no solver")

    parts = joining_sites.share_now(runs, solve=breaks)  # type: ignore[arg-type]  # it gives nothing back

    assert {part.site_id for part in parts} == {cast.riverside.pk, cast.hill.pk}
    assert not any(part.facts["shared"] for part in parts)
    assert joining_sites.share_now({pk: run + 1 for pk, run in runs.items()}) == []


def test_it_is_decided_once(cast: Cast, at: datetime) -> None:
    prepare(cast, at)
    draft = share(cast, at)
    before = dict(DraftPart.objects.filter(draft=draft).values_list("pk", "problem"))
    runs = dict(DraftPart.objects.filter(draft=draft).values_list("pk", "run"))

    joining_sites.share_now(runs)

    assert dict(DraftPart.objects.filter(draft=draft).values_list("pk", "problem")) == before


def test_publishing_makes_one_group_and_one_session_with_everybody(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)

    touched = publishing.touched_by(by, two.draft, at=at)
    publishing.publish(
        by, two.draft, despite=touched.changed.token if touched.changed else "", key="p", at=at
    )

    assert touched.refusals == ()
    shared = two.shares[0]
    group = Group.objects.get(room=cast.video, starts_on=WEEK.monday)
    assert (str(group.site_id), str(group.leader_id)) == (shared.host, shared.leader)
    roster = set(RosterEntry.objects.filter(group=group).values_list("person_id", flat=True))
    assert {str(pk) for pk in roster} == two.members(cast.hill) | two.members(cast.riverside)
    sessions = Session.objects.filter(group=group, held_on__range=(WEEK.monday, WEEK.sunday))
    (session,) = sessions
    assert session.starts_at == shared.starts
    assert {str(row.person_id) for row in Attendance.objects.filter(session=session)} == {
        str(pk) for pk in roster
    }


def test_each_person_is_expected_within_their_own_stay(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    publishing.publish(cast.sign_in(cast.grace), two.draft, key="p", at=at)

    rows = Attendance.objects.filter(session__by_video=True, session__group__isnull=False)

    assert {(row.person_id, row.episode.site_id) for row in rows.select_related("episode")} >= {
        (cast.nadia.pk, cast.hill.pk)
    }
    assert all(row.episode.person_id == row.person_id for row in rows)


def test_it_is_taken_back_whole(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)
    before = set(RosterEntry.objects.filter(until_on=None).values_list("pk", flat=True))
    publishing.publish(by, two.draft, key="p", at=at)

    publishing.undo_publish(by, two.draft, key="u", at=at)

    assert set(RosterEntry.objects.filter(until_on=None).values_list("pk", flat=True)) == before
    assert not Session.objects.filter(room=cast.video).exclude(status=SessionStatus.CANCELLED).exists()
    assert _here() == set()


def test_who_is_kept_apart_across_sites_never_meets(cast: Cast, at: datetime) -> None:
    prepare(cast, at)
    enrolling.keep_apart(cast.nadia, cast.sam, by=cast.sign_in(cast.june), at=at)
    draft = share(cast, at)
    solve(draft, cast.riverside, at)
    solve(draft, cast.hill, at)

    for part in DraftPart.objects.filter(draft=draft, site=cast.riverside):
        groups = [told for told in part.laid_out["groups"] if told["shared"]]
        assert groups
        assert str(cast.sam.pk) not in {key for told in groups for key in told["members"]}
        assert all(
            share.seats[str(cast.riverside.pk)].not_for == (str(cast.sam.pk),)
            for share in read_shared(part.facts["shared"])
        )


def test_kept_apart_since_then_it_is_not_published(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    here = next(iter(two.members(cast.riverside)))
    person = cast.marcus if here == str(cast.marcus.pk) else two.tova
    enrolling.keep_apart(cast.nadia, person, by=cast.sign_in(cast.june), at=at)

    refusals = publishing.touched_by(cast.sign_in(cast.grace), two.draft, at=at).refusals

    assert [str(each) for each in refusals] == ["This group can't take this person."]


@pytest.mark.parametrize("first", ["hill", "riverside"])
def test_whoever_ends_first_the_other_keeps_its_seats(cast: Cast, at: datetime, first: str) -> None:
    prepare(cast, at)
    draft = share(cast, at)
    sites = [cast.hill, cast.riverside] if first == "hill" else [cast.riverside, cast.hill]
    for site in sites:
        solve(draft, site, at)

    assert publishing.touched_by(cast.sign_in(cast.grace), draft, at=at).refusals == ()


def test_a_site_that_is_solved_alone_afterwards_keeps_the_others_seats(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)
    publishing.publish(by, two.draft, key="p", at=at)
    group = Group.objects.get(room=cast.video, starts_on=WEEK.monday)
    before = set(RosterEntry.objects.filter(group=group, until_on=None).values_list("person_id", flat=True))

    for site in (cast.hill, cast.riverside):
        alone = solving.start_solving(by, site_ids=[site.pk], week=WEEK, key=f"alone{site.pk}", at=at)
        (part,) = DraftPart.objects.filter(draft=alone)
        (kept,) = read_shared(part.facts["shared"])
        assert (kept.group, kept.others) == (str(group.pk), len(before) - len(two.members(site)))
        solve(alone, site, at)
        assert publishing.touched_by(by, alone, at=at).refusals == ()
        publishing.publish(by, alone, key=f"p{site.pk}", at=at)

    after = set(RosterEntry.objects.filter(group=group, until_on=None).values_list("person_id", flat=True))
    assert cast.nadia.pk in after
    assert after & before == before
    assert Group.objects.get(pk=group.pk).ends_on is None


def test_the_next_week_of_both_goes_on_with_it(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)
    publishing.publish(by, two.draft, key="p", at=at)
    group = Group.objects.get(room=cast.video, starts_on=WEEK.monday)

    again = share(cast, at, key="again")
    for site in (cast.hill, cast.riverside):
        solve(again, site, at)
    touched = publishing.touched_by(by, again, at=at)

    assert touched.refusals == ()
    publishing.publish(by, again, key="p2", at=at)
    assert Group.objects.get(pk=group.pk).ends_on is None


def test_costs_and_figures_count_a_shared_group_once(cast: Cast, at: datetime) -> None:
    from stepwell.actions.timetabling.laying_out import sum_figures

    two = two_sites(cast, at)
    parts = [two.part(cast.riverside), two.part(cast.hill)]

    figures = sum_figures(parts)

    told = [len(keeping.read_plan(part.plan).groups) for part in parts]
    assert figures.groups == sum(told) - len(two.shares)
    seats = sum(len(each["members"]) for part in parts for each in part.laid_out["groups"])
    assert figures.seats == seats
    assert figures.smallest is not None
    assert figures.smallest >= 2


def test_the_wall_tells_how_many_come_from_elsewhere(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)

    here = viewing.view(by, two.draft, site_id=cast.hill.pk, at=at)
    both = viewing.view(by, two.draft, at=at)

    (group,) = [each for each in here.groups if each.is_shared]
    assert group.elsewhere == len(two.members(cast.riverside))
    assert group.people == group.elsewhere + 1
    assert (group.leader, group.room) != ("", "")
    assert [each.people for each in both.groups if each.is_shared] == [group.people]
    shown = viewing.view_group(by, two.draft, group=group.key, at=at)
    assert [member.name for member in shown.group.members] == ["Nadia V."]
    assert {site for _, site in shown.guests} == {"Riverside"}
    assert len(shown.guests) == group.elsewhere
    assert shown.unnamed == 0


def test_alone_a_site_counts_the_others_without_their_names(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)
    publishing.publish(by, two.draft, key="p", at=at)
    alone = solving.start_solving(by, site_ids=[cast.hill.pk], week=WEEK, key="alone", at=at)
    solve(alone, cast.hill, at)

    (group,) = [each for each in viewing.view(by, alone, at=at).groups if each.is_shared]

    shown = viewing.view_group(by, alone, group=group.key, at=at)
    assert (shown.guests, shown.unnamed) == ((), len(two.members(cast.riverside)))


def test_its_time_stays_and_its_members_may_change(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)
    (group,) = [
        each
        for each in viewing.view(by, two.draft, site_id=cast.riverside.pk, at=at).groups
        if each.is_shared
    ]
    everybody = {cast.sam.pk, cast.marcus.pk, two.tova.pk}
    inside = {
        member.person_id for member in viewing.view_group(by, two.draft, group=group.key, at=at).group.members
    }

    assert moving.places_for(by, two.draft, group=group.key, at=at) == []
    with pytest.raises(moving.CannotMove):
        moving.move_group(
            by, two.draft, group=group.key, day=WEEK.monday, start=group.starts.time(), key="m", at=at
        )
    with pytest.raises(moving.CannotMove):
        moving.unlock(by, two.draft, group=group.key, key="u", at=at)
    out = moving.move_seat(
        by, two.draft, person_id=next(iter(inside)), from_group=group.key, to_group=None, key="s", at=at
    )
    assert out.done is (len(inside) > two.shares[0].seats[str(cast.riverside.pk)].least)
    assert inside <= everybody


def test_who_leads_it_sees_everybody_in_it_and_no_other_counselor_does(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    publishing.publish(cast.sign_in(cast.grace), two.draft, key="p", at=at)
    session = Session.objects.get(group__room=cast.video, held_on__range=(WEEK.monday, WEEK.sunday))
    leader, other = (cast.priya, cast.omar) if session.leader_id == cast.priya.pk else (cast.omar, cast.priya)
    everybody = {UUID(key) for key in two.members(cast.hill) | two.members(cast.riverside)}
    away = {person for person in everybody if (person == cast.nadia.pk) is (leader == cast.priya)}

    seen = leading.roster(cast.sign_in(leader), session.pk, at=at)

    assert {line.chart.person.pk for line in seen.lines} == everybody
    for person in away:
        charts.open_for(cast.sign_in(leader), person, Purpose.TREATMENT, what="record", at=at)
    for person in everybody - away:
        with pytest.raises(charts.NotHere):
            charts.open_for(cast.sign_in(other), person, Purpose.TREATMENT, what="record", at=at)
    with pytest.raises(charts.NotHere):
        charts.open_for(cast.sign_in(leader), next(iter(away)), Purpose.SAFETY, what="record", at=at)


def test_when_it_is_taken_back_the_leader_sees_them_no_more(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    by = cast.sign_in(cast.grace)
    publishing.publish(by, two.draft, key="p", at=at)
    session = Session.objects.get(group__room=cast.video, held_on__range=(WEEK.monday, WEEK.sunday))
    leader = cast.priya if session.leader_id == cast.priya.pk else cast.omar
    away = cast.nadia.pk if leader == cast.priya else UUID(next(iter(two.members(cast.riverside))))

    publishing.undo_publish(by, two.draft, key="u", at=at)

    with pytest.raises(charts.NotHere):
        charts.open_for(cast.sign_in(leader), away, Purpose.TREATMENT, what="record", at=at)


def test_each_person_reads_it_by_the_clock_of_their_own_site(cast: Cast, at: datetime) -> None:
    two = two_sites(cast, at)
    publishing.publish(cast.sign_in(cast.grace), two.draft, key="p", at=at)
    system = readers.system(cast.organization.pk, name="test")
    away = UUID(next(iter(two.members(cast.riverside))))
    clocks = []
    for person, zone in ((cast.nadia.pk, "America/New_York"), (away, "America/Chicago")):
        chart = charts.open_for(system, person, Purpose.SYSTEM, what="hours", at=at)
        assert str(weeks.zone_of(chart)) == zone
        (shown,) = [
            one
            for one in chart.list_appointments(after=at, at_most=20)
            if one.by_video and one.session.group_id and one.session.held_on <= WEEK.sunday
        ]
        clocks.append(shown.session.starts_at.astimezone(weeks.zone_of(chart)).hour)
    assert clocks[0] == clocks[1] + 1
