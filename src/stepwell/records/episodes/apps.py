from django.apps import AppConfig


class EpisodesConfig(AppConfig):
    name = "stepwell.records.episodes"
    label = "episodes"
