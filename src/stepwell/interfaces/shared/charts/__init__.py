"""Pictures of numbers, drawn by the server: the same on a page, on paper and by ear.

Every chart is a value in and safe markup out: an image with a name, and where it
holds more than its name says, a table behind it. Shapes and letters carry the
meaning beside color; classes carry the color, so that dark pages, print and
forced colors follow.
"""

from stepwell.interfaces.shared.charts.closing import closing_chart
from stepwell.interfaces.shared.charts.drawing import Tone
from stepwell.interfaces.shared.charts.lines import Band, CutOff, Series, line_chart
from stepwell.interfaces.shared.charts.sessions import Came, SessionMark, sessions_strip
from stepwell.interfaces.shared.charts.sparks import sparkline
from stepwell.interfaces.shared.charts.steps import steps_chart
from stepwell.interfaces.shared.charts.weekdays import Day, WeekDay, week_dots

__all__ = [
    "Band",
    "Came",
    "CutOff",
    "Day",
    "Series",
    "SessionMark",
    "Tone",
    "WeekDay",
    "closing_chart",
    "line_chart",
    "sessions_strip",
    "sparkline",
    "steps_chart",
    "week_dots",
]
