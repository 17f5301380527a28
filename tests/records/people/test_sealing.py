"""A free text opens with its person's key, and with nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.actions import enrolling
from stepwell.records.people import keyring, sealing
from stepwell.records.people.models import Person, PersonKey
from stepwell.records.tenancy.models import Organization

KEY = bytes(range(32))


@pytest.fixture
def sam(organization: Organization, at: datetime) -> Person:
    return enrolling.register_person(given_name="Sam", family_name="Rivera", languages=["en"], at=at)


@pytest.fixture
def ana(organization: Organization, at: datetime) -> Person:
    return enrolling.register_person(given_name="Ana", family_name="Bell", languages=["en"], at=at)


@given(st.text(min_size=1))
def test_what_is_sealed_opens_as_it_was(text: str) -> None:
    assert keyring.unseal(KEY, keyring.seal(KEY, text, about="a"), about="a") == text


@given(st.data())
def test_a_changed_bit_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(keyring.seal(KEY, "urge at the bus stop", about="a"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(keyring.SealBroken):
        keyring.unseal(KEY, bytes(sealed), about="a")


def test_the_table_holds_no_readable_word(sam: Person) -> None:
    sealed = sealing.seal_for(sam, "urge at the bus stop")
    assert sealed is not None
    assert b"urge" not in sealed
    assert sealing.open_for(sam, sealed) == "urge at the bus stop"


def test_a_text_moved_to_another_person_does_not_open(sam: Person, ana: Person) -> None:
    sealed = sealing.seal_for(sam, "for Sam only")
    with pytest.raises(keyring.SealBroken):
        sealing.open_for(ana, sealed)


def test_without_the_key_the_text_is_forgotten(sam: Person) -> None:
    sealed = sealing.seal_for(sam, "to be forgotten")
    PersonKey.objects.filter(person=sam).delete()
    assert sealing.open_for(Person.objects.get(pk=sam.pk), sealed) == ""


def test_a_ring_that_does_not_hold_the_key_says_so() -> None:
    ring = keyring.Keyring("", {}).with_new_key()
    _, wrapped = ring.wrap(KEY)
    with pytest.raises(keyring.SealBroken, match="another database"):
        ring.with_new_key().unwrap("k9", wrapped)


def test_an_older_key_still_opens_what_it_closed() -> None:
    ring = keyring.Keyring("", {}).with_new_key()
    name, wrapped = ring.wrap(KEY)
    assert ring.with_new_key().unwrap(name, wrapped) == KEY


def test_a_signature_holds_for_its_message_only() -> None:
    ring = keyring.Keyring("", {}).with_new_key()
    signature = ring.sign(b"head 12")
    assert ring.with_new_key().has_signed(b"head 12", signature)
    assert not ring.has_signed(b"head 13", signature)
