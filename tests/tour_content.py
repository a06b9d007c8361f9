"""Pictures of what the site tells about the contest: rules, milestones, news."""

import datetime
import io
import math
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser

HILLS = ((169, 203, 180), (92, 143, 110), (47, 107, 70), (31, 91, 58), (20, 62, 40))
NEWS = (
    (
        "Khai mạc đợt tập huấn mẫu về viết hồ sơ dự thi",
        "Các nhóm tác giả thử nghiệm tập viết hồ sơ.",
    ),
    ("Sở Thử nghiệm gặp mặt các nhóm tác giả", "Buổi gặp mặt nêu nhiều ý tưởng minh họa."),
    ("Trường Đại học Mẫu mở xưởng sáng chế", "Xưởng mở cửa cho học sinh, sinh viên vào thứ Bảy."),
)
ARTICLES = (
    ("Mục đích", "Khơi dậy tinh thần đổi mới sáng tạo trong **toàn tỉnh**."),
    ("Cách chấm", "Hội đồng Giám khảo chấm độc lập; điểm là trung bình cộng."),
)
DAYS = (
    ("Tiếp nhận hồ sơ dự thi", datetime.date(2040, 2, 20), datetime.date(2040, 4, 15)),
    ("Chấm và bình chọn", datetime.date(2040, 5, 2), datetime.date(2040, 5, 20)),
    ("Trao giải", datetime.date(2040, 6, 1), None),
)


def fill() -> None:
    """Publish rules with articles and prizes, milestones, and news with pictures."""
    from django.utils import timezone

    from events.models import Contest, Milestone, NewsPost, Picture, Rules
    from events.services import pictures, publications, rules
    from events.web.uploads import Upload

    contest = Contest.objects.get()
    draft, _new = rules.new_version(Rules.objects.get())
    draft.decision, draft.decided_on = "20/QĐ-MẪU", timezone.localdate()
    draft.eligibility = "Mọi tổ chức, cá nhân **trong và ngoài tỉnh**."
    draft.submission = "1. Phiếu đăng ký dự thi\n2. Bản mô tả giải pháp"
    draft.save()
    for position, (heading, text) in enumerate(ARTICLES, 1):
        draft.articles.create(position=position, heading=heading, text=text)
    draft.prizes.create(position=1, name="Giải Nhất", count=1, amount=50_000_000)
    publications.publish(draft)
    for title, first, last in DAYS:
        Milestone.objects.create(contest=contest, title=title, starts_on=first, ends_on=last)
    for number, (title, lead) in enumerate(NEWS):
        shown = pictures.save(
            Picture(contest=contest, alt="Hình minh họa: đồi chè"),
            Upload("anh.png", landscape(number), "image/png"),
        )
        post = NewsPost.objects.create(
            contest=contest, title=title, slug=f"tin-{number}", lead=lead, text=lead, picture=shown
        )
        publications.publish(post)


def landscape(number: int) -> bytes:
    """Draw hills under a sky, as PNG; each number draws others."""
    image = Image.new("RGB", (1200, 800), (250, 240, 214))
    pen = ImageDraw.Draw(image)
    pen.ellipse((180 + 300 * number, 120, 340 + 300 * number, 280), fill=(201, 154, 46))
    for row, colour in enumerate(HILLS):
        line = [
            (x, 330 + 100 * row + 60 * math.sin(x / (170 + 40 * row) + 2 * row + number))
            for x in range(0, 1201, 20)
        ]
        pen.polygon([(0, 800), *line, (1200, 800)], fill=colour)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def public(browser: Browser, base: str, target: Path) -> None:
    """Take the rules, the news and, on a telephone, the milestones."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    for name, path in {"rules": "the-le/", "news": "tin-tuc/"}.items():
        page.goto(f"{base}{path}", wait_until="networkidle")
        page.screenshot(path=target / f"{name}.png")
    phone = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    phone.goto(f"{base}moc-thoi-gian/", wait_until="networkidle")
    phone.screenshot(path=target / "milestones-phone.png")
