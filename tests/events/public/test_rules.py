"""The rules as anybody reads them."""

import datetime
import re

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.services import publications
from events.services import rules as service
from events.web import pages
from tests.factories import ContestFactory, EventFactory, RulesArticleFactory, full_rules
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def read(client, address):
    """Return what a page says; a page of before an edit is not kept, as after a commit."""
    pages.forget()
    return visible_text(client.get(address).content.decode())


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2030-03-01 12:00+07:00", tick=False):
        yield


@pytest.fixture
def contest():
    contest = ContestFactory()
    EventFactory(contest=contest)
    return contest


def published(contest, **kwargs):
    return publications.publish(full_rules(contest, **kwargs))


def test_before_there_are_rules_the_page_says_so(client, contest):
    full_rules(contest)  # a draft
    page = read(client, "/the-le/")
    assert "Thể lệ sẽ được đăng tại đây ngay khi Ban Tổ chức ban hành." in page
    assert "Tiêu chí" not in page


def test_the_page_says_all_that_is_filled_in(client, contest):
    published(contest, decision="16/QĐ-BTCCT")
    answer = client.get("/the-le/")
    page = visible_text(answer.content.decode())
    for sentence in (
        "Đang có hiệu lực từ ngày 05/01/2030, ban hành kèm theo Quyết định số 16/QĐ-BTCCT "
        "ngày 05/01/2030 ( Ban Tổ chức Cuộc thi )",
        "Hội đồng: tối đa 80 điểm",
        "Bình chọn của cộng đồng: tối đa 20 điểm",
        "Tổng số điểm tối đa: 100 điểm",
        "Giải Nhất 01 giải 50.000.000 đồng (Năm mươi triệu đồng chẵn)",
        "Giải Nhì 02 giải mỗi giải 30.000.000 đồng (Ba mươi triệu đồng chẵn)",
        "Tổng giá trị giải thưởng: 110.000.000 đồng",
        "Điều 2. Cách chấm",
    ):
        assert sentence in page
    html = answer.content.decode()
    assert "<strong>trong tỉnh</strong>" in html
    links = set(re.findall(r'href="#([\w-]+)"', html)) - {"main"}
    assert {"doi-tuong", "linh-vuc", "ho-so", "tieu-chi", "giai-thuong", "dieu-1"} <= links
    assert links <= set(re.findall(r'id="([\w-]+)"', html))


def test_what_is_not_filled_in_is_absent(client):
    call_command("load_plan", "contest_portal/plans/le-cong-bo-2025.toml", verbosity=0)
    page = read(client, "/the-le/")
    assert "Hội đồng: tối đa 80 điểm" in page
    assert "20 × số phiếu ÷ số phiếu của bài nhiều phiếu nhất, làm tròn đến 0,1" in page
    for word in ("Giải thưởng", "Lĩnh vực", "Đối tượng", "Hồ sơ dự thi", "Điều 1"):
        assert word not in page


def test_a_former_version_stays_and_says_that_it_is_no_longer_in_force(client, contest):
    former = published(contest, decision="1/QĐ", decided_on=datetime.date(2030, 1, 1))
    published(contest, decision="2/QĐ", decided_on=datetime.date(2030, 2, 1))
    coming = published(
        contest,
        decision="3/QĐ",
        decided_on=datetime.date(2030, 2, 2),
        in_force_from=datetime.date(2030, 3, 2),
    )
    assert "Quyết định số 2/QĐ" in read(client, "/the-le/")
    page = read(client, f"/the-le/{former.slug}/")
    assert "Không còn hiệu lực có hiệu lực từ ngày 01/01/2030" in page
    assert "Xem thể lệ đang có hiệu lực" in page
    page = read(client, f"/the-le/{coming.slug}/")
    assert "Chưa có hiệu lực có hiệu lực từ ngày 02/03/2030" in page
    with time_machine.travel("2030-03-02 00:01+07:00", tick=False):
        assert "Đang có hiệu lực từ ngày 02/03/2030" in read(client, "/the-le/")


def test_what_is_not_public_has_no_page(client, contest):
    rules = published(contest)
    addresses = [
        reverse("rules:version", args=[rules.slug]),
        reverse("rules:paper", args=[rules.slug]),
        reverse("rules:compare", args=[rules.slug, rules.slug]),
    ]

    def statuses():
        pages.forget()
        return [client.get(address).status_code for address in addresses]

    assert statuses() == [200] * 3
    publications.withdraw(rules)
    assert statuses() == [404] * 3
    hour = datetime.datetime(2030, 3, 2, tzinfo=datetime.UTC)
    publications.publish(rules, hour)
    assert statuses() == [404] * 3
    assert client.get("/the-le/khong-co/").status_code == 404


def test_versions_are_compared_word_by_word(client, contest):
    old = published(contest, decision="1/QĐ")
    new, _made = service.new_version(old)
    new.decision, new.decided_on = "2/QĐ", datetime.date(2030, 2, 1)
    new.eligibility = "Mọi tổ chức, cá nhân **trong nước**."
    new.save()
    new.articles.filter(position=2).delete()
    RulesArticleFactory(rules=new, position=2, heading="Thời hạn", text="Đến 31/5.")
    publications.publish(new)
    answer = client.get("/the-le/so-sanh/")
    assert answer.url == f"/the-le/so-sanh/{old.slug}/{new.slug}/"
    html = client.get(answer.url).content.decode()
    assert "<del>tỉnh. </del><ins>nước.</ins>" in html
    page = read(client, answer.url)
    assert "Điều 2. Thời hạn Mới trong bản này" in page
    assert "Điều 2. Cách chấm Không còn trong bản này" in page
    assert "Còn 5 phần khác giống nhau ở cả hai bản." in page
    back = client.get("/the-le/so-sanh/", {"old": new.slug, "new": old.slug})
    assert back.url == f"/the-le/so-sanh/{new.slug}/{old.slug}/"
    same = client.get("/the-le/so-sanh/", {"old": old.slug, "new": old.slug})
    assert "Hai bản có nội dung như nhau." in read(client, same.url)


def test_with_one_version_there_is_nothing_to_compare(client, contest):
    published(contest)
    assert client.get("/the-le/so-sanh/").url == "/the-le/"


def test_the_first_version_is_compared_with_the_one_to_come(client, contest):
    first = published(contest, decision="1/QĐ", decided_on=datetime.date(2000, 1, 1))
    coming = published(contest, decision="2/QĐ", decided_on=datetime.date(2060, 1, 1))
    assert client.get("/the-le/so-sanh/").url == f"/the-le/so-sanh/{first.slug}/{coming.slug}/"


def test_in_english_the_page_says_that_the_rules_are_vietnamese(client, contest):
    rules = published(contest)
    html = client.get("/en/the-le/").content.decode()
    assert "The rules are in Vietnamese only; so is the text below." in html
    assert '<div class="rules-text" lang="vi">' in html
    assert client.get(f"/en/the-le/{rules.slug}/").status_code == 200


def test_the_paper_is_a_pdf(client, contest):
    rules = published(contest)
    answer = client.get(f"/the-le/{rules.slug}/the-le.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_many_articles_take_no_more_statements(client, contest):
    rules = full_rules(contest)
    for number in range(3, 80):
        RulesArticleFactory(rules=rules, position=number)
    publications.publish(rules)
    with CaptureQueriesContext(connection) as first:
        client.get("/the-le/")
    assert len(first) <= 10
    with CaptureQueriesContext(connection) as again:
        client.get("/the-le/")
    assert len(again) == 1


def test_a_withdrawn_version_leaves_the_one_before_in_force(client, contest):
    published(contest, decision="1/QĐ", decided_on=datetime.date(2030, 1, 1))
    second = published(contest, decision="2/QĐ", decided_on=datetime.date(2030, 2, 1))
    assert "Quyết định số 2/QĐ" in read(client, "/the-le/")
    publications.withdraw(second)
    assert "Quyết định số 1/QĐ" in read(client, "/the-le/")
