"""The rule values of Nghị định 30/2020/NĐ-CP, Phụ lục I, as CSS values.

Where the decree leaves a range, the value is our choice within it; the range stands behind.
When the decree is amended, this is the file to change.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """What the style sheet of the papers takes from the decree."""

    name: str = "nd30-2020"

    # Mục I: page, margins, font, colour, page number
    paper: str = "210mm 297mm"
    margin_top: str = "20mm"  # 20-25
    margin_bottom: str = "20mm"  # 20-25
    margin_left: str = "30mm"  # 30-35
    margin_right: str = "15mm"  # 15-20
    colour: str = "#000"
    page_number_size: str = "13pt"  # 13-14

    # Ô 1: Quốc hiệu, Tiêu ngữ
    nation: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto: str = "Độc lập - Tự do - Hạnh phúc"
    nation_size: str = "12pt"  # 12-13
    motto_size: str = "13pt"  # 13-14

    # Ô 2, 3, 4: issuing bodies; number and symbol; place and date
    body_name_size: str = "12pt"  # 12-13
    number_size: str = "13pt"
    date_size: str = "13pt"  # 13-14
    number_blank: str = "12mm"  # wide enough to write by hand
    date_blank: str = "9mm"

    # Columns of the head: the right one holds the Quốc hiệu (88.3 mm at 12 pt) on one line
    left_column: str = "67.5mm"
    right_column: str = "97.5mm"

    # Rules under the motto (as long as its text), under names and subject (1/3 to 1/2)
    rule_height: str = "0.6pt"
    rule_share: str = "42%"

    # Ô 5, 6: kind, subject, bases, body
    kind_size: str = "14pt"  # 13-14
    text_size: str = "14pt"  # 13-14
    indent: str = "12.7mm"  # 10 or 12.7
    paragraph_gap: str = "6pt"  # at least 6
    line_height: str = "1.25"  # single is 1.15, one and a half lines 1.725
    table_size: str = "13pt"

    # Ô 7, 9: signature block, recipients
    signer_size: str = "14pt"  # 13-14
    signature_gap: str = "30mm"  # signature and seal
    recipients_title_size: str = "12pt"
    recipients_size: str = "11pt"

    # Ô 13: address line at the foot of page 1, also where to verify the paper
    address_size: str = "11pt"  # 11-12
    address_height: str = "7mm"

    # Where the last page would hold next to nothing (`events.documents.engine`): first the room
    # between the lines, then the letters; all within the ranges above
    close_line_height: str = "1.16"
    close_signature_gap: str = "25.5mm"
    closer_text_size: str = "13pt"
    closer_table_size: str = "12pt"

    @property
    def text_width(self) -> float:
        """The width of the text box in mm."""
        sides = (self.paper.split()[0], self.margin_left, self.margin_right)
        page, left, right = (float(side.removesuffix("mm")) for side in sides)
        return page - left - right


ND30_2020 = Profile()
