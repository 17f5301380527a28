"""The web application as a WSGI callable."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from stepwell.interfaces.commands.lifeline import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepwell.site.settings")
end_with_parent(signal.SIGKILL)
application = get_wsgi_application()
