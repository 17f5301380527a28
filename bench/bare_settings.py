"""The product's settings with nothing around the view."""

from stepwell.site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare"
MIDDLEWARE: list[str] = []
INSTALLED_APPS = ["stepwell.records.tenancy"]
TEMPLATES: list[dict[str, object]] = []
