from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "stepwell.interfaces.jobs"
    label = "jobs"
