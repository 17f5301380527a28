"""Why somebody lacks something in a plan, and the smallest changes that would help.

What is looked at: everything else of the plan stays as it is (other people's seats and hours, groups,
leaders, rooms). The person may join, leave and change every group that stands, and have the individual
hour at any time with a counselor of theirs. A week *helps* with a shortage when less of it is missing,
and when all that the person lacks, weighed by the problem, is less too (or weighs the same and is less by
count).

* When a week that helps breaks no rule, the shortage is simply *possible* to lower, and the fix is that week.
* Otherwise groups to be opened are looked at: one, at the person's site or by video, within a block, in any
  variant, led by anybody, of the missing therapy where it is a therapy that is missing. Others may add it to
  their week, all rules kept. When that helps it is a fix, and the conflict is told *within the own week*;
  when it doesn't, the conflict is told *within the own week and one new group*, rules on groups, leaders and
  rooms included. A new group led by the person's own counselor leaves the individual hour as it is.
* A conflict is a set of names of rules (those of `rules`): every week that helps breaks one of them, and for
  each of them there is a week that helps and breaks none of the others. Rules that the plan itself breaks are
  held against nobody.

Fixes give way in one place only: a group opened, hours freed by the person, or one rule as little as may
be. Each is made on a copy and judged by `check`.
"""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.domain.timetable.check import Checked, check_laid
from stepwell.domain.timetable.explain import bits
from stepwell.domain.timetable.explain.board import Board
from stepwell.domain.timetable.explain.conflict import Conflict, conflict_of
from stepwell.domain.timetable.explain.explanation import Explanation, Searched, Verdict, Within
from stepwell.domain.timetable.explain.fix import Fix, FixKind, Loosened
from stepwell.domain.timetable.explain.fixes import Fixer
from stepwell.domain.timetable.explain.leaders import Leaders
from stepwell.domain.timetable.explain.search import Search
from stepwell.domain.timetable.explain.searched import searched
from stepwell.domain.timetable.explain.shortage import Kind, Shortage, shortages_of, shortages_of_person
from stepwell.domain.timetable.explain.space import Space
from stepwell.domain.timetable.facts import Problem
from stepwell.domain.timetable.laid import Laid
from stepwell.domain.timetable.plan import Plan

__all__ = [
    "Explanation",
    "Fix",
    "FixKind",
    "Kind",
    "Loosened",
    "Searched",
    "Shortage",
    "Verdict",
    "Within",
    "explain",
    "explain_person",
    "shortages_of",
]


def explain(problem: Problem, plan: Plan) -> tuple[Explanation, ...]:
    """Every shortage of the plan, in the order of the problem's people."""
    explainer = _Explainer(problem, plan)
    return tuple(each for person in problem.participants for each in explainer.of(person.id))


def explain_person(problem: Problem, plan: Plan, person: str) -> tuple[Explanation, ...]:
    """What one person lacks. Raises KeyError for who is not in the problem."""
    return tuple(_Explainer(problem, plan).of(person))


class _Explainer:
    """Explains the shortages of one plan, which is laid out and judged once."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._week = Laid(problem, plan)
        self._before: Checked = check_laid(self._week)
        self._in_force = bits.ALL & ~bits.union(bits.bit(each.rule) for each in self._before.breaches)
        self._board = Board(self._week)
        self._leaders = Leaders(self._week)

    def of(self, name: str) -> Iterator[Explanation]:
        person = self._week.problem.participant[name]
        shortages = list(shortages_of_person(self._week, person))
        if shortages:
            search = Search(Space(self._board, self._leaders, person), self._in_force)
            for shortage in shortages:
                yield self._explanation(search, shortage)

    def _explanation(self, search: Search, shortage: Shortage) -> Explanation:
        fixer = Fixer(search, shortage, self._before)
        moved = fixer.by_moving()
        if moved:
            account = searched(search, shortage, 0, opening=False)
            return Explanation(shortage, Verdict.POSSIBLE, Within.OWN_WEEK, (), True, (moved,), account)
        opened = fixer.by_opening()
        conflict = conflict_of(search, shortage, opening=not opened)
        rules = conflict.rules if conflict else 0
        return Explanation(
            shortage=shortage,
            verdict=_verdict(conflict),
            within=Within.OWN_WEEK if opened else Within.ONE_NEW_GROUP,
            rules=bits.names(rules),
            is_smallest=conflict.is_smallest if conflict else True,
            fixes=_fixes(fixer, conflict, opened),
            searched=searched(search, shortage, rules, opening=not opened),
        )


def _verdict(conflict: Conflict | None) -> Verdict:
    if conflict is None:
        return Verdict.OUT_OF_REACH
    return Verdict.FORBIDDEN if conflict.rules else Verdict.POSSIBLE


def _fixes(fixer: Fixer, conflict: Conflict | None, opened: Fix | None) -> tuple[Fix, ...]:
    """The group to be opened, and every rule that alone stands in the way giving way; smallest first."""
    single = bits.each(conflict.single if conflict else 0)
    gave = (fixer.by_giving_way(rule, opening=not opened) for rule in single)
    return tuple(sorted((each for each in (opened, *gave) if each), key=lambda each: each.size))
