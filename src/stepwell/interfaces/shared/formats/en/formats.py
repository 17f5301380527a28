"""Monday, November 23."""

LONG_DAY_FORMAT = "l, F j"
SHORT_DAY_FORMAT = "D, M j"
BRIEF_DAY_FORMAT = "M j"
WEEKDAY_DAY_FORMAT = "D j"
