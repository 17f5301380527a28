"""What people of the demo said of themselves: questionnaires each week, check-ins each day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from stepwell.actions.measuring import SCORER
from stepwell.demo.characters import Course, chance
from stepwell.demo.enrolled import Participant, People
from stepwell.domain.instruments import registry
from stepwell.kernel.civil import at_site
from stepwell.records.measures.models import CheckIn, Response, Use
from stepwell.records.people import sealing

SAFETY_ITEM = 8
"""Question nine of the PHQ-9, counted from zero: nobody but Dana marks it here."""
TOLD = {
    ("luis", "phq9"): (16, 15, 15, 13, 11, 10, 9),
    ("luis", "gad7"): (13, 14, 13, 12, 12, 11, 11),
}
MARCUS_FELL_SILENT = 5
"""Days since Marcus last checked in."""


@transaction.atomic(durable=True)
def write_measures(people: People, *, day_zero: date, at: datetime) -> None:
    """Everything rated up to `at`, as if written on the day."""
    responses, check_ins = [], []
    for participant in people.values():
        starts_on = participant.character.starts_on(day_zero)
        responses += list(_responses(participant, starts_on, at))
        check_ins += list(_check_ins(participant, starts_on, at))
    Response.objects.bulk_create(responses, batch_size=200)
    CheckIn.objects.bulk_create(check_ins, batch_size=200)


def _responses(participant: Participant, starts_on: date, at: datetime) -> Iterator[Response]:
    character = participant.character
    for key, course in (("phq9", character.phq9), ("gad7", character.gad7)):
        if course is None:
            continue
        luck = chance(f"{key} {character.key}")
        for number, total, day in _totals(character.key, key, course, participant, starts_on, at):
            written_at = participant.at(day, time(7, 5 + number % 40))
            if written_at < at:
                yield response(participant, key, spread(total, key, luck), at=written_at)


def _totals(
    who: str, instrument: str, course: Course, participant: Participant, starts_on: date, at: datetime
) -> Iterator[tuple[int, int, date]]:
    """The number of the week, the total and the day of each response."""
    until = participant.ended_on or at.astimezone(participant.zone).date() + timedelta(days=1)
    if told := TOLD.get((who, instrument)):
        for number, total in enumerate(told):
            yield number, total, starts_on + timedelta(days=6 * number)
        return
    luck = chance(f"weeks {instrument} {who}")
    weeks = max(1, (until - starts_on).days - 1) // 7 or 1
    highest = registry.get(instrument).maximum - 3 * (instrument == "phq9")
    for week in range(weeks + 1):
        day = starts_on + timedelta(days=7 * week + (luck.choice((0, 0, 1)) if 0 < week < weeks else 0))
        if day >= until or (0 < week < weeks and luck.random() < 0.12):
            continue
        noise = 0 if week in {0, weeks} else luck.choice((-2, -1, 0, 0, 1, 2))
        yield week, min(highest, max(0, round(course.at(week / weeks)) + noise)), day


def spread(total: int, instrument: str, luck: Random) -> list[int | None]:
    """Answers that add up to a total, none of them about safety."""
    length = len(registry.get(instrument).items)
    answers = [0] * length
    open_items = [item for item in range(length) if not (instrument == "phq9" and item == SAFETY_ITEM)]
    for _ in range(total):
        item = luck.choice([item for item in open_items if answers[item] < 3])
        answers[item] += 1
    return list(answers)


def response(
    participant: Participant, instrument: str, answers: list[int | None], *, at: datetime
) -> Response:
    """A response not saved yet, scored as every other."""
    score = registry.scoring(instrument).score(answers)
    return Response(
        person=participant.person,
        instrument=instrument,
        language="en",
        answers=answers,
        difficulty=min(3, score.total // 6),
        total=score.total,
        band=score.band.value,
        scorer=SCORER,
        answered_on=at.astimezone(participant.zone).date(),
        answered_at=at,
        written_by=participant.person.account.pk,
    )


def _check_ins(participant: Participant, starts_on: date, at: datetime) -> Iterator[CheckIn]:
    character = participant.character
    if character.craving is None:
        return
    luck = chance(f"days {character.key}")
    today = at.astimezone(participant.zone).date()
    end = participant.ended_on or today
    silent_from = today - timedelta(days=MARCUS_FELL_SILENT - 1) if character.key == "marcus" else end
    length = max(1, (end - starts_on).days)
    for number in range(length):
        day = starts_on + timedelta(days=number)
        draw = luck.random()
        is_told = draw < 0.78 or (character.key == "marcus" and number > length - 14)
        if is_told and day < min(end, silent_from):
            yield _check_in(participant, day, number / length, luck)
    written_at = at - timedelta(minutes=luck.randint(20, 90))
    is_today = written_at > at_site(today, time(6), participant.zone) and participant.ended_on is None
    if is_today and luck.random() < 0.35 and character.key not in {"sam", "marcus", "dana"}:
        row = _check_in(participant, today, 1, luck)
        row.written_at = written_at
        yield row


def _check_in(participant: Participant, day: date, share: float, luck: Random) -> CheckIn:
    character = participant.character
    assert character.craving is not None
    # Marcus's line rises late: most of it in his last two weeks.
    way = max(0.0, share - 0.6) / 0.28 if character.key == "marcus" else share
    craving = min(10, max(0, round(character.craving.at(way)) + luck.choice((-1, 0, 0, 0, 1))))
    mood = min(5, max(1, round(4.4 - craving * 0.3) + luck.choice((-1, 0, 0, 1))))
    used = luck.random() < (0.06 if character.steadiness == "shaky" else 0.012)
    said = _SAID[character.language]
    words = luck.choice(said) if luck.random() < 0.12 else ""
    return CheckIn(
        person=participant.person,
        on=day,
        mood=mood,
        craving=craving,
        sleep_hours=luck.randint(9, 16) / 2,
        use=Use.YES if used else luck.choices((Use.NO, Use.UNSAID), (92, 8))[0],
        words=sealing.seal_for(participant.person, words),
        written_at=participant.at(day, time(luck.randint(17, 21), luck.randint(0, 59))),
    )


_SAID = {
    "en": (
        "Long day, but I made it to group.",
        "Walked home the other way and it helped.",
        "Slept badly. Called my sponsor before lunch.",
        "Dinner with my family, nobody asked anything. Good.",
        "Rode the wave for ten minutes. It passed.",
        "Payday is hard. Left the card at home.",
        "Tired, a little hopeful.",
    ),
    "es": (
        "Día largo, pero fui al grupo.",
        "Caminé por otro lado y me ayudó.",
        "Dormí mal. Llamé a mi hermana.",
        "Cena en familia. Me sentí tranquila.",
    ),
}
