"""The admin of delegates, by the requests that a browser sends: its addresses and forms."""

from typing import Any

from django.test import Client
from django.urls import reverse

from registrations.models import Registration
from tests.pages import form_data, visible_text

LIST = "admin:registrations_registration_changelist"
ADD = "admin:registrations_registration_add"


def url(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, Any]:
    data = form_data(client.get(url(row)), f"{row._meta.model_name}_form")
    return {**data, "_save": "Lưu"}


def step(name: str) -> str:
    return reverse("admin:registrations_registration_transition", args=[name])


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def status(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).status
