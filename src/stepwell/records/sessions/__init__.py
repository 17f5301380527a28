"""Attendance: who was expected, who came, for how long, and every change of it."""
