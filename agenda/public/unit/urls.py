"""The address behind a unit's secret link."""

from django.urls import path

from agenda.public.unit import views
from events.web import links  # noqa: F401  (registers the converter of tokens)

app_name = "units"
urlpatterns = [path("<token:token>/", views.tasks, name="tasks")]
