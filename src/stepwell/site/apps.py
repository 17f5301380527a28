from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "stepwell.site"
    label = "stepwell_site"

    def ready(self) -> None:
        import_module("stepwell.site.checks")  # registers what start-up looks at
