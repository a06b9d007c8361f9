"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from contest_portal import gunicorn
from contest_portal.server import circuit_breaker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest_portal.settings")

application = get_wsgi_application()
circuit_breaker.install(gunicorn.threads)
