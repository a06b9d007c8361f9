"""The contest."""

from django.contrib import admin

from events.admin.base import PortalAdmin
from events.admin.one_of_ceremony import OneOfCeremony
from events.models import Contest


@admin.register(Contest)
class ContestAdmin(OneOfCeremony, PortalAdmin):
    """A contest in one of its editions."""

    of_ceremony = "events"

    list_display = ["name", "edition", "year"]
    search_fields = ["name"]
    fields = ["name", ("edition", "year")]
