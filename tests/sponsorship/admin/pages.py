"""The admin of sponsorship, by the requests that a browser sends: its addresses and forms."""

from typing import Any

from django.test import Client
from django.urls import reverse

from events.web.uploads import MOST_BYTES
from sponsorship.models import Instalment, Memorandum, SignedScan
from tests.files import pdf
from tests.pages import form_data, visible_text

Status = Memorandum.Status
ABOVE_ZERO = "Số tiền phải lớn hơn 0."
NO_AMOUNT = "Số tiền không hợp lệ: vui lòng nhập đủ các chữ số, ví dụ 500.000.000."
LOGIN = "/quan-tri/login/"


def listing(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def adding(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def url(row: Any, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def step(memorandum: Memorandum, name: str) -> str:
    return reverse("admin:sponsorship_memorandum_transition", args=[memorandum.pk, name])


def opened(client: Client, row: Any) -> dict[str, Any]:
    data = form_data(client.get(url(row)), f"{row._meta.model_name}_form")
    return {**data, "_save": "Lưu"}


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def status(memorandum: Memorandum) -> str:
    return Memorandum.objects.get(pk=memorandum.pk).status


def everything(memorandum: Memorandum) -> list[Any]:
    """All that is written in a memorandum, to compare it with what it was before."""
    rows: list[Any] = [Memorandum.objects.filter(pk=memorandum.pk)]
    rows += [getattr(memorandum, name).all() for name in ("parties", "bases", "articles")]
    rows += [memorandum.contributions.all()]
    rows += [Instalment.objects.filter(contribution__memorandum=memorandum)]
    return [list(some.order_by("pk").values()) for some in rows]


def new_row(data: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """Add what a browser sends of one more row."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return {**data, f"{prefix}-TOTAL_FORMS": str(number + 1), **row}


def keep_scan(memorandum: Memorandum) -> SignedScan:
    name, number = "bản ký.pdf", SignedScan.objects.count()
    kind = "application/pdf"
    return SignedScan.objects.create(
        memorandum=memorandum, content=pdf(), content_type=kind, name=name, sha256=str(number)
    )


def too_large() -> bytes:
    return b"\x89PNG" + bytes(MOST_BYTES)


def receive(client: Client, instalment: Instalment, **values: str) -> Any:
    values = {"amount": "1.000.000", "received_on": "20/01/2026", "note": "Đã gõ", **values}
    return client.post(reverse("admin:sponsorship_receipt_add", args=[instalment.pk]), values)
