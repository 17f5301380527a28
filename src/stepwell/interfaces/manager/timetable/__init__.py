"""The timetable's pages: solve a week, look at it, change it by hand, compare, publish."""
