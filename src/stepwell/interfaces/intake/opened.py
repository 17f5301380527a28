"""The way of somebody who asked, opened for a page of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from stepwell.actions import enquiring, intake_board
from stepwell.actions.charts import Chart
from stepwell.interfaces.shared.requests import Request
from stepwell.kernel import clock


def open_enquiry(request: Request, enquiry_id: UUID) -> tuple[Chart, Any, datetime]:
    """The chart, the asking, and the instant of opening; NotHere for who may see neither."""
    at = clock.now()
    enquiry = intake_board.get_enquiry(request.signed_in, enquiry_id)
    return enquiring.open_chart(request.signed_in, enquiry, at=at), enquiry, at
