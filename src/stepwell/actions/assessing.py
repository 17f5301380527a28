"""The form of a screening: red flags first, then the program's dimensions; kept answer by answer.

Two may fill it in at once. Nobody's answer is overwritten unseen, and nothing of it is ever lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import charts, enquiring, intake_board, loading_editions, once, stepping
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.placement.edition import Dimension, Edition, RedFlag
from stepwell.domain.placement.findings import Finding, Findings
from stepwell.domain.placement.suggestion import Suggestion, suggest
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry, Screening
from stepwell.records.placement.models import AboutWhat, Answer, Assessment, FlagDone
from stepwell.records.program.models import Staff

WHAT = "placement"
YES, NO = "yes", "no"
LONGEST_WORDS = 2000


class CannotScreen(Refusal):
    """There is no form to fill in now."""


class Stopped(Refusal):
    """A red flag is up: the rest of the form waits."""


@dataclass(frozen=True)
class Told:
    """An answer as somebody gives it. `seen` is the key of the answer they saw there, or nothing."""

    about: str
    what: str
    value: str
    words: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Line:
    """A question of the form with the answer in force."""

    asks: RedFlag | Dimension
    row: Answer | None = None
    words: str = ""
    done: tuple[tuple[FlagDone, str], ...] = ()
    """What was done about a red flag, each with its words."""

    @property
    def value(self) -> str:
        """Empty where nobody has answered, or where it can't be judged yet."""
        return self.row.value if self.row is not None else ""

    @property
    def seen(self) -> str:
        """What an answer to this line says it saw."""
        return str(self.row.pk) if self.row is not None else ""


@dataclass(frozen=True)
class Sheet:
    """A form as it stands: every question of its edition, and what follows from the answers."""

    assessment: Assessment
    edition: Edition
    flags: tuple[Line, ...]
    dimensions: tuple[Line, ...]
    suggestion: Suggestion

    @property
    def raised(self) -> tuple[Line, ...]:
        """The red flags that are up."""
        return tuple(line for line in self.flags if line.value == YES)

    @property
    def version(self) -> str:
        """Changes with every answer: who signs says which one they read."""
        rows = [line.seen for line in (*self.flags, *self.dimensions)]
        return ".".join(each[-8:] for each in rows)


def get_enquiry(by: SignedIn, enquiry_id: UUID) -> Enquiry:
    """The enquiry of a screening, for intake of its site; a clinician is asked about in `open_chart`."""
    if by.role is Role.INTAKE:
        return intake_board.get_enquiry(by, enquiry_id)
    row = Enquiry.objects.filter(pk=enquiry_id).select_related("site", "owner").first()
    if row is None or by.role is not Role.COUNSELOR:
        raise NotHere("There is no such record.")
    return row


def open_chart(by: SignedIn, enquiry: Enquiry, *, at: datetime) -> Chart:
    """For intake, for the clinician who is asked to decide, and later for who treats; NotHere otherwise."""
    if by.role is Role.COUNSELOR:
        purpose = Purpose.PLACEMENT if enquiry.is_open else Purpose.TREATMENT
        return charts.open_for(by, enquiry.person_id, purpose, what=WHAT, at=at)
    if by.role is not Role.INTAKE:
        raise NotHere("There is no such record.")
    return enquiring.open_chart(by, enquiry, at=at)


@transaction.atomic(durable=True)
def begin(chart: Chart, enquiry: Enquiry, *, key: str, at: datetime) -> Assessment:
    """The form of the screening that is agreed, by the edition in force. Begun by two, it is one form."""
    once.is_first_time(key, action="begin_screening", account_id=chart.by.account_id, at=at)
    row = stepping.locked(chart, enquiry)
    screening = Screening.objects.filter(enquiry=row, voided_at=None).first()
    if screening is None or State(row.state) is not State.SCREENING or chart.by.staff is None:
        raise CannotScreen(gettext_noop("Agree on a time for the screening first."))
    found = Assessment.objects.filter(enquiry=row, screening=screening).first()
    if found is not None:
        return found
    Assessment.objects.filter(enquiry=row, is_open=True).update(is_open=False)
    new = Assessment.objects.create(
        enquiry=row,
        screening=screening,
        edition=loading_editions.in_force(at=at),
        begun_at=at,
        begun_by=chart.by.staff,
    )
    chart.note(WHAT, new.pk, at=at)
    return new


def find_assessment(chart: Chart, enquiry: Enquiry) -> Assessment | None:
    """The form of the latest screening that has one."""
    chart.need(Part.PLACEMENT)
    rows = Assessment.objects.filter(enquiry=enquiry).select_related("edition", "screening__staff")
    return rows.order_by("-begun_at").first()


def find_current(chart: Chart, enquiry: Enquiry) -> Assessment | None:
    """The form of the screening that is agreed or took place; None where it has none yet."""
    found = find_assessment(chart, enquiry)
    return found if found is not None and found.screening.voided_at is None else None


def list_earlier(chart: Chart, enquiry: Enquiry, *, but: Assessment | None) -> Sequence[Assessment]:
    """The forms of screenings before, the latest first. They stay as they were."""
    chart.need(Part.PLACEMENT)
    rows = Assessment.objects.filter(enquiry=enquiry).select_related("edition", "decision")
    return [each for each in rows.order_by("-begun_at") if each != but]


@transaction.atomic(durable=True)
def write(chart: Chart, assessment: Assessment, told: Iterable[Told], *, at: datetime) -> tuple[Told, ...]:
    """Keep these answers; what a colleague answered differently since it was seen is left, and given back.

    An answer that is told as it was seen was not touched. Told twice it changes nothing, so it
    takes no key. While a red flag is up the dimensions wait, and it is lowered by what was done
    about it alone (`minding_flags`).
    """
    staff = writer(chart)
    form = locked(assessment)
    now, touched = _in_force(form), _touched(chart, form, told)
    left, written = [], False
    for each in touched:
        current = now.get((each.about, each.what))
        if _is_same(chart, current, each):
            continue
        _check(each, loading_editions.edition_of(form.edition), is_up=_is_up(now))
        if (str(current.pk) if current is not None else "") != each.seen:
            left.append(each)
            continue
        if each.about == AboutWhat.FLAG and current is not None and current.value == YES:
            raise Stopped(gettext_noop("Write down what was done about the red flag first."))
        now[each.about, each.what] = replace_answer(chart, form, each, staff=staff, at=at)
        written = True
    if written:
        chart.note(WHAT, form.pk, at=at)
    return tuple(left)


def sheet_of(chart: Chart, assessment: Assessment) -> Sheet:
    """The form with its answers, opened, and what they suggest."""
    chart.need(Part.PLACEMENT)
    edition = loading_editions.edition_of(assessment.edition)
    now = _in_force(assessment)
    done: dict[str, list[tuple[FlagDone, str]]] = {}
    rows = FlagDone.objects.filter(answer__assessment=assessment).select_related("answer", "done_by")
    for each in rows.order_by("done_at"):
        done.setdefault(each.answer.what, []).append((each, read(chart, each.words)))
    flags = tuple(
        Line(flag, now.get((AboutWhat.FLAG, flag.id)), done=tuple(done.get(flag.id, ())))
        for flag in edition.red_flags
    )
    dimensions = tuple(_line(chart, each, now) for each in edition.dimensions)
    return Sheet(assessment, edition, flags, dimensions, suggest(_findings(edition, flags, dimensions)))


def read(chart: Chart, sealed: bytes | memoryview | None) -> str:
    """Sealed words of a screening, opened."""
    return chart.read(bytes(sealed or b""), of=Part.PLACEMENT)


def sealed(chart: Chart, words: str) -> bytes:
    """Words of a screening, sealed."""
    return chart.seal(words) or b""


def writer(chart: Chart) -> Staff:
    """Who writes, as somebody who works here."""
    chart.need(Part.PLACEMENT)
    if chart.by.staff is None:
        raise NotHere("There is no such record.")
    return chart.by.staff


def locked(assessment: Assessment) -> Assessment:
    """The form as it is now, and nobody else changes it until this transaction ends; refused once closed."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("edition", "screening")
    row = rows.get(pk=assessment.pk)
    if not row.is_open:
        raise CannotScreen(
            gettext_noop("This form is closed. What was signed stays; add an amendment to it.")
        )
    return row


def replace_answer(chart: Chart, form: Assessment, told: Told, *, staff: Staff, at: datetime) -> Answer:
    """This answer from now on; the one before stays with its dates. In a transaction, the form locked."""
    Answer.objects.filter(assessment=form, about=told.about, what=told.what, until_at=None).update(
        until_at=at
    )
    return Answer.objects.create(
        assessment=form,
        about=told.about,
        what=told.what,
        value=told.value,
        words=chart.seal(told.words.strip()),
        from_at=at,
        written_by=staff,
    )


def _in_force(assessment: Assessment) -> dict[tuple[str, str], Answer]:
    rows = Answer.objects.filter(assessment=assessment, until_at=None).select_related("written_by")
    return {(row.about, row.what): row for row in rows}


def _is_up(now: Mapping[tuple[str, str], Answer]) -> bool:
    return any(row.value == YES for (about, _what), row in now.items() if about == AboutWhat.FLAG)


def _touched(chart: Chart, form: Assessment, told: Iterable[Told]) -> list[Told]:
    """What was answered otherwise than it was seen, red flags first."""
    wanted = sorted(told, key=lambda each: each.about != AboutWhat.FLAG)
    rows = Answer.objects.filter(assessment=form)
    seen = {str(row.pk): row for row in rows}
    return [each for each in wanted if not _is_same(chart, seen.get(each.seen), each)]


def _is_same(chart: Chart, current: Answer | None, told: Told) -> bool:
    if current is None:
        return not told.value and not told.words.strip()
    return (current.value, read(chart, current.words)) == (told.value, told.words.strip())


def _check(told: Told, edition: Edition, *, is_up: bool) -> None:
    """Refuse what is not on the form; and every dimension while a red flag is up."""
    if told.about == AboutWhat.FLAG:
        is_known = any(flag.id == told.what for flag in edition.red_flags)
        is_known = is_known and told.value in {YES, NO, ""}
    else:
        dimension = edition.dimension(told.what)
        ratings = [each.id for each in dimension.ratings] if dimension is not None else []
        is_known = dimension is not None and told.value in {"", *ratings}
        if is_known and is_up:
            raise Stopped(gettext_noop("A red flag is up. Do what is said for it first."))
    if not is_known or len(told.words) > LONGEST_WORDS:
        raise CannotScreen(gettext_noop("This is not an answer of this form. Load the page again."))


def _line(chart: Chart, dimension: Dimension, now: Mapping[tuple[str, str], Answer]) -> Line:
    row = now.get((AboutWhat.DIMENSION, dimension.id))
    return Line(dimension, row, read(chart, row.words) if row is not None else "")


def _findings(edition: Edition, flags: Sequence[Line], dimensions: Sequence[Line]) -> Findings:
    """What is answered so far, as the rules take it; nothing that is missing counts as no need."""
    answers = {"": None, YES: True, NO: False}
    return Findings(
        edition,
        {line.asks.id: answers[line.value] for line in flags},
        tuple(Finding(line.asks.id, line.value or None, line.words) for line in dimensions),
    )
