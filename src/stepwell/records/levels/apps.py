from django.apps import AppConfig


class LevelsConfig(AppConfig):
    name = "stepwell.records.levels"
    label = "levels"
