"""The marks that the tests of rules are written with: what they demand, and how they are written."""

from __future__ import annotations

import pytest
from support.checking import UPDATE, Mark, check, fixed, read_marks, write_marks

MARKED = """\
twin#a { }
twin#a { }
//   ^ HS305 `a` is the id of `twin#a` already: choose another.
positon: [
//<0>^^^^^^^ HS215(hint) A message
  0]
//<1>^… HS205 Another
"""


def test_marks_are_read_and_written():
    text, marks = read_marks(MARKED)
    assert text == "twin#a { }\ntwin#a { }\npositon: [\n  0]\n"
    assert marks == [
        Mark(1, 5, 6, "HS305", "error", "`a` is the id of `twin#a` already: choose another."),
        Mark(2, 0, 7, "HS215", "hint", "A message"),
        Mark(3, 1, -1, "HS205", "error", "Another"),
    ]
    assert write_marks(text, marks) == MARKED


@pytest.mark.parametrize(
    "fixture",
    [
        "twin#a { }\ntwin#a { }\n",  # a finding without a mark
        "twin#a { }\n//   ^ HS305 `a`\n",  # a mark without a finding
        "twin#a { }\ntwin#a { }\n//    ^ HS305 `a`\n",  # another place
        "twin#a { }\ntwin#a { }\n//   ^^ HS305 `a`\n",
        "twin#a { }\ntwin#a { }\n//   ^ HS306 `a`\n",  # another code
        "twin#a { }\ntwin#a { }\n//   ^ HS305(hint) `a`\n",  # another severity
        "twin#a { }\ntwin#a { }\n//   ^ HS305 `b`\n",  # another message
    ],
)
def test_what_is_not_as_marked_fails(fixture: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(UPDATE, raising=False)
    with pytest.raises(AssertionError):
        check(fixture)


def test_a_message_may_be_given_by_its_start():
    check("twin#a { }\ntwin#a { }\n//   ^ HS305 `a` is the id\n")
    check("twin#a { }\ntwin#a { }\n//   ^ HS305\n")


def test_a_fix_that_does_not_mend_fails():
    text = 'twin#a { @state { speed: 0 } @time_series(fields: ["sped", "sped"]) }'
    with pytest.raises(AssertionError):
        fixed(text, "HS301")
