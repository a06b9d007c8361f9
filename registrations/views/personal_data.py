"""The notice on personal data, and what a person can do with the own data behind the link."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events import pages, throttle
from registrations import consents, services
from registrations.errors import RegistrationError
from registrations.forms_personal_data import ConsentsForm, CorrectionForm, RequestForm
from registrations.models import Registration
from registrations.views.delegate import SeeOther, own_registration, secret_page

CHANGES_PER_DAY = 20  # of one registration


@require_safe
@pages.kept(pages.Content.read)
def notice(request: HttpRequest, content: pages.Content) -> HttpResponse:
    """Show which data are processed, what for, how long, and which rights there are."""
    context = {"event": pages.current_event(content.version, content.event_id)}
    return render(request, "registrations/personal_data_notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@secret_page
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is kept of a person, and let the person correct, withdraw and ask."""
    found = own_registration(request, token)
    step = request.POST.get("step")
    forms = _forms(found, step, request.POST if request.method == "POST" else None)
    late = None
    if step in forms and forms[step].is_valid():
        try:
            throttle.hit("personal data", token, CHANGES_PER_DAY, throttle.DAY)
            _take(found, forms[step])
        except RegistrationError as error:
            forms[step].add_error(None, str(error))
        except throttle.TooMany as error:
            forms[step].add_error(None, str(error))
            late = error
        else:
            return SeeOther(request.path)
    context = {
        "registration": found,
        "event": found.event,
        "forms": forms,
        "can_correct": _can_correct(found),
        "consents": found.consents.all(),
        "requests": found.requests.all(),
    }
    response = render(request, "registrations/personal_data.html", context)
    if late is not None:
        response.status_code = 429
        response["Retry-After"] = str(late.seconds)
    # without a referrer the browser hides the origin of the form too, and it would be refused
    response["Referrer-Policy"] = "same-origin"
    return response


def _forms(found: Registration, step: str | None, data: Any) -> dict[str | None, Form]:
    """Return the forms of the page; the one that was sent is filled with what was sent."""

    def sent(name: str) -> Any:
        return data if step == name else None

    held = consents.given(found)
    forms: dict[str | None, Form] = {
        "consents": ConsentsForm(
            sent("consents"), initial={purpose: purpose in held for purpose in consents.OPTIONAL}
        ),
        "ask": RequestForm(sent("ask")),
    }
    if _can_correct(found):
        forms["correct"] = CorrectionForm(sent("correct"), registration=found)
    return forms


def _take(found: Registration, form: Form) -> None:
    if isinstance(form, CorrectionForm):
        services.correct(found, delegate=form.delegate())
    elif isinstance(form, ConsentsForm):
        services.change_consents(found, form.agreed())
    else:
        services.ask(found, form.cleaned_data["kind"], form.cleaned_data["words"])


def _can_correct(found: Registration) -> bool:
    """Return whether lists can still change: before the ceremony, while a seat is asked for."""
    begins = found.event.starts_at
    begun = begins is not None and begins <= timezone.now()
    return found.is_active and not begun and not services.is_over(found.event)


@require_safe
@secret_page
def download(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out everything that is kept of a person, for people and programs to read."""
    found = own_registration(request, token)
    of_person = ("honorific", "name", "position", "organisation", "phone", "email")
    of_registration = ("code", "status", "channel", "created_at", "changed_at")
    data = {
        "event": found.event.title,
        **{name: getattr(found, name) for name in (*of_person, *of_registration)},
        "delegation": found.delegation.name if found.delegation else "",
        "seat": found.seat.number if found.seat else None,
        "consents": list(found.consents.values("purpose", "given", "at", "version", "text__text")),
        "requests": list(
            found.requests.values("kind", "words", "received_at", "due", "status", "reason")
        ),
    }
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(data, json_dumps_params=options)
    response["Content-Disposition"] = 'attachment; filename="du-lieu-ca-nhan.json"'
    return response
