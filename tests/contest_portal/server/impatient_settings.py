"""The settings of the web server with less patience and fewer places: tests need not wait."""

from contest_portal.server import web_worker
from contest_portal.server.gunicorn_settings import *  # noqa: F403

web_worker.ARRIVAL = web_worker.IDLE = 3
web_worker.CONNECTIONS = 60
