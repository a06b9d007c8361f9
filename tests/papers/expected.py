"""What a paper must say: the facts that a check compares a PDF with."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its head and its rows."""

    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The texts of a paper, part by part."""

    superior: str = ""
    issuer: list[str]
    kind: str
    subject: str
    bases: list[str] = field(default_factory=list)
    # (role, text) in order: heading, paragraph, total, and what one kind of paper has of its own;
    # a table stands as itself
    body: list["tuple[str, str] | Table"]
    recipients: list[str] = field(default_factory=list)
    authority: list[str]
    signer: list[str]  # below the signature: other office, name
    number_line: str  # without blanks: "Số: /KH-BTC"
    date_line: str
    replaces: str = ""  # the paper that this one corrects, as it is cited
    verification: str = ""  # at the foot of the first page of an issued copy

    @property
    def headings(self) -> list[str]:
        """The headings in order."""
        return self.of("heading")

    def of(self, role: str) -> list[str]:
        """The texts of the body with this role."""
        return [text for known, text in self._parts if known == role]

    @property
    def _parts(self) -> list[tuple[str, str]]:
        return [part for part in self.body if isinstance(part, tuple)]

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the body in order, of one kind of letters each."""
        return [text for role, text in self._parts if role in ("paragraph", "total")]

    @property
    def tables(self) -> list[Table]:
        """The tables in order."""
        return [part for part in self.body if isinstance(part, Table)]

    @property
    def head_texts(self) -> list[str]:
        """What the head says, left before right."""
        nation = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
        bodies = [self.superior, *self.issuer] if self.superior else self.issuer
        return [*bodies, *nation, self.number_line, self.date_line]

    @property
    def body_texts(self) -> list[str]:
        """All texts from the kind to the last words, cell by cell."""
        replaces = f"(Thay thế {self.replaces})" if self.replaces else ""
        texts = [self.kind, self.subject, replaces, *self.bases]
        for part in self.body:
            if isinstance(part, Table):
                texts += [*part.head, *(cell for row in part.rows for cell in row)]
            else:
                texts.append(part[1])
        return texts

    @property
    def end_texts(self) -> list[str]:
        """What stands at the end, left before right."""
        recipients = ["Nơi nhận:", *(f"- {r}" for r in self.recipients)] if self.recipients else []
        return [*recipients, *self.authority, *self.signer]

    @property
    def texts(self) -> list[str]:
        """Every text of the paper in reading order."""
        return [text for text in [*self.head_texts, *self.body_texts, *self.end_texts] if text]
