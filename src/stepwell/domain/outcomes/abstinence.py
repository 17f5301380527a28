"""Definitions of abstinence: no use for so long, or how long."""

from __future__ import annotations

from stepwell.domain.outcomes.counting import share_with, weeks_with, window
from stepwell.domain.outcomes.definition import Definition, Group, Missing, Paper, Unit, Value
from stepwell.domain.outcomes.filling import carried_forward
from stepwell.domain.outcomes.finding import first_run, longest_run
from stepwell.domain.outcomes.lattice import lattice, seen_by
from stepwell.domain.outcomes.pattern import NEGATIVE, NOT_SCHEDULED, POSITIVE, Pattern

_LAST_FOUR = frozenset(("----", "o---", "-o--", "--o-", "---o"))
LOFWALL = lattice(("o", 7), ("_o", 4))
"""Looked at weekly in weeks 1 to 7, then in weeks 9, 11, 13 and 15."""


def last_four_of_fifteen(pattern: Pattern) -> Value:
    """Weeks 12 to 15 without use, one of which may be missing; a mixed week is use."""
    return int(window(pattern.mixed_as_use, 12, 15) in _LAST_FOUR)


def weeks_of_abstinence(pattern: Pattern) -> Value:
    return pattern.strict.count(NEGATIVE)


def three_in_a_row(pattern: Pattern) -> Value:
    return int(NEGATIVE * 3 in pattern.word)


def four_in_a_row(pattern: Pattern) -> Value:
    return int(NEGATIVE * 4 in pattern.word)


def none_from_five_to_fifteen(pattern: Pattern) -> Value:
    return int(POSITIVE not in window(pattern.strict, 5, 15))


def weeks_from_five_to_fifteen(pattern: Pattern) -> Value:
    return window(pattern.strict, 5, 15).count(NEGATIVE)


def nearly_all_later_visits(pattern: Pattern) -> Value:
    """Two of three weeks 5 to 7, week 7 carried to 8, and five of six of what weeks 9 to 15 show."""
    seen = carried_forward(seen_by(pattern.strict, LOFWALL), NOT_SCHEDULED)
    first = weeks_with(window(seen, 5, 7), NEGATIVE) / 3 >= 2 / 3
    then = share_with(window(seen, 9, 15), NEGATIVE) >= 5 / 6
    return int(first and window(seen, 8, 8) == NEGATIVE and then)


def weeks_to_first_use(pattern: Pattern) -> Value:
    return _week(pattern.strict)


def has_use(pattern: Pattern) -> Value:
    return int(POSITIVE in pattern.strict)


def weeks_to_first_positive(pattern: Pattern) -> Value:
    return _week(pattern.lenient)


def has_positive(pattern: Pattern) -> Value:
    return int(POSITIVE in pattern.lenient)


def longest_without_positive(pattern: Pattern) -> Value:
    """The longest run of tested weeks without use: missing weeks neither count nor end it."""
    return max(map(len, pattern.seen.replace("*", POSITIVE).split(POSITIVE)))


def longest_negative(pattern: Pattern) -> Value:
    return longest_run(pattern.strict.replace(NOT_SCHEDULED, NEGATIVE), NEGATIVE)


def last_four_of_all(pattern: Pattern) -> Value:
    """The last week without use, and at most one of the three before with it."""
    last = pattern.strict.endswith(NEGATIVE)
    return int(last and window(pattern.strict, -4, -2).count(POSITIVE) <= 1)


def week_fifteen(pattern: Pattern) -> Value:
    return int(window(pattern.word, 15, 15) == NEGATIVE)


def _week(word: str) -> Value:
    found = first_run(word, POSITIVE, 1)
    return found.week if found else None


_CTN_94 = Paper("CTN-0094, abstinence")
_FIELLIN = Paper("Fiellin et al., 2006", "10.1056/nejmoa055255")
_KOSTEN = Paper("Kosten et al., 1993", "10.1097/00005053-199306000-00004")
_KRUPITSKY = Paper("Krupitsky et al., 2011", "10.1016/S0140-6736(11)60358-9")
_LING = Paper("Ling et al., 1998", "10.1046/j.1360-0443.1998.9344753.x")
_LOFWALL = Paper("Lofwall et al., 2018", "10.1001/jamainternmed.2018.1052")
_MOKRI = Paper("Mokri, Chawarski, Taherinakhost, & Schottenfeld, 2016", "10.1111/add.13259")
_SCHOTTENFELD_2005 = Paper("Schottenfeld et al., 2005", "10.1176/appi.ajp.162.2.340")
_SCHOTTENFELD_2008 = Paper("Schottenfeld, Chawarski, & Mazlan, 2008", "10.1016/S0140-6736(08)60954-X")
_SHUFMAN = Paper("Shufman et al., 1994", "10.1016/0006-3223(94)91240-8")
_CTN_30 = Paper("Weiss et al., 2011, CTN-0030", "10.1001/archgenpsychiatry.2011.121")
_SCHWARTZ = Paper("Schwartz et al., 2006", "10.1001/archpsyc.63.1.102")


_A, _USE = Group.ABSTINENCE, Missing.AS_USE
_FIRST_USE = (
    "The week of the first use; the number of weeks if there is none. What is missing or mixed is use."
)
_ANY_USE = "1 if there is use in any week; what is missing or mixed is use."

ABSTINENCE = (
    Definition(
        "Ab_ctnNinetyFour_2023",
        _A,
        Unit.YES,
        Missing.AS_IT_IS,
        "Weeks 12 to 15 without use, at most one of them missing; mixed is use.",
        _CTN_94,
        last_four_of_fifteen,
    ),
    Definition(
        "Ab_fiellin_2006",
        _A,
        Unit.COUNT,
        _USE,
        "Weeks without use, over the whole word; what is missing or mixed is use.",
        _FIELLIN,
        weeks_of_abstinence,
    ),
    Definition(
        "Ab_kosten_1993",
        _A,
        Unit.YES,
        Missing.AS_IT_IS,
        "Three weeks in a row without use.",
        _KOSTEN,
        three_in_a_row,
    ),
    Definition(
        "Ab_krupitskyA_2011",
        _A,
        Unit.YES,
        _USE,
        "No use in weeks 5 to 15; what is missing or mixed is use.",
        _KRUPITSKY,
        none_from_five_to_fifteen,
    ),
    Definition(
        "Ab_krupitskyB_2011",
        _A,
        Unit.COUNT,
        _USE,
        "Weeks without use in weeks 5 to 15; what is missing or mixed is use.",
        _KRUPITSKY,
        weeks_from_five_to_fifteen,
    ),
    Definition(
        "Ab_ling_1998",
        _A,
        Unit.YES,
        Missing.AS_IT_IS,
        "Four weeks in a row without use (13 samples, three a week, in the paper).",
        _LING,
        four_in_a_row,
    ),
    Definition(
        "Ab_lofwall_2018",
        _A,
        Unit.YES,
        _USE,
        "Looked at in weeks 1 to 7, 9, 11, 13, 15, each carried to the week after: two thirds of weeks 5 to "
        "7, week 8, and five sixths of weeks 9 to 15 without use; what is missing or mixed is use.",
        _LOFWALL,
        nearly_all_later_visits,
    ),
    Definition("AbT_mokri_2016", _A, Unit.WEEKS, _USE, _FIRST_USE, _MOKRI, weeks_to_first_use),
    Definition("AbE_mokri_2016", _A, Unit.YES, _USE, _ANY_USE, _MOKRI, has_use),
    Definition(
        "Ab_schottenfeld_2005",
        _A,
        Unit.COUNT,
        Missing.LEFT_OUT,
        "The longest run of tested weeks without use; missing weeks are left out, mixed is use.",
        _SCHOTTENFELD_2005,
        longest_without_positive,
    ),
    Definition(
        "AbT_schottenfeldA_2008", _A, Unit.WEEKS, _USE, _FIRST_USE, _SCHOTTENFELD_2008, weeks_to_first_use
    ),
    Definition("AbE_schottenfeldA_2008", _A, Unit.YES, _USE, _ANY_USE, _SCHOTTENFELD_2008, has_use),
    Definition(
        "Ab_schottenfeldB_2008",
        _A,
        Unit.COUNT,
        _USE,
        "The longest run of weeks without use; what is missing or mixed is use, not scheduled is not.",
        _SCHOTTENFELD_2008,
        longest_negative,
    ),
    Definition(
        "AbT_shufman_1994",
        _A,
        Unit.WEEKS,
        Missing.AS_NO_USE,
        "The week of the first use; the number of weeks if there is none. Missing is no use, mixed is use.",
        _SHUFMAN,
        weeks_to_first_positive,
    ),
    Definition(
        "AbE_shufman_1994",
        _A,
        Unit.YES,
        Missing.AS_NO_USE,
        "1 if there is use in any week. Missing is no use, mixed is use.",
        _SHUFMAN,
        has_positive,
    ),
    Definition(
        "Ab_ctnThirty_2011",
        _A,
        Unit.YES,
        _USE,
        "The last week without use, and at most one of the three before with it; what is missing or mixed is "
        "use. The word has to end where the paper's window ends (weeks 9 to 12 of phase 2).",
        _CTN_30,
        last_four_of_all,
    ),
    Definition(
        "Ab_schwartz_2006",
        Group.REDUCTION,
        Unit.YES,
        Missing.AS_IT_IS,
        "Week 15 without use.",
        _SCHWARTZ,
        week_fifteen,
    ),
)
"""In the order of the published table."""
