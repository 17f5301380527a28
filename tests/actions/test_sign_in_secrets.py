"""Seeds of second factors are sealed, and outlive the key that sealed them."""

from __future__ import annotations

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator

from cast import Cast
from stepwell.actions import sign_in_secrets
from stepwell.actions.keeping import rotating
from stepwell.records.people import keyring

SEED = "JBSWY3DPEHPK3PXP"


@pytest.mark.django_db(transaction=True)
def test_a_seed_outlives_the_key_that_sealed_it(cast: Cast, at: datetime) -> None:
    before = keyring.current().active
    data = {"secret": sign_in_secrets.seal(SEED)}
    row = Authenticator.objects.create(user=cast.sam_account, type=Authenticator.Type.TOTP, data=data)

    rotating.rotate(at=at, drop_now=True)

    row.refresh_from_db()
    assert before not in keyring.current().keys
    assert row.data["secret"] != data["secret"]
    assert sign_in_secrets.unseal(row.data["secret"]) == SEED


def test_the_same_seed_is_never_sealed_alike() -> None:
    assert sign_in_secrets.seal(SEED) != sign_in_secrets.seal(SEED)


def test_a_changed_seed_is_refused() -> None:
    sealed = sign_in_secrets.seal(SEED)

    with pytest.raises(keyring.SealBroken):
        sign_in_secrets.unseal(sealed[:-6] + ("AAAA==" if sealed[-6:] != "AAAA==" else "BBBB=="))
