"""What a whole file declares twice, or as a part of itself."""

from __future__ import annotations

import pytest
from support.checking import check, findings, world_of

from holo_lsp.analysis.rules.declared import child_cycles, template_cycles
from holo_lsp.traits import builtin


def test_ids_are_unique_in_a_composition():
    check(
        """\
composition One {
  objects {
    cnc#mill { }
    robot#mill { }
    //    ^^^^ HS305 `mill` is the id of `cnc#mill` already: choose another.
    zone#hall { cnc#mill { } }
    //              ^^^^ HS305 `mill` is the id of `cnc#mill` already: choose another.
  }
  ui { dashboard#mill { } }
}
composition Two {
  cnc#mill { }
}
template Line {
  cnc#mill { }
  cnc#mill { }
  //  ^^^^ HS305 `mill` is the id of `cnc#mill` already: choose another.
}
""",
        only=["HS305"],
    )


def test_the_first_one_is_told():
    text = "twin#a { }\ntwin#a { }"
    [finding] = findings(text)
    assert [(r.start, r.end) for r in finding.related] == [(5, 6)]
    assert (finding.start, finding.end) == (16, 17)


def test_blocks_with_a_name_may_share_it():
    assert not [
        f for f in findings('state Idle { }\nstate Idle { }\nzone "A" { }\nzone "A" { }') if f.code == "HS305"
    ]


def test_names_of_templates():
    check(
        """\
template Press { }
template Press { }
//       ^^^^^ HS306 Template `Press` is declared already: choose another name.
composition Hall {
  template Press { }
}
""",
        only=["HS306"],
    )


def test_children_that_contain_each_other():
    check(
        """\
twin#a { children: [twin#b] }
twin#b { children: [twin#c, twin#d] }
twin#c { children: [twin#a] }
//                  ^^^^^^ HS308 `twin#c` contains itself: c → a → b → c.
twin#d { children: [twin#d] }
//                  ^^^^^^ HS308 `twin#d` contains itself: d → d.
twin#outer {
  twin#inner { children: [twin#outer] }
  //                      ^^^^^^^^^^ HS308 `twin#inner` contains itself: inner → outer → inner.
}
twin#fine { children: [twin#a, twin#outer] }
""",
        only=["HS308"],
    )


def test_the_other_links_are_told():
    text = "twin#a { children: [twin#b] }\ntwin#b { children: [twin#a] }"
    [finding] = findings(text)
    assert [text[r.start : r.end] for r in finding.related] == ["twin#b"]


def test_a_circle_through_another_file():
    check(
        """\
twin#a { children: [twin#b] }
//                  ^^^^^^ HS308 `twin#a` contains itself: a → b → a.
""",
        others=["twin#b { children: [twin#a] }"],
    )


def test_templates_that_extend_each_other():
    check(
        """\
template A extends B { }
template B extends C { }
template C extends A { }
//                 ^ HS309 `template C` extends itself: C → A → B → C.
template D extends D { }
//                 ^ HS309 `template D` extends itself: D → D.
template E extends A { }
twin#x extends E { }
""",
        only=["HS309"],
    )


@pytest.mark.parametrize("closed", [True, False])
def test_long_chains(closed: bool):
    """Ten thousand links are walked and not recursed into."""
    count = 10_000
    last = "twin#t0" if closed else "twin#end"
    lines = [
        f"twin#t{n} {{ children: [{f'twin#t{n + 1}' if n < count - 1 else last}] }}" for n in range(count)
    ]
    lines += [f"template T{n} extends T{(n + 1) % count if closed else n + 1} {{ }}" for n in range(count)]
    world = world_of("\n".join(lines))
    found = [*child_cycles(world, builtin()), *template_cycles(world, builtin())]
    assert [finding.code for finding in found] == (["HS308", "HS309"] if closed else [])
    assert all(len(finding.message) < 200 for finding in found)
    assert all(len(finding.related) < 10 for finding in found)
