"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from contest_portal.server import circuit_breaker, gunicorn_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest_portal.settings")

application = get_wsgi_application()
circuit_breaker.install(gunicorn_settings.threads)
