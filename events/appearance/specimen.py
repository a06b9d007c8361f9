"""A look in small: head, words, link, hairline and button, as on a light and on a dark page."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.appearance import colours
from events.appearance.colours import OURS, Palette

# what `site.css` says of our colours where it is dark; ours have no tokens of their own
OUR_DARK = {"heading": "#b5d6c0", "link": "#9fd3b1", "red": "#a82a2e"}


def specimen(palette: Palette) -> SafeString:
    """Return two drawings with the colours that follow from three."""
    made = colours.tokens(palette)
    ours = {"heading": OURS.main, "link": OURS.main, "red": OURS.action, "gold": OURS.accent}
    light = ours | made.light
    dark = ours | OUR_DARK | {"gold": light["gold"]} | made.dark
    pages = (
        (_("on a light page"), colours.LIGHT_GROUNDS[0], "#22201f", light),
        (_("on a dark page"), colours.DARK_GROUNDS[0], "#ece8df", dark),
    )
    drawings = format_html_join("", "{}", ((_page(palette, *page),) for page in pages))
    return format_html('<span class="look-specimen">{}</span>', drawings)


def _page(palette: Palette, label: str, paper: str, ink: str, tokens: dict[str, str]) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 320 220" role="img" aria-label="{label}">'
        '<rect width="320" height="220" fill="{paper}"/>'
        '<rect width="320" height="84" fill="{main}"/>'
        '<text x="20" y="32" font-size="13" fill="{small}">{before}</text>'
        '<text x="20" y="60" font-size="21" font-weight="700" fill="#fff">{title}</text>'
        '<text x="20" y="114" font-size="17" font-weight="700" fill="{heading}">{head}</text>'
        '<rect x="20" y="122" width="280" height="1.5" fill="{gold}"/>'
        '<text x="20" y="146" font-size="13" fill="{ink}">{words}</text>'
        '<text x="20" y="166" font-size="13" fill="{link}" text-decoration="underline">{way}</text>'
        '<rect x="20" y="178" width="110" height="30" rx="6" fill="{red}"/>'
        '<text x="75" y="198" font-size="13" font-weight="700" text-anchor="middle" fill="#fff">'
        "{button}</text></svg>",
        label=label,
        paper=paper,
        main=palette.main,
        small=colours.accent_on_main(palette),
        before=_("Launching ceremony"),
        title=_("Name of the contest"),
        heading=tokens["heading"],
        head=_("A heading"),
        gold=tokens["gold"],
        ink=ink,
        words=_("Words of the page"),
        link=tokens["link"],
        way=_("A link"),
        red=tokens["red"],
        button=_("Register"),
    )
