"""Lunes 23 de noviembre; 6 p.m.; 10.8: the point and the clock of twelve hours that people here know."""

LONG_DAY_FORMAT = r"l j \d\e F"
SHORT_DAY_FORMAT = "D j b"
BRIEF_DAY_FORMAT = "j b"
WEEKDAY_DAY_FORMAT = "D j"

SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, P"
DATETIME_FORMAT = r"j \d\e F \d\e Y \a \l\a\s P"
TIME_FORMAT = "P"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
