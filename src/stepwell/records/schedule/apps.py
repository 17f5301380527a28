from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "stepwell.records.schedule"
    label = "schedule"
