"""The address of the contact."""

from django.urls import path

from events.public.contact import views

app_name = "contact"
urlpatterns = [path("", views.contact, name="contact")]
