"""The admin's doors: who has to sign in first loses nothing of what was typed."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

from contest_portal.admin import finding, unsent
from contest_portal.admin.security import sign_in, views
from contest_portal.admin.security.forms import CodeForm
from contest_portal.admin.security.middleware import must_set_up
from contest_portal.admin.unsent import Unsent


class PortalAdminSite(UnfoldAdminSite):
    """The admin; a form that comes after the session's end waits until its user signs in again."""

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Return the view for those who work here; ask others to sign in, and keep their form."""
        inner = super().admin_view(view, cacheable)

        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and not request.user.is_authenticated:
                typed = unsent.taken_from(request)
                if typed and request.path != reverse("admin:logout"):
                    return self.ask_again(request, typed)
            return inner(request, *args, **kwargs)

        return update_wrapper(kept, inner)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the own account."""
        own = {
            "bao-mat/": ("security", views.overview),
            "bao-mat/ung-dung/": ("security_app", views.app),
            "bao-mat/ung-dung/go/": ("security_app_remove", views.remove),
            "bao-mat/khoa/": ("security_passkey", views.passkey),
            "bao-mat/khoa/<int:pk>/go/": ("security_passkey_remove", views.remove),
            "bao-mat/ma-du-phong/": ("security_codes", views.codes),
            "bao-mat/phien/": ("security_sessions", views.end_sessions),
            "bao-mat/xac-nhan/": ("security_confirm", views.confirm),
        }
        return [
            *(path(at, self.admin_view(view), name=name) for at, (name, view) in own.items()),
            path("buoc-hai/", views.second_step, name="second_step"),
            *super().get_urls(),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what all pages show, without the style sheet that the theme writes into them.

        Its colours stand in `admin/theme.css`: so the policy allows no styles inside of pages.
        """
        return {**super().each_context(request), "colors": None}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Return the apps once somebody looks: the theme asks twice for each page, and the side
        bar shows its own list."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def search(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show what was found; the theme would remember it for five minutes."""
        results = finding.found(self, request, request.GET.get("s", ""))
        template = "unfold/helpers/command_results.html"
        return TemplateResponse(request, template, {"results": results})

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Let somebody in; to whom a form waits for, show it."""
        typed = unsent.brought_by(request) if request.method == "POST" else None
        if request.method == "GET" and must_set_up(request):
            return redirect("admin:security")
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(_typed_context(typed) if typed else {}),
            **(extra_context or {}),
        }
        request.current_app = self.name
        response: Any = sign_in.SignIn.as_view(
            template_name="admin/login.html",
            authentication_form=self.login_form,
            extra_context=context,
            next_page=reverse("admin:index"),
        )(request)
        if not typed or not response.has_header("Location"):
            return response
        who = sign_in.waiting(request)
        if who is not None:
            return views.show_second_step(request, who, CodeForm(), typed)
        return self.go_on(request, typed) if request.user.is_authenticated else response

    @method_decorator(never_cache)
    def take_up(self, request: HttpRequest) -> HttpResponse:
        """Answer a form whose token is out of date, as after signing in in another window."""
        at_login = request.path in (reverse("admin:login"), reverse("admin:second_step"))
        typed = unsent.brought_by(request) if at_login else unsent.taken_from(request)
        if typed is None:
            return redirect(request.get_full_path())
        if request.user.is_authenticated:
            return self.go_on(request, typed)
        return self.ask_again(request, typed)

    @method_decorator(never_cache)
    def ask_again(self, request: HttpRequest, typed: Unsent) -> HttpResponse:
        """Show the page of signing in, which holds what was typed."""
        context = {
            **self.each_context(request),
            **_typed_context(typed),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": reverse("admin:login"),
            "form": self.login_form(request, initial={"username": typed.user}),
            REDIRECT_FIELD_NAME: typed.path,
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/login.html", context, status=403)

    @method_decorator(never_cache)
    def go_on(self, request: HttpRequest, typed: Unsent) -> HttpResponse:
        """Show the form that waits, to be sent by its user with one press."""
        mine = typed.is_of(request.user)
        context = {
            **self.each_context(request),
            "title": _("What you typed has not been sent yet"),
            "typed": typed if mine else None,
        }
        return TemplateResponse(request, "admin/unsent.html", context)


def _typed_context(typed: Unsent) -> dict[str, Any]:
    return {"typed": typed, "sealed": typed.sealed(), "sealed_name": unsent.FIELD}
