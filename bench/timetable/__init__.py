"""How good and how quick the timetable is: `python -m bench.timetable`. Never part of the tests."""
