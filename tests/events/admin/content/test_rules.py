"""Rules in the admin: drafts are written, what is public is looked at, a new version is a copy."""

import pytest
from django.urls import reverse

from events.models import Rules
from events.services import publications
from tests.factories import EventFactory, full_rules
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules():
    return full_rules(EventFactory().contest)


def change(rules):
    return reverse("admin:events_rules_change", args=[rules.pk])


def test_a_draft_is_written_with_its_parts(rules):
    client = signed_in("organizer")
    data = form_data(client.get(change(rules)), "rules_form")
    answer = client.post(change(rules), data | {"articles-0-text": "Lời mới."})
    assert answer.status_code == 302
    assert rules.articles.get(position=1).text == "Lời mới."


def test_a_stale_tab_changes_nothing_of_what_is_public_and_keeps_what_was_typed(rules):
    client = signed_in("organizer")
    data = form_data(client.get(change(rules)), "rules_form")
    publications.publish(rules)
    answer = client.post(change(rules), data | {"articles-0-text": "Lời của tab cũ."})
    html = answer.content.decode()
    assert "Thể lệ này vừa được công bố trong lúc trang đang mở nên chưa có gì được lưu" in html
    assert "Lời của tab cũ." in html
    assert not rules.articles.filter(text="Lời của tab cũ.").exists()


def test_what_is_public_is_looked_at_and_not_deleted(rules):
    publications.publish(rules)
    client = signed_in("organizer")
    html = client.get(change(rules)).content.decode()
    assert 'name="decision"' not in html
    assert 'name="articles-0-text"' not in html
    answer = client.post(reverse("admin:events_rules_delete", args=[rules.pk]), {"post": "yes"})
    assert answer.status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [rules.pk], "post": "yes"}
    client.post(reverse("admin:events_rules_changelist"), chosen)
    assert Rules.objects.filter(pk=rules.pk).exists()


def test_a_new_version_is_made_once_and_shows_what_it_changes(rules):
    publications.publish(rules)
    client = signed_in("organizer")
    copy = reverse("admin:events_rules_copy", args=[rules.pk])
    assert client.get(copy).status_code == 200
    assert Rules.objects.count() == 1
    first, second = client.post(copy), client.post(copy)
    draft = Rules.objects.get(slug=None)
    assert first.url == second.url == change(draft)
    draft.articles.filter(position=1).update(text="Lời khác.")
    page = client.get(reverse("admin:events_rules_changes", args=[draft.pk]))
    assert "Lời của điều. khác." in visible_text(page.content.decode())


def test_the_secretariat_only_reads(rules):
    client = signed_in("secretariat")
    assert client.get(change(rules)).status_code == 200
    assert client.post(change(rules), {}).status_code == 403
    assert client.post(reverse("admin:events_rules_copy", args=[rules.pk])).status_code == 403
