"""The clock of a running product, moved by a journey: weeks pass between two pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent / "clock"
"""What has to stand first on the path of the product's processes."""
VARIABLE = "JOURNEY_CLOCK"
"""Names the file that they read."""
ZONE = ZoneInfo("America/Chicago")


@dataclass(frozen=True)
class MovedClock:
    """The file with the seconds that every process of the product adds to the machine's time."""

    file: Path

    def move_to(self, *moment: int) -> None:
        """It is this moment now (year, month, day, hour, minute there), and time goes on."""
        seconds = (datetime(*moment, tzinfo=ZONE) - datetime.now(UTC)).total_seconds()  # type: ignore[misc,arg-type]  # five whole numbers
        written = self.file.with_suffix(".new")
        written.write_text(str(round(seconds)))
        written.replace(self.file)

    def today(self) -> str:
        """The day it is at the program, as a form takes it."""
        now = datetime.now(UTC) + timedelta(seconds=int(self.file.read_text()))
        return now.astimezone(ZONE).date().isoformat()
