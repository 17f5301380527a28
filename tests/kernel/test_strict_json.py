"""JSON by a form: what is wrong is told with its key and place."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from stepwell.kernel.strict_json import FileRefused, decode


class Room(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    seats: int


class House(Struct, frozen=True, forbid_unknown_fields=True):
    rooms: tuple[Room, ...]


def test_what_keeps_to_the_form_is_read() -> None:
    assert decode('{"rooms": [{"name": "North", "seats": 8}]}', House) == House((Room("North", 8),))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '{"rooms": [{"name": "N", "seats": 8, "sun": 1}]}',
            "rooms[0]: Object contains unknown field `sun`.",
        ),
        ('{"rooms": [{"name": "N"}]}', "rooms[0]: Object missing required field `seats`."),
        ('{"rooms": [{"name": "N", "seats": "8"}]}', "rooms[0].seats: Expected `int`, got `str`."),
        ('{"rooms": [], "garden": 1}', "Object contains unknown field `garden`."),
        ('{"rooms": [{"name": "N", "seats": 8, "seats": 9}]}', "rooms[0].seats: this key is given twice."),
        ("", "This is not JSON: Input data was truncated."),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(FileRefused) as refused:
        decode(text, House)
    assert str(refused.value) == sentence


shapes = st.recursive(
    st.none() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.binary(max_size=60))
def test_whatever_bytes_come_nothing_else_is_raised(content: bytes) -> None:
    with suppress(FileRefused):
        assert isinstance(decode(content, House), House)


@given(shapes)
def test_other_shapes_are_refused(value: object) -> None:
    with pytest.raises(FileRefused):
        decode(json.dumps({"rooms": [value]}), House)
