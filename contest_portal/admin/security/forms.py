"""What is typed on the pages of the own account."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from contest_portal.admin.security.models import Passkey

ONE_TIME = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
}


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={**ONE_TIME, "autofocus": True}),
    )


class AppForm(forms.Form):
    """The first code of an app."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget(attrs={**ONE_TIME, "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Return the code without the blanks that apps show in it."""
        return "".join(str(self.cleaned_data["code"]).split())


class PasskeyForm(forms.ModelForm):
    """A name for a passkey, and what the browser says of it."""

    answer = forms.CharField(widget=forms.HiddenInput(attrs={"data-passkey-answer": True}))

    class Meta:
        model = Passkey
        fields = ("name",)
        widgets = {"name": UnfoldAdminTextInputWidget()}
        help_texts = {"name": _("How you tell it from others: “Office computer”, “My phone”.")}


class PasswordForm(forms.Form):
    """The own password once more."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=UnfoldAdminPasswordWidget(
            attrs={"autocomplete": "current-password", "autofocus": True}
        ),
    )
