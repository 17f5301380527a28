from django.apps import AppConfig


class StartConfig(AppConfig):
    name = "stepwell.interfaces.start"
    label = "start_pages"
