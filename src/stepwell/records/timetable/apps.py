from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "stepwell.records.timetable"
    label = "timetable"
