"""What a page is compared with: a Django view that reads one row, without middleware or templates.

It is served by the same server with the same settings, over the same database.
"""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare_settings"

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from stepwell.interfaces.commands import serving


def one_row(request: HttpRequest) -> HttpResponse:
    """The name of the first organization."""
    from stepwell.records.tenancy.models import Organization

    organization = Organization.objects.first()
    return HttpResponse(organization.name if organization else "")


urlpatterns = [path("", one_row)]

if __name__ == "__main__":
    serving.APPLICATION = "bench.bare:application"
    serving.serve(port=int(sys.argv[1]), one_writer=False)
else:
    application = get_wsgi_application()
