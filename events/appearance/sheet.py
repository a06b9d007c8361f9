"""The small style sheet of a look, which stands behind those of the portal."""

from events.appearance.colours import Palette, tokens

DIVIDERS = ".home .page h2::before, .band h2::before, .motif-divider, .article hr"
BACKGROUNDS = ".no-picture, .ticket::before, .letter::before"


def sheet(palette: Palette, *, lines: str | None, has_our_motif: bool) -> str:
    """Return the rules; empty where nothing differs from `site.css`.

    `lines` is the address of the drawing behind what has no picture and above tickets: None leaves
    ours, an empty one is none. Without our motif, dividers are plain hairlines.
    """
    made = tokens(palette)
    parts = []
    if made.light:
        parts.append(f":root {{ {_said(made.light)} }}")
    if made.dark:  # not on paper, which is light
        query = "@media screen and (prefers-color-scheme: dark)"
        parts.append(f"{query} {{ :root {{ {_said(made.dark)} }} }}")
    if lines is not None:
        image = f'url("{lines}")' if lines else "none"
        parts.append(f"{BACKGROUNDS} {{ background-image: {image}; }}")
    if not has_our_motif:
        parts.append(f"{DIVIDERS} {{ mask: none; height: 2px; }}")
        parts.append(".edge .line { display: none; }")
    return "".join(f"{part}\n" for part in parts)


def _said(values: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())
