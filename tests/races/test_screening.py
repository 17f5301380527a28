"""Two at once at one screening: one form, nobody's answer overwritten unseen, one signature."""

from datetime import datetime

import pytest

from cast import Cast
from races.at_once import needs_connections, refused_at_once
from screened import agree, ask_priya, begin, fill_in, key, sheet, told
from stepwell.actions import assessing, deciding_levels
from stepwell.actions.assessing import CannotScreen
from stepwell.records.placement.models import Answer, Assessment, LevelDecision

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), needs_connections]


def test_begun_by_two_it_is_one_form(cast: Cast) -> None:
    enquiry = agree(cast)

    refused = refused_at_once(cast, lambda: begin(cast, enquiry), lambda: begin(cast, enquiry))

    assert refused == []
    assert Assessment.objects.filter(enquiry=enquiry).count() == 1


def test_of_two_answers_to_one_question_one_is_kept_and_the_other_asked_again(
    cast: Cast, at: datetime
) -> None:
    chart, form = begin(cast, agree(cast))
    mine = told(chart, form, "dimension", "mind", "settled")
    theirs = told(chart, form, "dimension", "mind", "troubled")
    left: list[object] = []

    refused_at_once(
        cast,
        lambda: left.extend(assessing.write(chart, form, [mine], at=at)),
        lambda: left.extend(assessing.write(chart, form, [theirs], at=at)),
    )

    assert len(left) == 1
    assert Answer.objects.filter(what="mind").count() == 1


def test_of_two_signatures_one_is_written(cast: Cast, at: datetime) -> None:
    chart, form = begin(cast, agree(cast))
    fill_in(chart, form)
    priyas = ask_priya(cast, chart, form)
    seen = sheet(priyas, form).version

    def sign() -> None:
        deciding_levels.sign(priyas, form, selected="intensive_outpatient", seen=seen, key=key(), at=at)

    refused = refused_at_once(cast, sign, sign)

    assert [type(one) for one in refused] == [CannotScreen]
    assert LevelDecision.objects.count() == 1
