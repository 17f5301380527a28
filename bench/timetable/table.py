"""What the measurements say: each target with what was found, then the numbers behind it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.tables import machine
from bench.timetable.measures import OURS, PLAIN, RECORDED, SIMPLE, TIMEFOLD, Measured
from bench.timetable.runs import Run

NAMES = {
    OURS: "Stepwell",
    PLAIN: "plain CP-SAT",
    TIMEFOLD: "Timefold",
    SIMPLE: "simple plan",
    RECORDED: "simple plan, as recorded",
}
MISSED = "**{}**"
Row = tuple[str, str, str, bool | None]
"""What, target, found, and whether it is met (None where it wasn't measured)."""


def markdown(measured: Measured) -> str:
    """All tables of what was measured."""
    parts = [_targets(measured)]
    if measured.quality:
        parts += [_quality(measured.quality), _ratios(measured.quality)]
    if measured.growth:
        parts.append(_growth(measured))
    if measured.replan:
        parts.append(_replan(measured))
    if measured.explain:
        parts.append(_explain(measured))
    return "\n\n".join(parts)


def page(measured: Measured) -> str:
    """docs/operate/timetable-speed.md: the words of timetable.md around the tables."""
    words = Path(__file__).with_name("words.md").read_text(encoding="utf-8")
    return words.replace("{machine}", machine()).replace("{tables}", markdown(measured)).rstrip() + "\n"


def _targets(measured: Measured) -> str:
    rows = [*_gap_rows(measured), *_baseline_rows(measured), *_other_rows(measured)]
    lines = ["### Targets\n", "| | target | found |", "|---|---|---|"]
    for what, target, found, met in rows:
        lines.append(f"| {what} | {target} | {MISSED.format(found) if met is False else found} |")
    return "\n".join(lines)


def _gap_rows(measured: Measured) -> Iterator[Row]:
    ours = [run for run in measured.quality if run.contestant == OURS]
    small = [run.gap() for run in ours if run.people <= 150]
    yield _at_most("proven gap, 150 people or fewer, 60 CPU s", 0.01, small, "{:.2%}", "1 %")
    for people in (240, 600):
        gaps = [run.gap() for run in ours if run.people == people]
        yield _at_most(f"proven gap at {people}, 120 CPU s", 0.02, gaps, "{:.2%}", "2 %")
    for people, seconds in ((120, 2.0), (600, 10.0)):
        firsts = [_or_never(run.first()) for run in ours if run.people == people]
        yield _at_most(f"first legal plan at {people}", seconds, firsts, "{:.1f} CPU s", f"{seconds:.0f} s")


def _baseline_rows(measured: Measured) -> Iterator[Row]:
    shares = list(_excess_shares(measured.quality))
    yield _at_most("excess over the bound, as a share of the simple plan's", 0.01, shares, "{:.4f}", "1/100")
    for other in (PLAIN, TIMEFOLD):
        found = [share for share in _cpu_shares(measured.quality, other, at_least=300.0) if share is not None]
        what = f"CPU to the five-minute quality of {NAMES[other]}, as a share"
        yield _at_most(what, 0.05, found, "{:.4f}", "1/20")


def _other_rows(measured: Measured) -> Iterator[Row]:
    exponent = _exponent(measured)
    what = "growth of CPU with people at 120 per site, exponent"
    yield _at_most(what, 1.2, [] if exponent is None else [exponent], "{:.2f}", "1.2")
    cpu = [_or_never(each["cpu"]) for each in measured.replan]
    yield _at_most("re-planning after any event", 2.0, cpu, "{:.2f} CPU s", "2 CPU s")
    behind = [_behind(each) for each in measured.replan]
    yield _at_most("re-planned against a full solve", 0.01, behind, "{:+.2%}", "within 1 %")
    needless = [float(each["needless"]) for each in measured.replan if "needless" in each]
    yield _at_most("moves that don't lower the objective", 0, needless, "{:.0f}", "0")
    slowest = [_or_never(each["max"]) for each in measured.explain if each["shortages"] or each["failed"]]
    yield _at_most("the longest explanation", 0.2, slowest, "{:.3f} CPU s", "0.2 s")
    wrong = [float(each["fixes_that_fail"]) for each in measured.explain]
    yield _at_most("fixes that `check` refuses", 0, wrong, "{:.0f}", "0")
    sites = measured.sites
    ratio = [sites["all_by_two"] / sites["half_alone"]] if sites else []
    what = f"{sites.get('sites', 20)} sites by two workers, against half as many one by one"
    yield _at_most(what, 1.0, ratio, "{:.2f} of the time", "1")


def _at_most(what: str, limit: float, found: Sequence[float], form: str, target: str) -> Row:
    """The worst of what was found beside what is wanted."""
    if not found:
        return what, target, "not measured", None
    worst = max(found)
    return what, target, "never" if math.isinf(worst) else form.format(worst), worst <= limit


def _or_never(value: float | None) -> float:
    return math.inf if value is None else value


def _behind(replanned: dict[str, float | None]) -> float:
    """How much more it costs than the full solve."""
    objective, full = replanned["objective"], replanned["full"]
    if objective is None or full is None:
        return math.inf
    return objective / full - 1 if full else float(objective > 0)


def _by_problem(runs: Iterable[Run]) -> dict[str, dict[str, Run]]:
    found: dict[str, dict[str, Run]] = {}
    for run in sorted(runs, key=lambda each: (each.people, each.problem)):
        found.setdefault(run.problem, {})[run.contestant] = run
    return found


def _best_bound(runs: Iterable[Run]) -> float:
    return max((run.bound for run in runs if run.bound is not None), default=0.0)


def _excess_shares(runs: Iterable[Run]) -> Iterator[float]:
    for those in _by_problem(runs).values():
        simple, ours = those.get(RECORDED) or those.get(SIMPLE), those.get(OURS)
        if simple and ours and simple.best:
            bound = _best_bound(those.values())
            over = simple.best.objective - bound
            yield (ours.best.objective - bound) / over if ours.best and over > 0 else math.inf


def _cpu_shares(runs: Iterable[Run], other: str, *, at_least: float) -> Iterator[float | None]:
    """For each problem: our CPU until a plan as good as the other's best, as a share of its CPU."""
    for those in _by_problem(runs).values():
        beside, ours = those.get(other), those.get(OURS)
        if beside is None or ours is None or beside.seconds < at_least:
            continue
        if beside.failed and not beside.found:
            continue
        if beside.best is None:
            yield 0.0 if ours.best else None
        else:
            cpu = ours.cpu_to(beside.best.objective)
            yield math.inf if cpu is None else cpu / beside.used


def _quality(runs: Sequence[Run]) -> str:
    lines = [
        "### Every contestant on every problem\n",
        "Excess is over the best bound anybody proved. Plans that break a rule are told and don't count.\n",
        "| people | problem | | CPU s | first plan s | objective | shortage | bound | gap | excess |",
        "|--:|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for problem, those in _by_problem(runs).items():
        bound = _best_bound(those.values())
        for contestant in NAMES:
            if contestant in those:
                run = those[contestant]
                start = f"| {run.people:,} | {problem} | {NAMES[contestant]} | {run.seconds:.0f} |"
                lines.append(f"{start} {_found(run, bound)} |")
    return "\n".join(lines)


def _found(run: Run, bound: float) -> str:
    illegal = sum(bool(each.breaches) for each in run.found)
    if run.best is None:
        told = run.failed or (f"{illegal} plans, none legal" if illegal else "no plan")
        return f"| {told} | | {'' if run.bound is None else f'{run.bound:,.0f}'} | |"
    excess = run.best.objective - bound
    own = "" if run.bound is None else f"{run.bound:,.0f}"
    gap = "" if run.bound is None else f"{run.gap():.2%}"
    objective = f"{run.best.objective:,}" + (f" ({illegal} illegal)" if illegal else "")
    return f"{run.first():.1f} | {objective} | {run.best.shortage:,} | {own} | {gap} | {excess:,.0f}"


def _ratios(runs: Sequence[Run]) -> str:
    lines = [
        "### CPU to the same quality\n",
        "| people | problem | against | its CPU s | its best | our CPU s to it | share |",
        "|--:|---|---|--:|--:|--:|--:|",
    ]
    for problem, those in _by_problem(runs).items():
        ours = those.get(OURS)
        for other in (PLAIN, TIMEFOLD, SIMPLE):
            beside = those.get(other)
            if ours is None or beside is None or beside.best is None:
                continue
            cpu = ours.cpu_to(beside.best.objective)
            its = beside.best.cpu if other == SIMPLE else beside.used
            share = "" if other == SIMPLE or cpu is None else f"{cpu / its:.4f}"
            lines.append(
                f"| {ours.people:,} | {problem} | {NAMES[other]} | {its:.1f} | {beside.best.objective:,} | "
                f"{'never' if cpu is None else f'{cpu:.1f}'} | {share} |"
            )
    return "\n".join(lines)


def _exponent(measured: Measured) -> float | None:
    """Least squares through the logarithms of people and CPU; None unless all sizes got there."""
    points = [(run.people, run.cpu_to_gap(measured.extent.growth_gap)) for run in measured.growth]
    if len(points) < 2:
        return None
    if any(cpu is None for _, cpu in points):
        return math.inf
    logs = [(math.log(people), math.log(cpu or 1e-3)) for people, cpu in points]
    middle = [sum(part) / len(logs) for part in zip(*logs, strict=True)]
    spread = sum((x - middle[0]) ** 2 for x, _ in logs)
    return float(sum((x - middle[0]) * (y - middle[1]) for x, y in logs) / spread)


def _growth(measured: Measured) -> str:
    gap = measured.extent.growth_gap
    lines = [
        "### Growth at 120 people for each site\n",
        f"| people | CPU s to a plan | CPU s to a proven gap of {gap:.0%} | gap at the end |",
        "|--:|--:|--:|--:|",
    ]
    for run in sorted(measured.growth, key=lambda each: each.people):
        first, there = run.first(), run.cpu_to_gap(gap)
        lines.append(
            f"| {run.people:,} | {'never' if first is None else f'{first:.1f}'} | "
            f"{'not reached' if there is None else f'{there:.1f}'} | {run.gap():.2%} |"
        )
    return "\n".join(lines)


def _replan(measured: Measured) -> str:
    lines = [
        "### Re-planning after one event\n",
        "| event | people | CPU s | objective | full solve | its CPU s | moves | of them needless |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for each in measured.replan:
        if each["objective"] is None:
            lines.append(
                f"| {each['event']} | {each['people']:,} | | {each['failed'] or 'no plan'} | | | | |"
            )
            continue
        full = "no plan" if each["full"] is None else f"{each['full']:,}"
        lines.append(
            f"| {each['event']} | {each['people']:,} | {each['cpu']:.2f} | {each['objective']:,} | {full} | "
            f"{each['full_cpu']:.0f} | {each.get('moves', '')} | {each.get('needless', '')} |"
        )
    return "\n".join(lines)


def _explain(measured: Measured) -> str:
    lines = [
        "### Explaining every shortage of the simple plan\n",
        "| people | shortages | p95 CPU s | longest | fixes | refused by `check` |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for each in measured.explain:
        times = ["" if each[key] is None else f"{each[key]:.3f}" for key in ("p95", "max")]
        lines.append(
            f"| {each['people']:,} | {each['failed'] or each['shortages']} | {times[0]} | {times[1]} | "
            f"{each['fixes']} | {each['fixes_that_fail']} |"
        )
    return "\n".join(lines)
