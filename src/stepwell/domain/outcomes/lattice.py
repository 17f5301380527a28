"""A word seen only in the weeks in which another trial would have looked."""

from __future__ import annotations

from collections.abc import Iterable

from stepwell.domain.outcomes.pattern import NOT_SCHEDULED


def lattice(*parts: tuple[str, int]) -> str:
    """Patterns of weeks, each so many times.

    >>> lattice(("o", 3), ("_o__", 2))
    'ooo_o___o__'
    """
    return "".join(pattern * times for pattern, times in parts)


def seen_by(word: str, weeks: Iterable[str]) -> str:
    """The word where the lattice looks, as long as the lattice; a week after the word's end is missing.

    >>> seen_by("-+*", "_o_oo")
    '_+_oo'
    """
    looks = "".join(weeks)
    padded = word + looks[len(word) :]
    pairs = zip(looks, padded, strict=False)
    return "".join(NOT_SCHEDULED if look == NOT_SCHEDULED else letter for look, letter in pairs)
