"""The notice on personal data, and what a person can do with the own data behind the link."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from events.web import pages, throttle
from events.web.links import SeeOther, secret_page, with_form
from registrations.errors import RegistrationError
from registrations.models import Registration
from registrations.public.links import can_change, own_registration
from registrations.public.personal_data.export import handed_out
from registrations.public.personal_data.forms import ConsentsForm, CorrectionForm, RequestForm
from registrations.services import consents, data_requests, invitations

SAVED, NEW_LINK = "da-ghi-nhan", "lien-ket-moi"
CHANGES_PER_DAY = 20  # of each kind, of one registration
LEFT_OUT = gettext_lazy(
    "What the organizing committee noted for its own work is not shown here. If you wish to have "
    "it, please ask for a copy."
)


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
            # each step by itself: who corrects often can still withdraw and ask
            throttle.hit(f"personal data, {step}", str(found.pk), CHANGES_PER_DAY, throttle.DAY)
            now = _take(found, forms[step])
        except RegistrationError as error:
            forms[step].add_error(None, str(error))
        except throttle.TooMany as error:
            forms[step].add_error(None, str(error))
            late = error
        else:
            own_page = reverse("registrations:own_data", args=[now.token])
            return SeeOther(f"{own_page}?{SAVED if now.token == token else NEW_LINK}")
    own = data_requests.own_data(found)
    context = {
        "registration": found,
        "event": found.event,
        "forms": forms,
        "form": forms.get(step),  # the one whose errors are told above all
        "saved": SAVED in request.GET or NEW_LINK in request.GET,
        "new_link": NEW_LINK in request.GET,
        "can_correct": can_change(found),
        "consents": consents.own(found),
        "requests": own.requests,
        "own": own,
        "left_out": LEFT_OUT,
    }
    response = render(request, "registrations/personal_data.html", context)
    return with_form(throttle.throttled(response, late))


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
    if can_change(found):
        forms["correct"] = CorrectionForm(sent("correct"), registration=found)
    return forms


def _take(found: Registration, form: Form) -> Registration:
    """Do what the form asks for; return the registration with the link that opens it then."""
    if isinstance(form, CorrectionForm):
        return invitations.correct_own(found, delegate=form.delegate())
    if isinstance(form, ConsentsForm):
        data_requests.change_consents(found, form.agreed())
    else:
        data_requests.ask(found, form.cleaned_data["kind"], form.cleaned_data["words"])
    return found


@require_safe
@secret_page
def download(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out everything that is kept of a person, for people and programs to read."""
    found = own_registration(request, token)
    data = handed_out(found, str(LEFT_OUT))
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(data, json_dumps_params=options)
    response["Content-Disposition"] = 'attachment; filename="du-lieu-ca-nhan.json"'
    return response
