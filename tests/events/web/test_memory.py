"""What a process keeps as it is."""

from events.web import pages
from events.web.memory import Memory


def test_what_was_not_asked_for_goes_first():
    memory = Memory(2)
    memory.put("first", 1)
    memory.put("second", 2)
    assert memory.get("first") == 1
    memory.put("third", 3)
    assert [memory.get(name) for name in ("first", "second", "third")] == [1, None, 3]


def test_a_name_has_one_thing_and_nothing_is_kept_for_ever():
    memory = Memory(2)
    for number in range(5):
        memory.put("name", number)
    memory.put("other", 7)
    assert (memory.get("name"), memory.get("other")) == (4, 7)
    memory.clear()
    assert memory.get("name") is None


def test_shared_thing_is_the_same_for_all_and_remembered_one_a_copy():
    made = [["row"], ["another"]]
    assert pages.shared("name", lambda: made[0]) is made[0]
    assert pages.shared("name", lambda: made[1]) is made[0]
    copy = pages.remember("name", lambda: made[0])
    again = pages.remember("name", lambda: made[1])
    assert (again, again is copy) == (["row"], False)
    pages.forget()
    assert pages.shared("name", lambda: made[1]) is made[1]
