"""What a timetable has to know of people: which hours they like less, and how they would rather come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part
from stepwell.domain.timetable.facts import Mode
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import ComingWishes, WishedTime


class NotAWish(Refusal):
    """What was told isn't a time of a week."""


@dataclass(frozen=True)
class WishedBlock:
    """Hours of a weekday (None: every day): how much they are disliked, or that the family can come then."""

    weekday: int | None
    from_time: time
    until_time: time
    dislike: int = 0
    family: bool = False


@dataclass(frozen=True)
class Wishes:
    """What somebody wishes of their week."""

    mode: Mode
    same_gender: bool
    gender: str
    blocks: tuple[WishedBlock, ...]
    most_minutes_a_day: int | None = None


MOST_BLOCKS = 60
AS_BEFORE = -1
"""Nothing is said about the most minutes in a day: what was said before stays."""


@transaction.atomic(durable=True)
def tell_wishes(
    chart: Chart,
    *,
    mode: Mode,
    same_gender: bool,
    gender: str,
    blocks: Sequence[WishedBlock],
    most_minutes_a_day: int | None = AS_BEFORE,
    key: str,
    at: datetime,
) -> None:
    """What the person wishes from now on; it takes the place of what they wished before.

    Who would rather come by video may be offered video, whatever they said before.
    """
    if not once.is_first_time(key, action="tell_wishes", account_id=chart.by.account_id, at=at):
        return
    _need(chart)
    _check(blocks)
    wished: dict[str, object] = {
        "mode": mode,
        "same_gender": same_gender,
        "gender": gender.strip()[:20].casefold(),
    }
    if mode == "tele":
        wished["by_video"] = True
    if most_minutes_a_day != AS_BEFORE:
        wished["most_minutes_a_day"] = most_minutes_a_day
    wishes, _ = ComingWishes.objects.update_or_create(person=chart.person, defaults=wished)
    WishedTime.objects.filter(person=chart.person, voided_at=None).update(voided_at=at)
    WishedTime.objects.bulk_create(
        WishedTime(
            person=chart.person,
            weekday=block.weekday,
            from_time=block.from_time,
            until_time=block.until_time,
            dislike=0 if block.family else block.dislike,
            is_family=block.family,
            written_at=at,
        )
        for block in dict.fromkeys(blocks)
    )
    chart.note("coming_wishes", wishes.pk, at=at)


def wishes_of(chart: Chart) -> Wishes | None:
    """What the person wished last, or None."""
    _need(chart)
    row = ComingWishes.objects.filter(person=chart.person).first()
    times = WishedTime.objects.filter(person=chart.person, voided_at=None)
    blocks = tuple(
        WishedBlock(each.weekday, each.from_time, each.until_time, each.dislike, each.is_family)
        for each in times.order_by("weekday", "from_time", "pk")
    )
    if row is None:
        return Wishes("either", False, "", blocks) if blocks else None
    return Wishes(_mode(row.mode), row.same_gender, row.gender, blocks, row.most_minutes_a_day)


def _mode(told: str) -> Mode:
    match told:
        case "in":
            return "in"
        case "tele":
            return "tele"
        case _:
            return "either"


def _need(chart: Chart) -> None:
    if not chart.may_read(Part.SCHEDULE):
        raise NotHere("There is nothing here.")


def _check(blocks: Sequence[WishedBlock]) -> None:
    if len(blocks) > MOST_BLOCKS:
        raise NotAWish(gettext_noop("Tell at most %(most)d times."), most=MOST_BLOCKS)
    for block in blocks:
        if block.until_time <= block.from_time:
            raise NotAWish(gettext_noop("The end has to be after the start, on the same day."))
        if not block.family and not 1 <= block.dislike <= 3:
            raise NotAWish(gettext_noop("Say how much you would rather not: 1, 2 or 3."))
        if block.weekday is not None and not 0 <= block.weekday <= 6:
            raise NotAWish(gettext_noop("Choose a day of the week."))
