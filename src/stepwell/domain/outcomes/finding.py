"""When something first happens in a word: a letter, a run of it, or several within some weeks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """The week something was first found in, or the last week it could have been found in."""

    week: int
    is_found: bool

    @property
    def event(self) -> int:
        """1 if it was found, as a definition's event column has it."""
        return int(self.is_found)


def first_run(word: str, letter: str, length: int) -> Found | None:
    """The week in which the first run of so many begins; None of a word too short to hold one.

    >>> first_run("-+++", "+", 3), first_run("--++", "+", 3)
    (Found(week=2, is_found=True), Found(week=2, is_found=False))
    """
    weeks = len(word) - length + 1
    if weeks < 1:
        return None
    at = word.find(letter * length)
    return Found(at + 1, True) if at >= 0 else Found(weeks, False)


def first_window(
    word: str, letter: str, *, width: int, at_least: int, offset: int | None = None
) -> Found | None:
    """The first `width` weeks of which `at_least` have the letter; None of a word shorter than that.

    The week told is the first of them plus `offset`, usually as many weeks as may lack the letter, so that
    it is never before the letter was there so often.

    >>> first_window("-+-+-", "+", width=4, at_least=2)
    Found(week=3, is_found=True)
    """
    weeks, later = len(word) - width + 1, width - at_least if offset is None else offset
    if weeks < 1:
        return None
    for begin in range(weeks):
        if word.count(letter, begin, begin + width) >= at_least:
            return Found(begin + 1 + later, True)
    return Found(weeks + later, False)


def longest_run(word: str, letter: str) -> int:
    """How long the longest run of the letter is.

    >>> longest_run("--+---o-", "-")
    3
    """
    length = 0
    while letter * (length + 1) in word:
        length += 1
    return length
