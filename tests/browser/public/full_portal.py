"""A portal in which the public sees something on every page, at length."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import TransactionTestCase
from django.utils import timezone

from events.documents import recalls
from events.models import Event, Question, Video
from events.services import downloads, publications
from events.web.uploads import Upload
from registrations.services import capacity
from tests import films, whole_portal
from tests.conftest import empty_tables
from tests.factories import (
    AgendaItemFactory,
    ContactFactory,
    DelegationFactory,
    DownloadFactory,
    MilestoneFactory,
    NewsPostFactory,
    QuestionFactory,
    SponsorFactory,
    VideoFactory,
    full_rules,
    issued_paper,
    make_invitation,
    make_picture,
    make_registration,
    named,
    published,
)
from tests.files import pdf
from tests.whole_portal import World

LAST_YEAR = timezone.now() - datetime.timedelta(365)
LONG = "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ tỉnh Thái Nguyên, cơ sở thử nghiệm số hai"
TEXT = """Đoạn thứ nhất có **chữ đậm**, *chữ nghiêng* và [một đường dẫn](https://tinh.example/).

## Mục thứ nhất

- Điều thứ nhất
- Điều thứ hai, xem <https://tinh.example/mot-dia-chi-rat-dai-khong-co-cho-nao-de-xuong-dong-ca-dau>

| Giải | Số lượng | Mức thưởng | Đơn vị trao |
| --- | ---: | ---: | --- |
| Giải Nhất | 1 | 50.000.000 đồng | Ủy ban nhân dân tỉnh |
| Giải Nhì | 2 | 30.000.000 đồng | Sở Khoa học và Công nghệ |

### Mục nhỏ

> Lời của đại biểu.

1. Bước một
2. Bước hai

---

`mã` và ![](anh:{picture})
"""


def build() -> World:
    """Return `tests.whole_portal` with room in the hall, and much on the pages of the public."""
    world = whole_portal.build()
    event = world.event
    contest = event.contest
    capacity.resize(event.seating, public_seats=40, reserve_seats=2)
    Event.objects.filter(pk=event.pk).update(
        title="Lễ công bố Cuộc thi “Sáng tạo thử nghiệm” và phát động phong trào thi đua",
        summary="Buổi lễ mở đầu cuộc thi.\nMời mọi người cùng dự.",
        contact="Văn phòng Sở Thử nghiệm\nĐiện thoại: 0208 3855 123",
        venue_address="Số 1, đường Thử, phường Mẫu",
        map_link="https://ban-do.example/hoi-truong",
    )
    DelegationFactory.create_batch(3, event=event)
    contest.about = "Cuộc thi tìm **giải pháp** hay.\n\n- Cho tỉnh\n- Cho mọi người"
    contest.save()
    event.plan.purposes.create(position=1, text="Công bố cuộc thi; lan tỏa tinh thần sáng tạo.")
    for minutes in (5, 10, 15):
        AgendaItemFactory(event=event, minutes=minutes, performer=LONG)
    published(event)
    picture = make_picture(contest, caption="Toàn cảnh", credit="Nguyễn Văn Ảnh")
    day = datetime.date(2025, 12, 1)
    rows = [
        NewsPostFactory(contest=contest, picture=picture, slug="dai",
                        text=TEXT.replace("{picture}", str(picture.pk))),
        NewsPostFactory(contest=contest, slug="tieng-anh", title_en="News in English",
                        lead_en="The lead.", text_en="The text."),
        full_rules(contest, decision="7/QĐ-BTCCT", decided_on=day),
        full_rules(contest, decision="9/QĐ-BTCCT", decided_on=day + datetime.timedelta(90),
                   changes="Thêm một giải.", eligibility="Mọi công dân, cả ở **ngoài tỉnh**."),
        QuestionFactory(contest=contest, subject="Hồ sơ dự thi", question="Nộp hồ sơ ở đâu?",
                        answer="Tại [trang này](/the-le/) và **bộ phận một cửa**."),
        films.stored(contest, films.WEBM, slug="co-tep", poster=picture, seconds=3,
                     captions="WEBVTT\n\n00:00.000 --> 00:03.000\nXin chào\n",
                     description="Phim ngắn về cuộc thi.", transcript="**Xin chào** mọi người."),
    ]  # fmt: skip
    for row in rows:
        publications.publish(row)
    form = DownloadFactory(contest=contest, title=LONG, kind="Biểu mẫu", dated=day)
    downloads.save_file(form, Upload("phieu-dang-ky.pdf", pdf(), "application/pdf"))
    publications.publish(form)
    today = timezone.localdate()
    MilestoneFactory(contest=contest, starts_on=day, description="Đã qua.")
    MilestoneFactory(contest=contest, starts_on=today, ends_on=today + datetime.timedelta(9))
    for make in (NewsPostFactory, VideoFactory):  # so many that there is a second page
        for old in make.create_batch(25, contest=contest):
            make._meta.model.objects.filter(pk=old.pk).update(published_at=LAST_YEAR)
    ContactFactory(contest=contest, role="Hồ sơ dự thi", email="ho-so-du-thi@so-thu-nghiem.example")
    SponsorFactory(event=event, name=LONG, introduction="Giới thiệu. " * 20)
    world.event = Event.objects.get(pk=event.pk)
    invitation = make_invitation(world.event, name="Lê Văn Mời", organisation=LONG, quota=3)
    named(invitation, name="Nguyễn Phước Bảo Tôn Nữ Công Tằng Huyền Thử", position="Giám đốc")
    world.arguments["token"] = [invitation.token]
    world.arguments["delegate"] = [whole_portal.delegate_key(invitation.registrations.get())]
    world.arguments["invitations:letter.delegate"] = world.arguments["delegate"]
    own = make_registration(
        world.event,
        name="Nguyễn Phước Bảo Tôn Nữ Công Tằng Huyền Mẫu",
        organisation=LONG,
        email="dai-bieu@example.vn",
    )
    for name in whole_portal.OWN_PAGES:
        world.arguments[f"registrations:{name}.token"] = [own.token]
    shown = world.arguments
    shown["news:post.slug"], shown["videos:video.slug"] = ["dai"], ["co-tep"]
    shown["videos:file.slug"] = shown["videos:captions.slug"] = ["co-tep"]
    shown["invitations:decline.token"] = [make_invitation(world.event).token]
    shown["downloads:file.pk"], shown["download_drafts:file.token"] = [form.pk], [form.token]
    shown["video_drafts:file.token"] = shown["video_drafts:captions.token"] = [rows[5].token]
    shown["news:page.number"] = shown["videos:more.number"] = [2]
    paper = issued_paper(event, kind="programme")
    notice = recalls.Notice(number="8/QĐ-BTC", day=today)
    downloads.publish_paper(paper, was_looked_at=True)
    recalls.recall(paper, day=today, reason="Sai ngày.", notice=notice)
    shown["a recalled paper"] = [paper.code]
    older, newer = str(rows[2].slug), str(rows[3].slug)
    shown["rules:version.slug"], shown["rules:compare.old"] = [older], [older]
    shown["rules:compare.new"] = [newer]
    return world


@pytest.fixture(scope="package")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One portal for all tests of this folder, behind which nothing is emptied meanwhile."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: None)
        try:
            yield build()
        finally:
            for video in Video.objects.exclude(file=""):
                default_storage.delete(video.file.name)
            empty_tables()


@pytest.fixture
def world(kept_world: World, transactional_db: None) -> World:
    """A portal full of what the public sees: who changes it puts back what others look at."""
    return kept_world


def question() -> Question:
    """Return a question of it that the search finds by “ho so”."""
    return Question.objects.get(question="Nộp hồ sơ ở đâu?")
