"""The contest."""

from django.contrib import admin

from events.admin.content.contact import ContactInline
from events.admin.one_of_ceremony import OneOfCeremony
from events.admin.ordered import OrderedRowsAdmin
from events.models import Contest


@admin.register(Contest)
class ContestAdmin(OneOfCeremony, OrderedRowsAdmin):
    """A contest in one of its editions."""

    of_ceremony = "events"

    list_display = ["name", "edition", "year"]
    search_fields = ["name"]
    fields = ["name", ("edition", "year")]
    inlines = [ContactInline]
