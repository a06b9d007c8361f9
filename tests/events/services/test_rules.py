"""A new version begins as a copy of one that stays as it is."""

import threading

import pytest
from django.db import connection
from django.forms import model_to_dict

from events.models import Rules
from events.models.content.rules_reading import PARTS
from events.services import rules as service
from tests.factories import ContestFactory, full_rules

pytestmark = pytest.mark.django_db


def _says(rules):
    parts = [
        [model_to_dict(row, exclude=["id", "rules"]) for row in getattr(rules, name).all()]
        for name in PARTS
    ]
    return [rules.eligibility, rules.submission, rules.decided_by, parts]


def test_a_copy_says_the_same_and_waits_for_its_decision():
    rules = full_rules(ContestFactory())
    service.publish(rules)
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
