"""Definitions of relapse and of dropping out: whether, and in which week."""

from __future__ import annotations

from stepwell.domain.outcomes.counting import window
from stepwell.domain.outcomes.definition import Definition, Group, Missing, Paper, Unit, Value
from stepwell.domain.outcomes.finding import Found, first_run, first_window
from stepwell.domain.outcomes.pattern import MISSING, POSITIVE, Pattern

_BEFORE = 2
"""Weeks of CTN-0051 before relapse is asked for."""


def week_of_four(pattern: Pattern) -> Value:
    return _week(first_run(pattern.strict, POSITIVE, 4))


def has_four(pattern: Pattern) -> Value:
    return _event(first_run(pattern.strict, POSITIVE, 4))


def week_of_leaving(pattern: Pattern) -> Value:
    return _week(first_run(pattern.word, MISSING, 4))


def has_left(pattern: Pattern) -> Value:
    return _event(first_run(pattern.word, MISSING, 4))


def two_from_week_four(pattern: Pattern) -> Value:
    return int(POSITIVE * 2 in window(pattern.strict, 4))


def three_in_a_row(pattern: Pattern) -> Value:
    return int(POSITIVE * 3 in pattern.strict)


def week_of_two_in_four(pattern: Pattern) -> Value:
    return _week(first_window(pattern.strict, POSITIVE, width=4, at_least=2))


def has_two_in_four(pattern: Pattern) -> Value:
    return _event(first_window(pattern.strict, POSITIVE, width=4, at_least=2))


def week_of_four_later(pattern: Pattern) -> Value:
    week = _week(first_run(pattern.strict[_BEFORE:], POSITIVE, 4))
    return None if week is None else week + _BEFORE


def has_four_later(pattern: Pattern) -> Value:
    return _event(first_run(pattern.strict[_BEFORE:], POSITIVE, 4))


def week_of_three(pattern: Pattern) -> Value:
    return _week(first_run(pattern.strict, POSITIVE, 3))


def has_three(pattern: Pattern) -> Value:
    return _event(first_run(pattern.strict, POSITIVE, 3))


def _week(found: Found | None) -> int | None:
    return found.week if found else None


def _event(found: Found | None) -> Value:
    return found.event if found else None


_CTN_94 = Paper("CTN-0094")
_JOHNSON = Paper("Johnson, Jaffe, & Fudala, 1992", "10.1001/jama.1992.03480200058024")
_KRUPITSKY = Paper("Krupitsky et al., 2004", "10.1016/j.jsat.2004.02.002")
_LEE_2016 = Paper("Lee et al., 2016", "10.1056/nejmoa1505409")
_LEE_2018 = Paper("Lee et al., 2018, CTN-0051", "10.1016/S0140-6736(17)32812-X")
_SCHOTTENFELD = Paper("Schottenfeld et al., 2008", "10.1016/S0140-6736(08)60954-X")
_R, _USE = Group.RELAPSE, Missing.AS_USE
_STRICT = "What is missing or mixed is use."

RELAPSE = (
    Definition(
        "RsT_ctnNinetyFour_2023",
        _R,
        Unit.WEEKS,
        _USE,
        f"The week in which four weeks of use in a row begin; the last possible one if none. {_STRICT}",
        _CTN_94,
        week_of_four,
    ),
    Definition(
        "RsE_ctnNinetyFour_2023",
        _R,
        Unit.YES,
        _USE,
        f"Four weeks of use in a row. {_STRICT}",
        _CTN_94,
        has_four,
    ),
    Definition(
        "DrT_ctnNinetyFour_2023",
        _R,
        Unit.WEEKS,
        Missing.COUNTED,
        "The week in which four missing weeks in a row begin; the last possible one if none.",
        _CTN_94,
        week_of_leaving,
    ),
    Definition(
        "DrE_ctnNinetyFour_2023",
        _R,
        Unit.YES,
        Missing.COUNTED,
        "Four missing weeks in a row.",
        _CTN_94,
        has_left,
    ),
    Definition(
        "Rs_johnson_1992",
        _R,
        Unit.YES,
        _USE,
        f"Two weeks of use in a row from week 4 on. {_STRICT}",
        _JOHNSON,
        two_from_week_four,
    ),
    Definition(
        "Rs_krupitsky_2004",
        _R,
        Unit.YES,
        _USE,
        f"Three weeks of use in a row. {_STRICT} The paper of 2006 has the same rule.",
        _KRUPITSKY,
        three_in_a_row,
    ),
    Definition(
        "RsT_lee_2016",
        _R,
        Unit.WEEKS,
        _USE,
        f"The first four weeks with use in two: the third of them; one less than all if none. {_STRICT}",
        _LEE_2016,
        week_of_two_in_four,
    ),
    Definition(
        "RsE_lee_2016",
        _R,
        Unit.YES,
        _USE,
        f"Two weeks with use in any four. {_STRICT}",
        _LEE_2016,
        has_two_in_four,
    ),
    Definition(
        "RsT_ctnFiftyOne_2018",
        _R,
        Unit.WEEKS,
        _USE,
        f"The week in which four weeks of use in a row begin, from week 3 on; the last possible one "
        f"if none. {_STRICT}",
        _LEE_2018,
        week_of_four_later,
    ),
    Definition(
        "RsE_ctnFiftyOne_2018",
        _R,
        Unit.YES,
        _USE,
        f"Four weeks of use in a row from week 3 on. {_STRICT}",
        _LEE_2018,
        has_four_later,
    ),
    Definition(
        "RsT_schottenfeld_2008",
        _R,
        Unit.WEEKS,
        _USE,
        f"The week in which three weeks of use in a row begin; the last possible one if none. {_STRICT}",
        _SCHOTTENFELD,
        week_of_three,
    ),
    Definition(
        "RsE_schottenfeld_2008",
        _R,
        Unit.YES,
        _USE,
        f"Three weeks of use in a row. {_STRICT}",
        _SCHOTTENFELD,
        has_three,
    ),
)
"""In the order of the published table."""
