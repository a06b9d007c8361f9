"""How the public site looks: one page, without code."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from events.admin.base import PortalAdmin
from events.admin.fresh_forms import FreshForm
from events.appearance.specimen import specimen
from events.models import Appearance
from events.models.content.appearance import ColourField
from events.services import appearance as service
from events.web.looks import Look, address_of
from events.web.uploads import UploadField, clean_name

CHANGE = "admin:events_appearance_change"


class ColourWidget(UnfoldAdminTextInputWidget):
    """The signs of a colour, and beside them the picker of the browser, which `look.js` shows."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the HTML."""
        typed = super().render(name, value, attrs, renderer)
        label = gettext("Pick the colour")
        return format_html(
            '<span class="look-colour">{}<input type="color" aria-label="{}" hidden></span>',
            typed, label,
        )  # fmt: skip


class DrawingField(UploadField):
    """An emblem or a motif: its value is the name of the file, and ending and bytes made anew."""

    def __init__(self, *, make: Any, endings: str, **kwargs: Any) -> None:
        super().__init__(accepted=("image",), required=False, **kwargs)
        self.make = make
        self.widget.attrs["accept"] = endings

    def checked(self, content: bytes, name: str) -> Any:
        """Return the value. Raises `ValidationError`."""
        return clean_name(name), self.make(content)


class AppearanceForm(FreshForm):
    """Three colours, an emblem, a motif."""

    new_emblem = DrawingField(
        label=_("File of the emblem"),
        make=service.emblem_of,
        endings=".svg,.png,.webp,.jpg,.jpeg",
        help_text=_(
            "An SVG drawing, best in a square, or a PNG or WebP picture of at least 512 pixels. It "
            "stands in the head of the pages; the icons of browsers and home screens are made of "
            "it. Of an SVG, lines and areas are kept; programs, dashes and links are left out, and "
            "text has to be turned into paths before."
        ),
    )
    our_emblem = forms.BooleanField(label=_("Take the emblem of the portal again"), required=False)
    new_motif = DrawingField(
        label=_("Drawing of the motif"),
        make=service.motif_of,
        endings=".svg",
        help_text=_(
            "An SVG drawing of lines, best wide, as 1440 × 460. It is drawn in one colour that "
            "suits the main one; what is white in it takes the main colour. It stands at the foot "
            "of the home page's head, above tickets and on the pictures that networks share."
        ),
    )

    class Meta:
        model = Appearance
        fields = ("main", "action", "accent", "motif")
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(
            ("main", "action", "accent"), ColourWidget
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an own motif without a drawing, and a second first look."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance._state.adding and Appearance.objects.exists():
            raise ValidationError(
                gettext(
                    "Somebody else has just chosen a look. Open the page anew to see it, and "
                    "change it there."
                )
            )
        has_drawing = cleaned.get("new_motif") or self.instance.motif_name
        is_own = cleaned.get("motif") == Appearance.Motif.OWN
        if is_own and not has_drawing and "new_motif" not in self.errors:
            self.add_error("new_motif", gettext("Please choose the drawing of the motif."))
        if cleaned.get("new_emblem") and cleaned.get("our_emblem"):
            text = gettext("Either choose a file, or take the emblem of the portal: not both.")
            self.add_error("our_emblem", text)
        return cleaned


@admin.register(Appearance)
class AppearanceAdmin(PortalAdmin):
    """The look of the site."""

    form = AppearanceForm
    list_display = ["__str__"]
    actions = None
    readonly_fields = ["shown", "emblem_shown", "motif_shown"]
    actions_detail = ["look_at_site", "reset_one"]
    delete_confirmation_template = "admin/events/content/appearance_reset.html"

    class Media:
        css: ClassVar[dict[str, Any]] = {"all": ["admin/look.css"]}
        js: ClassVar[list[str]] = ["admin/look.js"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what is there; files are chosen by who may write."""
        has_own = bool(obj and obj.emblem_name)
        may = self.has_change_permission(request, obj) if obj else True
        emblem = ["emblem_shown", *(["new_emblem"] if may else [])]
        motif = ["motif", *(["motif_shown"] if obj and obj.motif_name else [])]
        return [
            (
                _("Colours"),
                {
                    "fields": ["shown", "main", "action", "accent"],
                    "description": _(
                        "All other colours follow from these three, on light and on dark pages, so "
                        "that words can always be read. Colours that were just sent are shown here."
                    ),
                },
            ),
            (_("Emblem"), {"fields": [*emblem, *(["our_emblem"] if has_own and may else [])]}),
            (_("Motif"), {"fields": [*motif, *(["new_motif"] if may else [])]}),
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form's field; a colour keeps its picker."""
        if isinstance(db_field, ColourField):
            return db_field.formfield(widget=ColourWidget)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the row; nobody else writes it while it is written here."""
        if request.method == "POST":
            list(Appearance.objects.select_for_update().values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is one look."""
        return super().has_add_permission(request, obj) and not Appearance.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Open the one look, or the page that makes it."""
        if request.method == "GET" and self.has_view_or_change_permission(request):
            if row := Appearance.objects.first():
                return redirect(CHANGE, row.pk)
            if self.has_add_permission(request):
                return redirect("admin:events_appearance_add")
        return super().changelist_view(request, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        """Leave out what one row has no need of."""
        context |= {"show_save_and_add_another": False, "show_delete": False}
        return super().render_change_form(request, context, *args, **kw)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Show the page under one name, whether or not there is a row yet."""
        context = {"title": gettext("Appearance of the site"), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the look with all files that follow from it."""
        given = form.cleaned_data
        service.save(
            obj,
            emblem=given.get("new_emblem"),
            motif=given.get("new_motif"),
            our_emblem=bool(given.get("our_emblem")),
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Let the site look as it came."""
        service.reset(obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Say what was done, and go on where a look is chosen."""
        messages.success(request, gettext("The site looks as it came."))
        return redirect("admin:events_appearance_changelist")

    @action(description=_("Look at the site"), icon="visibility", permissions=["view"])
    def look_at_site(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the home page."""
        return redirect("home")

    @action(description=_("Return to the original look"), icon="undo", permissions=["delete"])
    def reset_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks."""
        return redirect("admin:events_appearance_delete", object_id)

    @display(description=_("as it looks"))
    def shown(self, row: Appearance | None) -> SafeString:
        """Return the colours in small."""
        return specimen((row or Appearance()).palette)

    @display(description=_("emblem now"))
    def emblem_shown(self, row: Appearance | None) -> SafeString:
        """Return the emblem, with the name of its file."""
        look = Look(files=row.files) if row else Look()
        name = (row.emblem_name if row else "") or gettext("that of the portal")
        return format_html('<img class="look-emblem" src="{}" alt=""> {}', look.emblem, name)

    @display(description=_("drawing now"))
    def motif_shown(self, row: Appearance) -> SafeString | str:
        """Return the drawing as it is drawn, with the name of its file."""
        if row.motif != Appearance.Motif.OWN:
            return row.motif_name
        return format_html(
            '<svg class="look-motif" viewBox="0 0 1440 460" aria-hidden="true">'
            '<rect width="1440" height="460" fill="{}"/>'
            '<image href="{}" width="1440" height="460"/></svg> {}',
            row.main, address_of(row.files["motif"]), row.motif_name,
        )  # fmt: skip
