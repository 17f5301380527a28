"""The letter that invites a loved one: neutral, with a link that works, and only to who can use it."""

from __future__ import annotations

from datetime import datetime

from cast import Cast
from stepwell.actions import charts, composing, inviting, inviting_supporters
from stepwell.actions.composing import Letter
from stepwell.domain.privacy.access import Role
from stepwell.domain.wording import neutral
from stepwell.kernel.decisions import Permit
from stepwell.records.effects.models import OutboxRow
from stepwell.records.people.models import Account

URL = "https://notes.example.invalid"


def invite(cast: Cast, email: str, *, at: datetime) -> OutboxRow | None:
    sam = charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)
    who = {"given_name": "Ruth", "family_name": "", "relation": "friend"}
    inviting_supporters.invite(sam, **who, email=email, key=email, at=at)
    return OutboxRow.objects.filter(kind=inviting_supporters.KIND).order_by("-pk").first()


def test_the_letter_gives_nothing_away_and_lets_the_loved_one_in(cast: Cast, at: datetime) -> None:
    row = invite(cast, "Ruth@home.example.invalid", at=at)
    assert row is not None

    letter = composing.compose(row, base_url=URL, at=at)

    assert isinstance(letter, Letter)
    words, link = letter.text.strip().splitlines()
    assert isinstance(neutral.check(words, "en", names=[cast.organization.name]), Permit)
    assert "Sam" not in letter.text
    account = inviting.use_link(link.rpartition("/")[2], at=at)
    assert account is not None
    assert (account.email, account.role) == ("ruth@home.example.invalid", Role.FAMILY.value)


def test_who_has_signed_in_before_gets_no_link(cast: Cast, at: datetime) -> None:
    Account.objects.filter(pk=cast.elena_account.pk).update(last_login=at)
    row = invite(cast, cast.elena_account.email, at=at)
    assert row is not None

    letter = composing.compose(row, base_url=URL, at=at)

    assert isinstance(letter, Letter)
    assert "/enter/" not in letter.text


def test_no_letter_goes_to_an_address_of_another_role(cast: Cast, at: datetime) -> None:
    assert invite(cast, "priya@test.stepwell.invalid", at=at) is None


def test_whose_address_it_was_before_is_not_told_by_a_name(cast: Cast, at: datetime) -> None:
    invite(cast, cast.elena_account.email, at=at)
    sam = charts.open_own(cast.sign_in(cast.sam_account), what="sharing", at=at)

    [ruth] = inviting_supporters.list_invited(sam)

    assert ruth.name == "Ruth"
