from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "stepwell.records.effects"
    label = "effects"
