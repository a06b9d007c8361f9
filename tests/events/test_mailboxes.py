import pytest

from events.mailboxes import mailbox


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("An@Thu.Example", "an@thu.example"),
        ("an+le@thu.example", "an@thu.example"),
        ("an+le+1@thu.example", "an@thu.example"),
        ("a.n@thu.example", "a.n@thu.example"),
        ("V.an.Thu+x@Gmail.com", "vanthu@gmail.com"),
        ("vanthu@googlemail.com", "vanthu@gmail.com"),
        ('"an"@thu.example', "an@thu.example"),
        ("+@thu.example", "+@thu.example"),
        (" an@thu.example. ", "an@thu.example"),
    ],
)
def test_addresses_of_one_mailbox_are_equal(address, same):
    assert mailbox(address) == same
    assert mailbox(same) == same
