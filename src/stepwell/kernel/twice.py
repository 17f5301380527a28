"""Keys that a JSON object gives twice: a reader would keep the last one and lose what the others said."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Doubled:
    key: str


def key_given_twice(text: bytes | str) -> str | None:
    """The place of a key that one object of this JSON gives twice, or None when each is given once.

    >>> key_given_twice('{"sites": [{"id": "S0", "id": "S1"}]}')
    'sites[0].id'
    """
    found: list[_Doubled] = []

    def once(pairs: list[tuple[str, object]]) -> object:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        key = Counter(key for key, _ in pairs).most_common(1)[0][0]
        found.append(_Doubled(key))
        return found[-1]

    read = json.loads(text, object_pairs_hook=once, parse_int=str)  # however many digits
    places = (_place(read, each, "") for each in found)
    return next((place for place in places if place is not None), None)


def _place(read: object, sought: _Doubled, at: str) -> str | None:
    """Where in what was read the doubled key lies, written as in a refusal."""
    if read is sought:
        return f"{at}.{sought.key}".removeprefix(".")
    if isinstance(read, list):
        below = ((each, f"{at}[{index}]") for index, each in enumerate(read))
        return _first(below, sought)
    if isinstance(read, dict):
        return _first(((each, f"{at}.{key}".removeprefix(".")) for key, each in read.items()), sought)
    return None


def _first(below: Iterable[tuple[object, str]], sought: _Doubled) -> str | None:
    places = (_place(each, sought, at) for each, at in below)
    return next((place for place in places if place is not None), None)
