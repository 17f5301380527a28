"""A loved one sees what was granted, item by item, until a day, and not a moment after it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from cast import TODAY, Cast
from stepwell.actions import (
    charts,
    consenting,
    disclosing,
    granting,
    inviting_supporters,
    shared_charts,
)
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.consents_kept import Kept
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents import models as rows
from stepwell.records.effects.models import OutboxRow

UNTIL = TODAY + timedelta(days=30)
TIMES = [Category.SCHEDULE]


@pytest.fixture
def sam(cast: Cast, at: datetime) -> Chart:
    """Sam's own record; Sam has invited Elena, who had a family account before."""
    chart = charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)
    invite(chart, "elena@test.stepwell.invalid", at=at)
    return chart


def invite(chart: Chart, email: str, *, at: datetime, key: str = "i1") -> None:
    inviting_supporters.invite(
        chart, given_name="Elena", family_name="Reyes", relation="sister", email=email, key=key, at=at
    )


def grant(
    chart: Chart,
    cast: Cast,
    *,
    at: datetime,
    items: Sequence[Category] = TIMES,
    until: date = UNTIL,
    key: str = "g1",
    replaces: UUID | None = None,
) -> Kept:
    return granting.grant(chart, cast.elena.pk, items=items, until=until, replaces=replaces, key=key, at=at)


def test_who_was_granted_times_sees_times_and_nothing_else(sam: Chart, cast: Cast, at: datetime) -> None:
    grant(sam, cast, at=at)

    shared = shared_charts.open_shared(cast.sign_in(cast.elena_account), cast.sam.pk, at=at)

    assert shared.times_ahead()
    with pytest.raises(NotHere):
        shared.days_came()


def test_who_was_granted_nothing_is_answered_as_for_nobody(sam: Chart, cast: Cast, at: datetime) -> None:
    elena = cast.sign_in(cast.elena_account)
    answers = []
    for person_id in (cast.sam.pk, cast.marcus.pk, cast.other_person.pk, cast.organization.pk):
        with pytest.raises(NotHere) as told:
            shared_charts.open_shared(elena, person_id, at=at)
        answers.append(str(told.value))

    assert len(set(answers)) == 1
    assert shared_charts.list_shared(elena, at=at) == []


def test_a_refused_asking_is_kept_as_denied_and_gives_no_authority(
    sam: Chart, cast: Cast, at: datetime
) -> None:
    elena = cast.sign_in(cast.elena_account)
    for _ in range(2):
        with pytest.raises(NotHere):
            shared_charts.open_shared(elena, cast.sam.pk, at=at)

    assert rows.DeniedAttempt.objects.filter(person=cast.sam, rule="no_consent").count() == 2
    assert not rows.Disclosure.objects.exists()


def test_taking_back_binds_the_very_next_reading_and_leaves_the_account(
    sam: Chart, cast: Cast, at: datetime
) -> None:
    grant(sam, cast, at=at)
    elena = cast.sign_in(cast.elena_account)
    shared_charts.open_shared(elena, cast.sam.pk, at=at)

    granting.stop(sam, cast.elena.pk, key="s1", at=at)

    with pytest.raises(NotHere):
        shared_charts.open_shared(elena, cast.sam.pk, at=at)
    [told] = disclosing.account_for(sam, at=at)
    assert (told.recipient_name, told.categories) == (
        "Elena Reyes",
        frozenset({Category.PRESENCE, Category.SCHEDULE}),
    )


def test_what_is_granted_ends_with_its_last_day_on_the_clock_of_the_site(
    sam: Chart, cast: Cast, at: datetime
) -> None:
    grant(sam, cast, at=at, until=TODAY)
    elena = cast.sign_in(cast.elena_account)
    before_midnight, midnight = at + timedelta(hours=11, minutes=59), at + timedelta(hours=12)

    assert shared_charts.open_shared(elena, cast.sam.pk, at=before_midnight)
    with pytest.raises(NotHere):
        shared_charts.open_shared(elena, cast.sam.pk, at=midnight)


def test_the_preview_shows_what_the_page_shows_after_signing(sam: Chart, cast: Cast, at: datetime) -> None:
    items = [Category.SCHEDULE, Category.ATTENDANCE]
    before = granting.preview(sam, cast.elena.pk, items=items, until=UNTIL, at=at)
    assert before is not None
    assert shared_charts.list_shared(cast.sign_in(cast.elena_account), at=at) == []

    grant(sam, cast, at=at, items=items)
    [after] = shared_charts.list_shared(cast.sign_in(cast.elena_account), at=at)

    assert before.permit.categories == after.permit.categories
    assert (before.times_ahead(), before.days_came()) == (after.times_ahead(), after.days_came())


def test_signing_twice_with_one_key_signs_once(sam: Chart, cast: Cast, at: datetime) -> None:
    first, second = grant(sam, cast, at=at), grant(sam, cast, at=at)

    assert first.row == second.row
    assert rows.ConsentSignature.objects.count() == 1


def test_a_change_is_another_paper_and_the_first_stays_as_it_was(
    sam: Chart, cast: Cast, at: datetime
) -> None:
    first = grant(sam, cast, at=at)

    grant(sam, cast, at=at, items=[Category.ATTENDANCE], key="g2", replaces=first.row.pk)

    [found] = granting.list_grants(sam, at=at)
    assert found.sees[Category.ATTENDANCE]
    assert not found.sees[Category.SCHEDULE]
    assert rows.Consent.objects.get(pk=first.row.pk).form == first.row.form


def test_two_tabs_do_not_add_up(sam: Chart, cast: Cast, at: datetime) -> None:
    first = grant(sam, cast, at=at)
    grant(sam, cast, at=at, items=[Category.ATTENDANCE], key="g2", replaces=first.row.pk)

    with pytest.raises(consenting.ChangedMeanwhile):
        grant(sam, cast, at=at, key="g3", replaces=first.row.pk)
    with pytest.raises(consenting.ChangedMeanwhile):
        grant(sam, cast, at=at, key="g4")


def test_somebody_under_age_does_not_sign_alone(sam: Chart, cast: Cast, at: datetime) -> None:
    sam.person.birth_date = TODAY - timedelta(days=365 * 17)
    sam.person.save(update_fields=["birth_date"])

    with pytest.raises(consenting.NotInForce, match="guardian"):
        grant(sam, cast, at=at)


def test_only_the_person_invites_and_signs(sam: Chart, cast: Cast, at: datetime) -> None:
    priyas = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)

    with pytest.raises(NotHere):
        invite(priyas, "somebody@test.stepwell.invalid", at=at, key="i2")
    with pytest.raises(consenting.NotYoursToSign):
        grant(priyas, cast, at=at)


def test_an_address_that_is_taken_is_answered_as_any_other(sam: Chart, cast: Cast, at: datetime) -> None:
    invite(sam, "priya@test.stepwell.invalid", at=at, key="i2")
    invite(sam, "new@test.stepwell.invalid", at=at, key="i3")

    emails = [one.email for one in inviting_supporters.list_invited(sam)]

    assert emails[1:] == ["priya@test.stepwell.invalid", "new@test.stepwell.invalid"]
    assert OutboxRow.objects.filter(kind="supporter_invited").count() == 2  # Elena's and the new one's


def test_free_words_are_sealed(sam: Chart, cast: Cast, at: datetime) -> None:
    kept = grant(sam, cast, at=at)

    assert "Elena" not in str(kept.row.form)
    assert b"Elena" not in bytes(kept.row.words or b"")
    assert kept.consent.recipients[0].name == "Elena Reyes"
