"""A new version begins as a copy of one that stays as it is."""

import threading

import pytest
from django.db import connection
from django.forms import model_to_dict

from events.errors import NotPublishable
from events.models import Rules
from events.models.content.rules_reading import PARTS
from events.services import publications
from events.services import rules as service
from tests.factories import ContestFactory, RulesFactory, full_rules

pytestmark = pytest.mark.django_db


def _says(rules):
    parts = [
        [model_to_dict(row, exclude=["id", "rules"]) for row in getattr(rules, name).all()]
        for name in PARTS
    ]
    return [rules.eligibility, rules.submission, rules.decided_by, parts]


def test_a_copy_says_the_same_and_waits_for_its_decision():
    rules = full_rules(ContestFactory())
    rules = publications.publish(rules)
    draft, made = service.new_version(rules)
    assert made
    assert _says(draft) == _says(rules)
    assert (draft.decision, draft.decided_on, draft.published_at) == ("", None, None)
    assert draft.token != rules.token
    draft.articles.first().delete()
    assert rules.articles.count() == 2


def test_who_asks_twice_gets_the_same_draft():
    rules = full_rules(ContestFactory())
    first, _made = service.new_version(rules)
    assert service.new_version(rules) == (first, False)
    assert Rules.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_draft():
    rules = full_rules(ContestFactory())
    drafts, start = [], threading.Barrier(4)

    def ask():
        start.wait()
        drafts.append(service.new_version(rules)[0].pk)
        connection.close()

    threads = [threading.Thread(target=ask) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drafts) == 4
    assert len(set(drafts)) == 1


def test_rules_without_a_decision_or_without_a_word_are_not_published():
    rules = full_rules(ContestFactory(), decision="")
    assert publications.obstacles(rules) == ["Chưa có số và ngày của quyết định ban hành."]
    empty = RulesFactory()
    assert publications.obstacles(empty) == [
        "Thể lệ chưa có nội dung: vui lòng soạn các điều, tiêu chí hoặc một phần khác."
    ]
    with pytest.raises(NotPublishable):
        publications.publish(empty)
