"""Tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]], *, name: str) -> HttpResponse:
    """A download of these rows, none of which a spreadsheet would run."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(header)
    table.writerows([_safe(cell) for cell in row] for row in rows)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _safe(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
