"""The admin as a whole: its name, and who may enter with which role."""

from typing import Any

import axes.admin  # noqa: F401  (registers what is taken out again below)
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from contest_portal.admin.roles import ROLES, permission_name, role_name
from contest_portal.admin.security import factors
from contest_portal.admin.security.views import fresh
from events.admin.base import BoundedSearch, ReadableHistory, as_key
from events.admin.deleting import DeletesWithWords
from events.admin.fresh_forms import FreshForm
from events.audit import words

for model in (User, Group, AccessAttempt, AccessLog, AccessFailureLog):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

LAST_ADMINISTRATOR = gettext_lazy(
    "This is the last administrator: nobody could manage accounts any more. Please make somebody "
    "else an administrator first."
)

# the rooms whose permissions roles can have
PORTAL_APPS = ["events", "agenda", "registrations", "sponsorship", "contest_portal"]

words.CALLED |= {
    "auth.group": lambda group: role_name(group.name),
    "auth.permission": permission_name,
}

admin.site.index_title = gettext_lazy("Overview")


class RoleChoices(forms.ModelMultipleChoiceField):
    """Roles by their names in the trade."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of the role."""
        return role_name(obj.name)


class PermissionChoices(forms.ModelMultipleChoiceField):
    """Permissions as a sentence instead of a code."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what the permission allows."""
        return permission_name(obj)


class RoleFilter(admin.SimpleListFilter):
    """People by their role."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the roles by their names in the trade."""
        return [(name, role_name(name)) for name in Group.objects.values_list("name", flat=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Return the people of the chosen role."""
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


def is_last_administrator(*leaving: User) -> bool:
    """Whether nobody could manage the accounts any more once these people cannot.

    Inside of a transaction: of two administrators who remove each other the second waits here, and
    then finds nobody else.
    """
    left = {user.pk for user in leaving if user.is_superuser and user.is_active}
    known = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    held = list(known.select_for_update())
    able = {user.pk for user in held if user.has_usable_password()} or {user.pk for user in held}
    return bool(left) and able <= left


class WithRole(FreshForm):
    """A person with a role; a role opens the admin, see migration 0009."""

    def clean(self) -> dict[str, Any]:
        """Refuse who could sign in but would find every door closed."""
        values = super().clean() or self.cleaned_data
        closed = not values.get("is_active", True)
        opened = values.get("is_superuser", self.instance.is_superuser)
        if "groups" in values and not (values["groups"] or closed or opened):
            text = gettext("Please choose a role: without one nobody can sign in.")
            self.add_error("groups", text)
        return values


class PersonForm(WithRole, UserChangeForm):
    """Somebody who works in the admin."""

    def clean(self) -> dict[str, Any]:
        """Refuse to shut out the last one who manages the accounts."""
        values = super().clean()
        before = User.objects.filter(pk=self.instance.pk).first()
        stays = values.get("is_superuser", True) and values.get("is_active", True)
        if before and not stays and is_last_administrator(before):
            field = "is_active" if not values.get("is_active", True) else "is_superuser"
            self.add_error(field, LAST_ADMINISTRATOR)
        return values


class NewPersonForm(WithRole, UserCreationForm):
    """Somebody who is to work in the admin."""


class NewPasswordForm(AdminPasswordChangeForm):
    """Another password. Nobody is left without one: there is no other way to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)  # who has none yet is not asked


@admin.register(User)
class UserAdmin(ReadableHistory, BoundedSearch, DeletesWithWords, auth_admin.UserAdmin, ModelAdmin):
    """The people who work in the admin."""

    instead_of_deleting = gettext_lazy(
        "What somebody did stays under his or her name. Without the tick at “active” nobody signs "
        "in with this account any more."
    )

    form = PersonForm
    add_form = NewPersonForm
    change_password_form = NewPasswordForm
    list_display = ["username", "first_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter]
    filter_horizontal = []
    list_filter_sheet = False
    compressed_fields = False
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username"]}),
        (gettext_lazy("Person"), {"fields": ["first_name", "email"]}),
        (
            gettext_lazy("Rights"),
            {"fields": ["groups", "is_active", "is_superuser"]},
        ),
        (gettext_lazy("Dates"), {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "username",
                    "first_name",
                    "password1",
                    "password2",
                    "groups",
                ],
            },
        )
    ]
    readonly_fields = ["last_login", "date_joined"]
    actions_detail = ["new_password", "lost_factor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return the users with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Keep the last one who manages the accounts, and say why."""
        rows, counts, missing, kept = super().get_deleted_objects(objs, request)
        with transaction.atomic():
            if is_last_administrator(*objs):
                kept.append(str(LAST_ADMINISTRATOR))
        return rows, counts, missing, kept

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Remove people, unless others who managed the accounts were removed meanwhile."""
        with transaction.atomic():
            if is_last_administrator(*queryset):
                raise PermissionDenied(LAST_ADMINISTRATOR)
            super().delete_queryset(request, queryset)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Remove somebody; see `delete_queryset`."""
        with transaction.atomic():
            if is_last_administrator(obj):
                raise PermissionDenied(LAST_ADMINISTRATOR)
            super().delete_model(request, obj)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        """Return the roles in words."""
        names = [role_name(group.name) for group in user.groups.all()]
        return ", ".join([gettext("Administrator"), *names] if user.is_superuser else names)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Name the roles."""
        if db_field.name == "groups":
            kwargs.update(form_class=RoleChoices, widget=UnfoldAdminCheckboxSelectMultipleWidget)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer no new role beside the roles: they are made on their own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            wrapper = field.widget
            field.widget = getattr(wrapper, "widget", wrapper)
        return field

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the page that asks."""
        view = self.admin_site.admin_view(fresh(self.reset_factor))
        return [path("<int:pk>/reset/", view, name="auth_user_reset"), *super().get_urls()]

    @action(
        description=gettext_lazy("Reset the second factor"),
        icon="lock_reset",
        permissions=["change"],
    )
    def lost_factor(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks."""
        return redirect("admin:auth_user_reset", as_key(object_id))

    def reset_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then take from somebody else the second factor that was lost."""
        person = get_object_or_404(User, pk=pk)
        if not (self.has_change_permission(request, person) and request.user.is_superuser):
            raise PermissionDenied
        if person == request.user:
            return redirect("admin:security")
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Reset the second factor"),
                "person": person,
                "has_factor": factors.has_any(person),
            }
            return TemplateResponse(request, "admin/security/reset.html", context)
        if factors.reset(person):
            self.log_change(request, person, gettext("The second factor was reset."))
            text = gettext("The second factor is reset; the person signs in by the password.")
            messages.success(request, text)
        return redirect("admin:auth_user_change", pk)

    @action(description=gettext_lazy("Change password"), icon="key", permissions=["change"])
    def new_password(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page on which a new password is set."""
        return redirect("admin:auth_user_password_change", object_id)


@admin.register(Group)
class RoleAdmin(
    ReadableHistory, BoundedSearch, DeletesWithWords, auth_admin.GroupAdmin, ModelAdmin
):
    """The roles and what each of them may do."""

    form = FreshForm
    list_display = ["shown_name"]
    filter_horizontal = []
    compressed_fields = False
    search_fields = ["name"]

    @admin.display(description=gettext_lazy("role"), ordering="name")
    def shown_name(self, group: Group) -> str:
        """Return the name of the role."""
        return role_name(group.name)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the names by which the program knows its own roles."""
        return ["shown_name"] if hasattr(obj, "role") else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the name in words."""
        return ["shown_name" if hasattr(obj, "role") else "name", "permissions"]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return a role of the program under the name that people know."""
        group: Any = super().get_object(request, object_id, from_field)
        if group and group.name in ROLES:
            group.role, group.name = group.name, role_name(group.name)
        return group

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the name, except of a role of the program: there it is only shown."""
        if not hasattr(obj, "role"):
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep the roles of the program."""
        kept = obj is not None and (hasattr(obj, "role") or obj.name in ROLES)
        return super().has_delete_permission(request, obj) and not kept

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        """Name the permissions, and only those of the portal."""
        kwargs.update(form_class=PermissionChoices, widget=UnfoldAdminCheckboxSelectMultipleWidget)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None:
            field.queryset = (
                Permission.objects.select_related("content_type")
                .filter(content_type__app_label__in=PORTAL_APPS)
                .order_by("content_type__app_label", "content_type__model", "codename")
            )
        return field
