"""`stepwell signals`: who may stop coming, from person-weeks in a file, and how good that was.

It reads the files it is given and the weights that ship: no data folder, no database, no Django.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

import msgspec

from stepwell.domain.signals import features, rows, weights
from stepwell.domain.signals.judging import auroc, judge
from stepwell.interfaces.commands import given, written
from stepwell.interfaces.commands import signals_judging as judging
from stepwell.interfaces.commands.errors import CommandError
from stepwell.interfaces.commands.signals_training import train
from stepwell.kernel.strict_json import FileRefused

TARGETS = ("y_drop2",)
WORKLOADS = (0.05, 0.1, 0.2)
GROUPS_AT = 0.1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(
        dest="word", metavar="WORD", required=True, title="words", parser_class=type(parser)
    )
    judged = words.add_parser(
        "evaluate",
        help="how good the signal is on people it never saw",
        description="Print how good the signal is (docs/rules/signals.md).",
    )
    judged.add_argument("data", type=Path, metavar="DATA.csv", help="person-weeks; .csv or .csv.gz")
    judged.add_argument(
        "--train",
        type=Path,
        metavar="DATA2.csv",
        help="learn from these (default: from DATA's other people, in five parts)",
    )
    judged.add_argument("--target", default="y_drop2", choices=TARGETS, help="what is to be foreseen")
    judged.add_argument(
        "--shipped", action="store_true", help="judge the weights that ship, also where they know the people"
    )
    judged.set_defaults(answer=_evaluate)
    said = words.add_parser(
        "predict",
        help="a probability for each row",
        description="Write who, week, p for each row, with the weights that ship.",
    )
    said.add_argument("data", type=Path, metavar="DATA.csv", help="person-weeks; .csv or .csv.gz")
    said.add_argument("--out", type=Path, required=True, metavar="P.csv", help="who, week, p")
    said.set_defaults(answer=_predict)
    made = words.add_parser(
        "train",
        help="make weights from person-weeks",
        description="Write weights as JSON, learned from all people of a file.",
    )
    made.add_argument("data", type=Path, metavar="DATA.csv", help="person-weeks; .csv or .csv.gz")
    made.add_argument("--out", type=Path, required=True, metavar="WEIGHTS.json", help="the weights")
    made.add_argument("--target", default="y_drop2", choices=TARGETS, help="what is to be foreseen")
    made.set_defaults(answer=_train)


def run(options: argparse.Namespace) -> int:
    """What the chosen word says."""
    try:
        answer: int = options.answer(options)
    except FileRefused as error:
        raise given.refusal(options.data, error) from None
    return answer


def _read(file: Path, *more: str) -> list[rows.PersonWeek]:
    try:
        return rows.read(file, (*features.OWN, *more))
    except FileRefused as error:
        raise given.refusal(file, error) from None
    except FileNotFoundError:
        raise CommandError(f"There is no file {file}.") from None
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror or error}.") from None


def _predict(options: argparse.Namespace) -> int:
    read = _read(options.data)
    shipped = weights.shipped()
    said = [shipped.probability(facts) for facts in features.of_rows(read)]
    with written.whole(options.out, but=options.data) as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("who", "week", "p"))
        out.writerows((row.who, row.week, f"{p:.9f}") for row, p in zip(read, said, strict=True))
    return 0


def _train(options: argparse.Namespace) -> int:
    learned = judging.known(_read(options.data, options.target), options.target)
    people = len({row.who for row in learned.rows})
    card = {
        "target": options.target,
        "trained on": f"{len(learned.rows)} weeks of {people} people in {options.data.name}",
        "kind": "ridge logistic regression on a person's own weeks up to the one asked about",
        "good for": "ranking whom to call, once it was compared with what happened in this program",
        "not for": "deciding about anybody; ranking in a program where it has not been compared yet",
    }
    made = train(learned.facts, learned.happened, card)
    try:
        options.out.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    except OSError as error:
        raise CommandError(f"{options.out} can't be written: {error.strerror or error}.") from None
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    judged = judging.known(_read(options.data, options.target), options.target)
    learned = judged
    if options.train:
        learned = judging.known(_read(options.train, options.target), options.target)
        said, how = judging.said_of(judged, learned), f"learned from {options.train.name}"
    else:
        said, how = judging.crossed(judged), "each fifth of the people predicted from the other four"
    if options.shipped:
        shipped = weights.shipped()
        said = judging.Said([shipped.probability(facts) for facts in judged.facts], said.streak)
        how = "the weights that ship; flattering where these people are those they were learned from"
    people = len({row.who for row in judged.rows})
    print(f"{options.target}: {len(judged.rows)} weeks of {people} people; {how}.")
    print(
        *_whole(judged, said),
        "",
        *_workloads(judged, said),
        "",
        *_groups(judged, said),
        "",
        *_trials(judged, learned),
        sep="\n",
    )
    return 0


def _whole(judged: judging.Known, said: judging.Said) -> Iterable[str]:
    yield f"{'':<22}{'AUROC':>8}{'AUPRC':>8}{'Brier':>8}{'calibration slope':>19}"
    for name, values in (("weights", said.weights), ("missed weeks in a row", said.streak)):
        found = judge(values, judged.happened)
        yield f"{name:<22}{found.auroc:8.3f}{found.auprc:8.3f}{found.brier:8.4f}{found.slope:19.2f}"


def _workloads(judged: judging.Known, said: judging.Said) -> Iterable[str]:
    yield "weeks called  calls  right  alerts per true  sensitivity  of those who stopped  lead time (weeks)"
    for share in WORKLOADS:
        at = judging.work(judged, said.weights, share)
        yield (
            f"{at.share:12.0%}{at.called:7}{at.right:7}{at.per_right:17.2f}{at.sensitivity:13.3f}"
            f"{at.people_reached:22.3f}{at.weeks_ahead:19.0f}"
        )


def _groups(judged: judging.Known, said: judging.Said) -> Iterable[str]:
    level = judging.work(judged, said.weights, GROUPS_AT).from_on
    yield f"{'group, 10 % called':<34}  weeks  happened  called  called/happened   AUROC"
    for name, places in judging.groups(judged).items():
        own = [said.weights[place] for place in places]
        happened = [judged.happened[place] for place in places]
        rate, called = sum(happened) / len(own), sum(p >= level for p in own) / len(own)
        ratio = called / rate if rate else float("nan")
        yield f"{name[:33]:<34}{len(own):7}{rate:10.3f}{called:8.3f}{ratio:17.2f}{auroc(own, happened):8.3f}"


def _trials(judged: judging.Known, learned: judging.Known) -> Iterable[str]:
    yield f"{'trial left out of learning':<34}{'weeks':>7}{'AUROC':>8}{'missed weeks in a row':>23}"
    for trial, (weeks, own, streak) in judging.by_trial(judged, learned).items():
        yield f"{trial:<34}{weeks:7}{own:8.3f}{streak:23.3f}"
