"""The timetable of a week: facts gathered, solved as jobs, looked at, moved by hand, published, undone."""
