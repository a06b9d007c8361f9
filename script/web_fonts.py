"""Make the fonts of the public pages anew: letters of Vietnamese and English, a file a weight.

Whole fonts come with npm (`node_modules`); what is made of them is kept in `static/fonts`, with
their licence. Run it after a font package was renewed.
"""

import shutil
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules/@expo-google-fonts"
TARGET = ROOT / "static/fonts"
FONTS = {
    "be-vietnam-pro-400": "be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf",
    "be-vietnam-pro-600": "be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf",
    "source-serif-600": "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
}
RANGES = [(0x20, 0x7E), (0xA0, 0xFF), (0x1EA0, 0x1EF9)]  # ASCII, Latin-1, Vietnamese
SINGLE = "ĂăĐđĨĩŨũƠơƯưŒœ\u0300\u0301\u0303\u0309\u0323–—‘’“”•…₫−←→"


def main() -> None:
    letters = [
        *map(ord, SINGLE),
        *(code for first, last in RANGES for code in range(first, last + 1)),
    ]
    TARGET.mkdir(exist_ok=True)
    for name, path in FONTS.items():
        options = subset.Options(
            flavor="woff2", hinting=False, layout_features=["ccmp", "kern", "mark", "mkmk", "locl"]
        )
        font = subset.load_font(str(PACKAGES / path), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        target = TARGET / f"{name}.woff2"
        subset.save_font(font, str(target), options)
        print(f"{target.stat().st_size:>6}  {target.name}")
        licence = PACKAGES / path.partition("/")[0] / "LICENSE_FONT"
        shutil.copyfile(licence, TARGET / f"OFL-{path.partition('/')[0]}.txt")


if __name__ == "__main__":
    main()
