"""JSON read by a form, so strictly that every fault is told with its key and place."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from stepwell.kernel.twice import key_given_twice

Wanted = TypeVar("Wanted")

_PLACE = re.compile(r"(?P<fault>.*?)(?: - at (?:`key` in )?`(?P<place>[^`]*)`)?$", re.DOTALL)


class FileRefused(Exception):
    """A file that can't be read, in one sentence that names the key and the place."""


def decode(text: bytes | str, form: type[Wanted]) -> Wanted:
    """JSON as a form, or FileRefused with the key and the place of the first fault."""
    try:
        read = msgspec.json.decode(text, type=form)
    except msgspec.ValidationError as error:
        raise FileRefused(_in_words(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileRefused(f"This is not JSON: {error}.") from error
    twice = key_given_twice(text)
    if twice is not None:
        raise FileRefused(f"{twice}: this key is given twice.")
    return read


def _in_words(fault: str) -> str:
    """A sentence of what the reader found, with the place as it would be written in the file.

    >>> _in_words("Object contains unknown field `rooom` - at `$.sites[0]`")
    'sites[0]: Object contains unknown field `rooom`.'
    """
    fault = re.sub(r"Invalid enum value '([^']*)'", r'"\1" is not among what may stand here', fault)
    match = _PLACE.match(fault)
    if match is None or match["place"] is None:
        return f"{fault}."
    place = match["place"].removeprefix("$").removeprefix(".")
    return f"{place}: {match['fault']}." if place else f"{match['fault']}."
