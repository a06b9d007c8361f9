"""The contest."""

from django.contrib import admin

from events.admin.base import PortalAdmin
from events.models import Contest


@admin.register(Contest)
class ContestAdmin(PortalAdmin):
    """A contest in one of its editions."""

    list_display = ["name", "edition", "year"]
    search_fields = ["name"]
    fields = ["name", ("edition", "year")]
